/**
 * Dumps of real kernels, right ones and ones with known mistakes: WeensyOS of fall 2022, JOS of labs 2 and 4 as public solutions have it, both run under
 * QEMU and stopped at named points. Of the pages that could hold code nothing is kept. Here lie each page once (`pages.bin.br`), for each dump
 * which of them it has where (`dumps.jsonl`) with what another check found in it, and the symbols of each build as nm -S lists them.
 */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { PAGE_SIZE } from '../../../hardware/hardware.ts';

export interface RealDump {
  readonly name: string;
  /** The build, by which its list of symbols is called. */
  readonly symbols: string;
  readonly bytes: number;
  /** The seeded bug that is like its mistake; null for a right kernel. */
  readonly bug: string | null;
  /** What another check found: how many places, and the first of them: a kind, then the page and counts, as that kind has them. */
  readonly violations: number;
  readonly first: readonly (readonly string[])[];
  /** Whether a check of the lab had hidden the free list. */
  readonly listHidden: boolean;
  /** The event that comes next; null where the kernel was stopped in the middle of one. */
  readonly next: string | null;
  readonly registers: Readonly<Record<string, string | number>>;
  /** Runs of pages: the first, which of the kept pages it is, and how many follow each other. */
  readonly memory: string;
}

const here = (name: string): URL => new URL(name, import.meta.url);

export const REAL_DUMPS: readonly RealDump[] = readFileSync(here('dumps.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

/** The dump called `name`. */
export const realDump = (name: string): RealDump => {
  const dump = REAL_DUMPS.find((one) => one.name === name);
  if (dump === undefined) throw new RangeError(`there is no dump ${name}`);
  return dump;
};

/** The memory of a dump. */
export const memoryOf = ({ bytes, memory }: Pick<RealDump, 'bytes' | 'memory'>): Uint8Array => {
  const all = new Uint8Array(bytes);
  for (const run of memory.split(' ')) {
    const [page, kept, count] = run.split(',').map(Number);
    all.set(KEPT.subarray(kept * PAGE_SIZE, (kept + count) * PAGE_SIZE), page * PAGE_SIZE);
  }
  return all;
};

const KEPT = brotliDecompressSync(readFileSync(here('pages.bin.br')));

/** The list of symbols that goes with a dump. */
export const symbolsOf = ({ symbols }: Pick<RealDump, 'symbols'>): Uint8Array =>
  readFileSync(here(`symbols/${symbols}.txt`));
