/** Line tables that are written by the rules of DWARF are read as what they were written from, whatever they say and in which version. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dwarfLines } from './dwarf.ts';

interface Row {
  readonly address: number;
  readonly file: number;
  readonly line: number;
  /** Which of the opcodes that would do is taken. */
  readonly way: number;
}
interface Table {
  readonly version: number;
  /** The first is where the compiler was called. */
  readonly directories: readonly string[];
  /** Each a directory, by its place from 0, and a name. */
  readonly files: readonly (readonly [directory: number, name: string])[];
  readonly rows: readonly Row[];
}

const LINE_BASE = -5;
const LINE_RANGE = 14;
/** Operands of the standard opcodes, from 1 on (DWARF 5, section 6.2.5.2). */
const OPERANDS = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1];
const FIRST_SPECIAL = OPERANDS.length + 1;

const little = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, i) => Math.floor(value / 2 ** (8 * i)) & 0xff);
const uleb = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...uleb(value >>> 7)]);
const sleb = (value: number): number[] =>
  value >= -64 && value < 64 ? [value & 127] : [(value & 127) | 128, ...sleb(value >> 7)];
const text = (value: string): number[] => [...Buffer.from(value, 'latin1'), 0];
const setAddress = (address: number): number[] => [0, 9, 2, ...little(address, 8)];

/** The opcodes that lead from one row to the next. */
const step = (from: Row, to: Row): number[] => {
  const [lines, bytes] = [to.line - from.line, to.address - from.address];
  const file = to.file === from.file ? [] : [4, ...uleb(to.file)];
  const special = lines - LINE_BASE + LINE_RANGE * bytes + FIRST_SPECIAL;
  const isSpecial = lines >= LINE_BASE && lines < LINE_BASE + LINE_RANGE && bytes >= 0 && special <= 255;
  if (to.way === 0 && isSpecial) return [...file, special];
  const advance =
    to.way === 1 && bytes >= 0
      ? [2, ...uleb(bytes)]
      : to.way === 2 && bytes >= 0 && bytes < 0x10000
        ? [9, ...little(bytes, 2)]
        : setAddress(to.address);
  return [...file, ...advance, 3, ...sleb(lines), 1];
};

/** Up to version 4 directory 0 and file 0 are not written down; in version 5 all are. */
const namesIn = ({ version, directories, files }: Table): number[] =>
  version < 5
    ? [
        ...directories.slice(1).flatMap(text),
        0,
        ...files.slice(1).flatMap(([at, name]) => [...text(name), ...uleb(at), ...uleb(300), ...uleb(7)]),
        0,
      ]
    : [
        ...[1, ...uleb(1), ...uleb(0x08), ...uleb(directories.length), ...directories.flatMap(text)],
        ...[2, ...uleb(1), ...uleb(0x08), ...uleb(2), ...uleb(0x0b)],
        ...[...uleb(files.length), ...files.flatMap(([at, name]) => [...text(name), at])],
      ];

const written = (table: Table): number[] => {
  const { version, rows } = table;
  const start: Row = { address: 0, file: 1, line: 1, way: 0 };
  const program = [...rows.flatMap((row, i) => step(rows[i - 1] ?? start, row)), 0, 1, 1];
  const header = [
    ...[1, ...(version >= 4 ? [1] : []), 1, LINE_BASE & 0xff, LINE_RANGE, FIRST_SPECIAL, ...OPERANDS],
    ...namesIn(table),
  ];
  const unit = [
    ...little(version, 2),
    ...(version === 5 ? [8, 0] : []),
    ...little(header.length, 4),
    ...header,
    ...program,
  ];
  return [...little(unit.length, 4), ...unit];
};

/** What a file is called: from where the compiler was called, if it is below. */
const nameOf = ({ version, directories, files }: Table, file: number): string => {
  const [at, name] = files[file];
  const below = `${directories[0]}/`;
  const directory = at === 0 ? '' : version === 5 ? directories[at].replace(below, '') : directories[at];
  return directory === '' ? name : `${directory}/${name}`;
};

const word = fc.stringMatching(/^[a-z]{1,6}$/);
const table = fc
  .record({
    version: fc.constantFrom(2, 3, 4, 5),
    home: word.map((name) => `/home/${name}`),
    others: fc.array(fc.tuple(word, fc.boolean()), { minLength: 1, maxLength: 3 }),
    names: fc.array(
      fc.tuple(
        fc.nat(99),
        word.map((name) => `${name}.c`),
      ),
      { minLength: 3, maxLength: 5 },
    ),
    rows: fc.array(
      fc.record({ address: fc.nat(0x2ff), file: fc.nat(99), line: fc.integer({ min: 1, max: 400 }), way: fc.nat(3) }),
      { minLength: 1, maxLength: 12 },
    ),
  })
  .map(({ version, home, others, names, rows }): Table => {
    const directories = [home, ...others.map(([name, isBelow]) => (isBelow ? `${home}/${name}` : name))];
    return {
      ...{ version, directories },
      files: names.map(([at, name]) => [at % directories.length, name]),
      rows: rows.map((row) => ({ ...row, address: 0x100000 + row.address, file: 1 + (row.file % (names.length - 1)) })),
    };
  });

test('what is read of line tables is what they were written from', () => {
  const property = fc.property(fc.array(table, { minLength: 1, maxLength: 2 }), (tables) => {
    const section = new DataView(Uint8Array.from(tables.flatMap(written)).buffer);
    const expected = tables.flatMap((one) => [
      ...one.rows.map(({ address, file, line }) => ({ address, line: { file: nameOf(one, file), line } })),
      { address: one.rows.at(-1)?.address, line: null },
    ]);
    expect(dwarfLines(section, null, null)).toEqual(expected);
  });
  fc.assert(property, { numRuns: 200 });
});
