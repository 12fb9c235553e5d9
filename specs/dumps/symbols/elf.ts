/** The table of symbols in an ELF file of 32 or 64 bits, as linkers for x86 write it (System V ABI, chapter 4: sections, symbol table). */
import { UnusableDump } from '../unusable.ts';
import type { NamedAddress } from './named-address.ts';

const MAGIC = 0x464c457f;
const CLASS_64 = 2;
const LITTLE_ENDIAN = 1;
const SYMBOL_TABLE = 2;
/** The type of a section with what is loaded: code, and variables. */
const CONTENTS = 1;
/** Types of symbols that name no place: sections and files. */
const SECTION = 3;
const FILE = 4;

/** Where the fields lie, by the width of the file. */
const WIDTHS = {
  32: { sections: 0x20, sectionSize: 0x2e, address: 0x0c, at: 0x10, bytes: 0x14, link: 0x18, symbol: 16 },
  64: { sections: 0x28, sectionSize: 0x3a, address: 0x10, at: 0x18, bytes: 0x20, link: 0x28, symbol: 24 },
} as const;

export const isElf = (bytes: Uint8Array): boolean => bytes.length >= 4 && viewOf(bytes).getUint32(0, true) === MAGIC;

/** The symbols of an ELF file. Throws an UnusableDump where there are none. */
export const elfSymbols = (bytes: Uint8Array): NamedAddress[] => {
  if (bytes.length < 0x34 || bytes[5] !== LITTLE_ENDIAN) throw new UnusableDump('is an ELF file for another processor');
  try {
    return symbolsIn(viewOf(bytes), bytes[4] === CLASS_64 ? 64 : 32, bytes);
  } catch (error) {
    if (error instanceof RangeError)
      throw new UnusableDump('is an ELF file that was cut off: its tables lie behind its end');
    throw error;
  }
};

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** What the header of a section says. */
interface Section {
  /** Where its name lies among those of sections. */
  readonly name: number;
  readonly type: number;
  /** Where it is loaded; 0 if it is not. */
  readonly address: number;
  /** Its first byte in the file, and the one behind its last. */
  readonly at: number;
  readonly end: number;
  /** Which section belongs to it: to symbols their names. */
  readonly link: number;
}

const sectionsIn = (view: DataView, width: 32 | 64): Section[] => {
  const fields = WIDTHS[width];
  const word = (at: number): number => (width === 64 ? Number(view.getBigUint64(at, true)) : view.getUint32(at, true));
  const [size, count] = [view.getUint16(fields.sectionSize, true), view.getUint16(fields.sectionSize + 2, true)];
  return Array.from({ length: count }, (_, i) => {
    const header = word(fields.sections) + i * size;
    const at = word(header + fields.at);
    const [name, type] = [view.getUint32(header, true), view.getUint32(header + 4, true)];
    return {
      name,
      type,
      address: word(header + fields.address),
      at,
      end: at + word(header + fields.bytes),
      link: view.getUint32(header + fields.link, true),
    };
  });
};

/** What is in the section `name` of an ELF file; null if it has none. Throws a RangeError if the file was cut off. */
export const elfSection = (bytes: Uint8Array, name: string): DataView | null => {
  const view = viewOf(bytes);
  const width = bytes[4] === CLASS_64 ? 64 : 32;
  const sections = sectionsIn(view, width);
  const names = sections[view.getUint16(WIDTHS[width].sectionSize + 4, true)];
  const found = sections.find((section) => names !== undefined && textAt(bytes, names.at + section.name) === name);
  return found === undefined ? null : new DataView(bytes.buffer, bytes.byteOffset + found.at, found.end - found.at);
};

/** What is loaded at `address` of an ELF file, `count` bytes or up to the end of its section; null where nothing is, and of a file that is no such. */
export const codeIn = (bytes: Uint8Array, address: number, count: number): Uint8Array | null => {
  if (!isElf(bytes)) return null;
  const sections = sectionsIn(viewOf(bytes), bytes[4] === CLASS_64 ? 64 : 32);
  const found = sections.find(
    (one) =>
      one.type === CONTENTS && one.address > 0 && address >= one.address && address < one.address + one.end - one.at,
  );
  if (found === undefined) return null;
  const start = found.at + address - found.address;
  return bytes.subarray(start, Math.min(start + count, found.end));
};

const symbolsIn = (view: DataView, width: 32 | 64, bytes: Uint8Array): NamedAddress[] => {
  const sections = sectionsIn(view, width);
  const table = sections.find(({ type }) => type === SYMBOL_TABLE);
  if (table === undefined)
    throw new UnusableDump(
      'is an ELF file without a table of symbols: give the one that was not stripped, as obj/kernel.full or obj/kern/kernel',
    );
  const found: NamedAddress[] = [];
  for (let entry = table.at; entry + WIDTHS[width].symbol <= table.end; entry += WIDTHS[width].symbol)
    found.push(...symbolAt(view, entry, width, sections[table.link].at, bytes));
  return found;
};

const symbolAt = (view: DataView, at: number, width: 32 | 64, names: number, bytes: Uint8Array): NamedAddress[] => {
  const info = view.getUint8(at + (width === 64 ? 4 : 12)) & 0xf;
  const isDefined = view.getUint16(at + (width === 64 ? 6 : 14), true) !== 0;
  if (info === SECTION || info === FILE || !isDefined) return [];
  const name = textAt(bytes, names + view.getUint32(at, true));
  const address = width === 64 ? Number(view.getBigUint64(at + 8, true)) : view.getUint32(at + 4, true);
  const size = width === 64 ? Number(view.getBigUint64(at + 16, true)) : view.getUint32(at + 8, true);
  return name === '' ? [] : [{ name, address, size }];
};

const textAt = (bytes: Uint8Array, start: number): string => {
  let text = '';
  for (let i = start; i < bytes.length && bytes[i] !== 0; i++) text += String.fromCharCode(bytes[i]);
  return text;
};
