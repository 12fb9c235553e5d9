/** The table of symbols in an ELF file of 32 or 64 bits, as linkers for x86 write it (System V ABI, chapter 4: sections, symbol table). */
import { UnusableDump } from '../unusable.ts';
import type { NamedAddress } from './named-address.ts';

const MAGIC = 0x464c457f;
const CLASS_64 = 2;
const LITTLE_ENDIAN = 1;
const SYMBOL_TABLE = 2;
/** Types of symbols that name no place: sections and files. */
const SECTION = 3;
const FILE = 4;

/** Where the fields lie, by the width of the file. */
const WIDTHS = {
  32: { sections: 0x20, sectionSize: 0x2e, sectionCount: 0x30, at: 0x10, bytes: 0x14, link: 0x18, symbol: 16 },
  64: { sections: 0x28, sectionSize: 0x3a, sectionCount: 0x3c, at: 0x18, bytes: 0x20, link: 0x28, symbol: 24 },
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

const symbolsIn = (view: DataView, width: 32 | 64, bytes: Uint8Array): NamedAddress[] => {
  const fields = WIDTHS[width];
  const word = (at: number): number => (width === 64 ? Number(view.getBigUint64(at, true)) : view.getUint32(at, true));
  const start = word(fields.sections);
  const size = view.getUint16(fields.sectionSize, true);
  const section = (index: number): number => start + index * size;
  for (let i = 0; i < view.getUint16(fields.sectionCount, true); i++) {
    if (view.getUint32(section(i) + 4, true) !== SYMBOL_TABLE) continue;
    const names = word(section(view.getUint32(section(i) + fields.link, true)) + fields.at);
    const [at, end] = [word(section(i) + fields.at), word(section(i) + fields.at) + word(section(i) + fields.bytes)];
    const found: NamedAddress[] = [];
    for (let entry = at; entry + fields.symbol <= end; entry += fields.symbol)
      found.push(...symbolAt(view, entry, width, names, bytes));
    return found;
  }
  throw new UnusableDump(
    'is an ELF file without a table of symbols: give the one that was not stripped, as obj/kernel.full or obj/kern/kernel',
  );
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
