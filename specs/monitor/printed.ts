/** What lines of a gdb script look like. */

/** The pattern of the script's lines that begin with such a format: `%d pid %d rax …`. */
export const printed = (script: string, start: string): RegExp => {
  const formats = [...script.matchAll(/printf "((?:[^"\\]|\\.)*)"/g)].map(([, format]) => format);
  const first = formats.findIndex((format) => format.startsWith(start));
  const rest = formats.slice(first + 1).filter((format) => format.startsWith(' ') && !format.startsWith(' cr2'));
  const text = [formats[first], ...(formats[first].endsWith('\\n') ? [] : rest)].join('').replace('\\n', '');
  const pattern = text
    .replaceAll(/%#l?x/g, '(?:0x[0-9a-f]+|0)')
    .replaceAll(/%l?d/g, '-?\\d+')
    .replaceAll('%x', '[0-9a-f]+');
  return new RegExp(`^${pattern.replace('$arg0', '\\w+')}(?: cr2 0x[0-9a-f]+)?$`);
};
