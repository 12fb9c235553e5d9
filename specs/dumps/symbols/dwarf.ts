/** Line tables of DWARF, versions 2 to 5 (DWARF 5, section 6.2): programs of bytes that say of each instruction which line it is of. */
import { ByteReader } from './byte-reader.ts';
import type { LineStart } from './source-line.ts';

/** Where names lie that stand outside of the table. */
interface Names {
  readonly lines: DataView | null;
  readonly all: DataView | null;
}

/** The lines in a section `.debug_line`, with `.debug_line_str` and `.debug_str` beside it. Throws a RangeError if it is damaged. */
export const dwarfLines = (section: DataView | null, lines: DataView | null, all: DataView | null): LineStart[] => {
  const found: LineStart[] = [];
  for (let at = 0; section !== null && at < section.byteLength; ) {
    const length = section.getUint32(at, true);
    if (length >= RESERVED) return found;
    const unit = new DataView(section.buffer, section.byteOffset + at + 4, length);
    found.push(...unitLines(new ByteReader(unit), { lines, all }));
    at += 4 + length;
  }
  return found;
};

/** Lengths from here on say that the unit is of another kind: 64-bit DWARF, which nobody needs for a kernel. */
const RESERVED = 0xfffffff0;

interface Header {
  readonly instructionBytes: number;
  readonly lineBase: number;
  readonly lineRange: number;
  readonly opcodeBase: number;
  readonly operands: readonly number[];
  readonly files: readonly string[];
}

const unitLines = (reader: ByteReader, names: Names): LineStart[] => {
  const version = reader.u16();
  if (version < 2 || version > 5) return [];
  if (version === 5) reader.skip(2);
  const programAt = reader.u32() + reader.at;
  const instructionBytes = reader.u8();
  if (version >= 4) reader.skip(1);
  reader.skip(1);
  const [lineBase, lineRange, opcodeBase] = [reader.i8(), reader.u8(), reader.u8()];
  const operands = Array.from({ length: opcodeBase - 1 }, () => reader.u8());
  const files = version === 5 ? fileNames5(reader, names) : fileNames(reader);
  reader.at = programAt;
  return run(reader, { instructionBytes, lineBase, lineRange, opcodeBase, operands, files });
};

/** Up to version 4: directories, then files, each list with an empty name at its end; both count from 1. */
const fileNames = (reader: ByteReader): string[] => {
  const directories = [''];
  for (let name = reader.text(); name !== ''; name = reader.text()) directories.push(name);
  const files = [''];
  for (let name = reader.text(); name !== ''; name = reader.text()) {
    files.push(joined(directories[reader.uleb()] ?? '', name));
    reader.uleb();
    reader.uleb();
  }
  return files;
};

const PATH = 1;
const DIRECTORY = 2;

/** Version 5: lists that say how their entries look; both count from 0, and directory 0 is where the compiler was called. */
const fileNames5 = (reader: ByteReader, names: Names): string[] => {
  const directories = entries(reader, names).map((entry) => `${entry.get(PATH) ?? ''}`);
  const within = (directory: string): string =>
    directory === directories[0] ? '' : directory.replace(`${directories[0]}/`, '');
  return entries(reader, names).map((entry) =>
    joined(within(directories[Number(entry.get(DIRECTORY) ?? 0)] ?? ''), `${entry.get(PATH) ?? ''}`),
  );
};

const joined = (directory: string, name: string): string =>
  directory === '' || name.startsWith('/') ? name : `${directory}/${name}`;

const entries = (reader: ByteReader, names: Names): Map<number, string | number>[] => {
  const format = Array.from({ length: reader.u8() }, () => [reader.uleb(), reader.uleb()] as const);
  return Array.from(
    { length: reader.uleb() },
    () => new Map(format.map(([content, form]) => [content, formValue(reader, form, names)])),
  );
};

/** Values of the forms that tables of lines have (DWARF 5, section 7.5.6). Throws a RangeError of one that they have not. */
const formValue = (reader: ByteReader, form: number, { lines, all }: Names): string | number => {
  switch (form) {
    case 0x08:
      return reader.text();
    case 0x0e:
    case 0x1f: {
      const [at, section] = [reader.u32(), form === 0x0e ? all : lines];
      return section === null ? '' : new ByteReader(section, at).text();
    }
    case 0x0b:
      return reader.u8();
    case 0x05:
      return reader.u16();
    case 0x06:
      return reader.u32();
    case 0x0f:
      return reader.uleb();
    case 0x1e:
      return reader.skip(16);
    case 0x09:
      return reader.skip(reader.uleb());
    default:
      throw new RangeError('a form that no table of lines has');
  }
};

const EXTENDED = 0;
const COPY = 1;
const ADVANCE_PC = 2;
const ADVANCE_LINE = 3;
const SET_FILE = 4;
const CONST_ADD_PC = 8;
const FIXED_ADVANCE_PC = 9;
const END_SEQUENCE = 1;
const SET_ADDRESS = 2;

/** Runs the program from where `reader` is to its end. */
const run = (reader: ByteReader, header: Header): LineStart[] => {
  const found: LineStart[] = [];
  let state = { address: 0, file: 1, line: 1 };
  const row = (isEnd: boolean): void => {
    const { address, file, line } = state;
    found.push({ address, line: isEnd ? null : { file: header.files[file] ?? '?', line } });
  };
  const special = (opcode: number): number =>
    Math.floor((opcode - header.opcodeBase) / header.lineRange) * header.instructionBytes;
  while (!reader.isAtEnd) {
    const opcode = reader.u8();
    if (opcode >= header.opcodeBase) {
      state.address += special(opcode);
      state.line += header.lineBase + ((opcode - header.opcodeBase) % header.lineRange);
      row(false);
    } else if (opcode === EXTENDED) {
      const end = reader.uleb() + reader.at;
      const extended = reader.u8();
      if (extended === SET_ADDRESS) state.address = end - reader.at === 8 ? reader.u64() : reader.u32();
      if (extended === END_SEQUENCE) {
        row(true);
        state = { address: 0, file: 1, line: 1 };
      }
      reader.at = end;
    } else if (opcode === COPY) row(false);
    else if (opcode === ADVANCE_PC) state.address += reader.uleb() * header.instructionBytes;
    else if (opcode === ADVANCE_LINE) state.line += reader.sleb();
    else if (opcode === SET_FILE) state.file = reader.uleb();
    else if (opcode === CONST_ADD_PC) state.address += special(255);
    else if (opcode === FIXED_ADVANCE_PC) state.address += reader.u16();
    else for (let i = 0; i < header.operands[opcode - 1]; i++) reader.uleb();
  }
  return found;
};
