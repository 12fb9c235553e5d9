/** The symbols that nm lists: `nm -n`, which says no sizes, or `nm -S`, with names as they are linked or demangled (-C). */
import type { NamedAddress } from './named-address.ts';

/** Address, then the size if there is one, a letter for the kind, and the name to the end of the line. */
const LINE = /^\s*([0-9a-f]{1,16})(?:\s+([0-9a-f]{1,16}))?\s+([A-Za-z?-])\s+(\S.*?)\s*$/;

/** The symbols in `text`; none, if it is no such list. */
export const nmSymbols = (text: string): NamedAddress[] =>
  text.split('\n').flatMap((line) => {
    const [, address, size, , name] = LINE.exec(line.trimEnd()) ?? [];
    if (name === undefined) return [];
    return [{ name, address: Number.parseInt(address, 16), size: size === undefined ? 0 : Number.parseInt(size, 16) }];
  });
