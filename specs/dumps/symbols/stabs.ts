/** Lines by stabs, which the makefiles of JOS ask for: entries of twelve bytes, and a table of their texts. */
import { ByteReader } from './byte-reader.ts';
import type { LineStart } from './source-line.ts';

/**
 * An entry:
 *
 *      0          4      5       6             8         12
 *     +----------+------+-------+-------------+---------+
 *     | its text | type | other | description | value   |
 *     +----------+------+-------+-------------+---------+
 */
const ENTRY_BYTES = 12;
/** The source of a unit, and another one that its lines are of from here on; a function; a line within it, by its distance. */
const SOURCE = 0x64;
const INCLUDED = 0x84;
const FUNCTION = 0x24;
const LINE = 0x44;

/** The lines in a section `.stab`, with `.stabstr` beside it. Throws a RangeError if they are damaged. */
export const stabLines = (stab: DataView | null, texts: DataView | null): LineStart[] => {
  if (stab === null || texts === null) return [];
  const found: LineStart[] = [];
  let [file, start] = ['?', 0];
  for (let at = 0; at + ENTRY_BYTES <= stab.byteLength; at += ENTRY_BYTES) {
    const [type, line, value] = [stab.getUint8(at + 4), stab.getUint16(at + 6, true), stab.getUint32(at + 8, true)];
    const text = (): string => new ByteReader(texts, stab.getUint32(at, true)).text();
    if (type === LINE) found.push({ address: start + value, line: { file, line } });
    else if (type === FUNCTION) {
      // A function without a name is the end of the one before, and its value how long that was.
      if (text() === '') found.push({ address: start + value, line: null });
      else start = value;
    } else if (type === SOURCE || type === INCLUDED) {
      // A source with a slash at its end is the folder in which the compiler was called; one without a name is the end of the unit.
      if (text() === '') found.push({ address: value, line: null });
      else if (!text().endsWith('/')) file = text();
      if (type === SOURCE) start = 0;
    }
  }
  return found;
};
