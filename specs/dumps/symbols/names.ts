/** Names as linkers see them, in the words of their sources. */

/** Plain names of something, with the function that it is local to, if it is. */
export interface PlainName {
  readonly name: string;
  readonly within: string | null;
}

/**
 * The plain name of a symbol: `_ZL5ticks` is ticks, `nextfree.0` is nextfree, `_ZZ7memshowvE7showing` and `memshow()::showing` are showing within
 * memshow (the ABI of C++ for Itanium, 5.1; what nm -C writes; what gcc adds to static variables of C).
 */
export const plainNameOf = (symbol: string): PlainName => {
  const local = /^_ZZ(.*)E(\d+)(\w+?)(?:_\d+)?$/.exec(symbol);
  if (local !== null) return { name: local[3].slice(0, Number(local[2])), within: plainFunction(`_Z${local[1]}`) };
  const demangled = /^(.*?)\(.*\)(?: const)?::(\w+)$/.exec(symbol);
  if (demangled !== null) return { name: demangled[2], within: demangled[1] };
  if (symbol.startsWith('_Z')) return { name: plainFunction(symbol), within: null };
  return { name: symbol.replace(/\.\d+$/, ''), within: null };
};

/** `_ZN6vmiter7try_mapEmi` is vmiter::try_map: each name has its length before it. */
export const plainFunction = (name: string): string => {
  if (!/^_Z(?:N[KVL]*)?L?\d/.test(name)) return name;
  const parts: string[] = [];
  let rest = name.replace(/^_Z(?:N[KVL]*)?L?/, '');
  for (let length = /^\d+/.exec(rest)?.[0]; length !== undefined; length = /^\d+/.exec(rest)?.[0]) {
    const end = length.length + Number(length);
    parts.push(rest.slice(length.length, end));
    rest = rest.slice(end);
    if (!name.startsWith('_ZN')) break;
  }
  return parts.join('::');
};
