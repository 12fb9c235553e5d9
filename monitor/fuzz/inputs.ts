/** What allocators are compared on: traces in files, or random requests; each with a name, and the number of pages it gets. */
import { basename, extname } from 'node:path';
import { PAGE_SIZE } from '../../hardware/hardware.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import { meantBy } from '../../specs/did-you-mean.ts';
import { type Input, peakOf, randomInput, SIZES, traceInput } from '../../specs/specs.ts';
import { inThousands } from '../../specs/thousands.ts';
import { readTraceFile } from './trace-file.ts';

/** Memory is so much larger than what is needed at once: little enough for fragmentation to show. */
const ROOM = 1.25;
const RANDOM_PAGES = 256;
const MOST_PAGES = 1 << 17;
const MOST_RANDOM_PAGES = 4096;
const MOST_RUNS = 1000;
const SEED = 1;
export interface NamedInput extends Input {
  /** What it is, in words, and in as few as a title (and, of a trace, the name of a file) has room for. */
  readonly name: string;
  readonly short: string;
  /** How many pages memory has, and why. */
  readonly memory: string;
  readonly notes: readonly string[];
}

/** Whether `word` is meant as the path of a trace, where allocators are named, too. */
export const isTraceFile = (word: string): boolean => /[./\\]/.test(word) && !/\.[cm]?[jt]s$/.test(word);

/** The inputs that the options ask for: `files`, or random ones if there are none. Throws a UsageError. */
export const inputsOf = (values: Values, files: readonly string[]): readonly NamedInput[] => {
  if (files.length === 0) return [randomOf(values)];
  const strange = ['seed', 'runs', 'sizes'].find((name) => values[name] !== undefined);
  if (strange !== undefined)
    throw new UsageError(`--${strange}: a trace has nothing that is random; leave out one of them`);
  return files.map((file) => traceOf(values, file));
};

const randomOf = (values: Values): NamedInput => {
  if (values['bytes-per-page'] !== undefined)
    throw new UsageError('--bytes-per-page: only sizes of a --trace are bytes');
  const sizes = sizesOf(textOf(values, 'sizes'));
  const seed = wholeOf(values, 'seed', 0, 2 ** 31 - 1) ?? SEED;
  const runs = wholeOf(values, 'runs', 1, MOST_RUNS) ?? sizes.length;
  const pages = wholeOf(values, 'pages', 1, MOST_RANDOM_PAGES) ?? RANDOM_PAGES;
  const input = randomInput({ seed, runs, pages, sizes });
  const what = `${runs === 1 ? '1 random run' : `${inThousands(runs)} random runs`} of seed ${seed}`;
  const name = `${what}, sizes ${sizes.join(', ')}`;
  const short = sizes.length === Object.keys(SIZES).length ? 'random' : `random, sizes ${sizes.join(', ')}`;
  return { ...input, name, short, memory: `${inThousands(pages)} pages`, notes: [] };
};

/** Names of distributions; words of a name may be joined by hyphens. */
const sizesOf = (text: string | undefined): readonly string[] => {
  const known = Object.keys(SIZES);
  const names = text?.split(',').map((name) => name.trim().replaceAll('-', ' ')) ?? known;
  const strange = names.find((name) => !known.includes(name));
  if (strange === undefined) return names;
  const all = known.map((name) => name.replaceAll(' ', '-'));
  const meant = meantBy(strange.replaceAll(' ', '-'), all);
  const hint = meant === null ? '' : ` did you mean ${meant}?`;
  throw new UsageError(`--sizes ${text}: there is no ${JSON.stringify(strange)};${hint} there are ${all.join(',')}`);
};

const traceOf = (values: Values, file: string): NamedInput => {
  const bytesPerPage = wholeOf(values, 'bytes-per-page', 1) ?? PAGE_SIZE;
  const { trace, notes } = readTraceFile(file);
  const peak = peakOf(trace, bytesPerPage);
  const given = wholeOf(values, 'pages', 1, MOST_PAGES);
  const pages = given ?? Math.max(1, Math.ceil(ROOM * peak));
  if (pages > MOST_PAGES) {
    throw new UsageError(
      `${file}: it needs ${inThousands(pages)} pages, more than ${inThousands(MOST_PAGES)}: give a larger --bytes-per-page`,
    );
  }
  const input = traceInput(trace, bytesPerPage, pages);
  const memory = `${inThousands(pages)} pages of ${inThousands(bytesPerPage)} bytes${given === undefined ? `, ${ROOM} times the ${inThousands(peak)} that it needs at once` : `; it needs ${inThousands(peak)} at once`}`;
  return { ...input, name: basename(file), short: basename(file, extname(file)), memory, notes };
};
