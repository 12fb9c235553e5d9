/** `--dump FILE` and `--dumps FOLDER`: the memory of a model in files, as it is saved of a real kernel, with the symbols by which it is read. */
import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Watched } from '../../kernel/kernel.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values } from '../../presentation/boot/values.ts';
import { DumpTaker, symbolLines, type TakenDump } from '../../specs/specs.ts';
import { inThousands } from '../../specs/thousands.ts';
import { writeOutput } from '../command-line/options.ts';
import { quoted } from '../command-line/shell.ts';

export const DUMP_OPTIONS = { dump: { type: 'string' }, dumps: { type: 'string' } } as const;

/** What stands in a folder of dumps beside them: a line for each that says what comes next, and the symbols. */
export const EVENTS = 'events.txt';
const SYMBOLS = 'symbols.txt';
/** The name of the dump of that number in a folder of them. */
export const nameOf = (number: number): string => `event-${String(number).padStart(5, '0')}.bin`;
const IS_DUMP = /^event-\d+\.bin(\.gz)?$/;

/** Writes the dump of the end, and returns lines that say what was written. */
export type FinishDumps = () => string[];

/**
 * Follows a kernel that has not booted, if the options ask for dumps; null if not. Throws a UsageError for what cannot be written, and for a
 * kernel whose data do not lie as a real one's.
 */
export const dumpsOf = (kernel: Watched, values: Values): FinishDumps | null => {
  const [file, folder] = [textOf(values, 'dump'), textOf(values, 'dumps')];
  if (file === undefined && folder === undefined) return null;
  const lines = symbolLines(kernel.view);
  if (lines === null) throw new UsageError(`--${file === undefined ? 'dumps' : 'dump'}: ${NO_SYMBOLS}`);
  const symbols = `${lines.join('\n')}\n`;
  const taker = new DumpTaker(kernel);
  const finishing = [
    ...(file === undefined ? [] : [oneDump(taker, file, symbols)]),
    ...(folder === undefined ? [] : [series(taker, kernel, { folder, symbols })]),
  ];
  return () => finishing.map((finish) => finish());
};

const NO_SYMBOLS =
  'the data of this kernel do not lie as those of a real one, so nobody could read its dump: WeensyOS has at most 15 processes then, as the real one';

const oneDump = (taker: DumpTaker, file: string, symbols: string): (() => string) => {
  const beside = `${file}.symbols`;
  writeOutput('dump', file, '');
  writeOutput('dump', beside, symbols);
  return () => {
    writeOutput('dump', file, asNamed(file, taker.memory()));
    return `   ${file}: physical memory at the end; ringfence judge ${quoted(file)}`;
  };
};

/** A dump of each entry into the kernel, and one of the end. */
const series = (
  taker: DumpTaker,
  { machine }: Watched,
  { folder, symbols }: { readonly folder: string; readonly symbols: string },
): (() => string) => {
  prepareFolder(folder, symbols);
  let count = 0;
  const take = ({ number, line, memory }: TakenDump): void => {
    const name = `${nameOf(number)}.gz`;
    writeFileSync(join(folder, name), asNamed(name, memory()));
    appendFileSync(join(folder, EVENTS), `${line}\n`);
    count = number + 1;
  };
  taker.follow(take);
  return () => {
    const { halt } = machine.execution;
    take(taker.dump(halt === null ? 'end' : `stopped ${halt.message.split('\n')[0]}`));
    return `   ${folder}: ${inThousands(count)} dumps; ringfence judge ${quoted(folder)}`;
  };
};

/** Makes the folder, if it is not there, with the symbols in it. One with dumps is refused: they would be taken for parts of the new series. */
export const prepareFolder = (folder: string, symbols: string): void => {
  try {
    mkdirSync(folder, { recursive: true });
    const there = readdirSync(folder).filter((name) => IS_DUMP.test(name));
    if (there.length > 0)
      throw new UsageError(
        `--dumps ${folder}: there are dumps in it already, as ${there[0]}: name another folder, or remove them`,
      );
    writeFileSync(join(folder, SYMBOLS), symbols);
    writeFileSync(join(folder, EVENTS), '');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--dumps ${folder}: no folder to write to (${(error as NodeJS.ErrnoException).code})`);
  }
};

/** Compressed where the name says so; little of memory is ever used, so that the quickest way makes it small. */
const asNamed = (name: string, bytes: Uint8Array): Uint8Array =>
  basename(name).endsWith('.gz') ? gzipSync(bytes, { level: 1 }) : bytes;

/** Seconds that something may take for which it has `seconds` where no series is written meanwhile: of large memory a dump alone takes half a second. */
export const patienceWith = (values: Values, seconds: number): number =>
  values.dumps === undefined ? seconds : seconds * SLOWER;
const SLOWER = 20;

/** Refuses a series of a run without an end: a dump takes 10 to 100 kB, and by itself a run has 100,000 events. */
export const checkSeries = (values: Values, hasEvents: boolean): void => {
  const folder = textOf(values, 'dumps');
  if (folder === undefined || !hasEvents || values.until !== undefined || values.moment !== undefined) return;
  throw new UsageError(`--dumps ${folder}: a dump an event, of how many? Say --until 400, or saturated, or idle`);
};
