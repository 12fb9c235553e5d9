/** Exercises of loading: programs whose segments begin, end and meet at every kind of place. What is loaded is judged whenever one is made. */
import { josAbi } from '../../../../kernel/kernel.ts';
import { jos, type Program, type ProgramOptions } from '../../../../userland/userland.ts';
import type { Exercise } from './exercise.ts';

const { PGSIZE } = josAbi;

/** `count` bytes, none of them zero. */
const bytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_, i) => 1 + (i % 255));

const LAYOUTS: Readonly<Record<string, Partial<ProgramOptions>>> = {
  'a page of text': {},
  'a page of text, and a byte': { readOnlyData: bytes(1) },
  'a byte of data': { data: bytes(1) },
  'pages of data, and a byte': { data: bytes(2 * PGSIZE + 1) },
  'a page of bss': { bssSize: PGSIZE },
  'data, and bss to the end of its page': { data: bytes(100), bssSize: PGSIZE - 100 },
  'data, and bss for a byte more': { data: bytes(PGSIZE - 1), bssSize: 2 },
  'data to the end of its page, and pages of bss': { data: bytes(PGSIZE), bssSize: 2 * PGSIZE + 1 },
};

function* main(): Program {
  yield jos.sysYield();
  yield jos.exit();
}

const programs = Object.entries(LAYOUTS).map(([name, layout]) =>
  jos.defineJosProgram({ name, entries: { main }, ...layout }),
);

export const FIRST_SPACES: readonly Exercise[] = [
  { name: 'first address spaces', text: 'programs whose segments end within pages and with them', programs },
];
