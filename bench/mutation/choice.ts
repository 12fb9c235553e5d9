/** What the words of a command line choose: files, lines of them, what changed, or a sample of a room. */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { mutantsOf } from './mutant.ts';
import { filesOf, mutableFiles, ROOMS } from './room.ts';
import { sampleOf } from './sample.ts';
import { changedSince } from './since.ts';
import type { Task } from './worker.ts';

/** Files of which every mutant is killed or explained, unless others are named. */
const HELD = [
  ...['mmu', 'four-level-walk', 'two-level-walk', 'zeros', 'tlb', 'pte'].map((name) => `hardware/${name}.ts`),
  ...['rand', 'replay-log'].map((name) => `userland/${name}.ts`),
  ...['kernel', 'vmiter', 'physpages'].map((name) => `kernel/weensyos/${name}.ts`),
];

export interface Options {
  readonly workers: number;
  readonly budget: number;
  readonly seed: number;
  readonly json: string | undefined;
  readonly list: boolean;
  readonly fresh: boolean;
  readonly retry: boolean;
  readonly write: boolean;
}

export interface Choice {
  readonly options: Options;
  readonly tasks: readonly Task[];
  /** Whether all mutants of each file are among them. */
  readonly isWhole: boolean;
  /** The room of which they are a sample. */
  readonly room: string | null;
}

/** The words make no sense; the message says what to do. */
export class WordsError extends Error {}

/** Reads the words of a command line. Throws WordsError. */
export const readWords = (words: readonly string[]): Choice => {
  const { values, positionals } = parsed(words);
  const options: Options = {
    ...{ list: values.list, fresh: values.fresh, retry: values.retry, write: values.write, json: values.json },
    workers: wholeNumber('--workers', values.workers, 1),
    budget: values.budget === undefined ? Number.POSITIVE_INFINITY : wholeNumber('--budget', values.budget, 1),
    seed: wholeNumber('--seed', values.seed, 0),
  };
  const { sample, room = null, since } = values;
  if ((sample === undefined) !== (room === null)) throw new WordsError('--sample N and --room ROOM go together');
  if (room !== null && !ROOMS.includes(room)) throw new WordsError(`no room ${room}; there are ${ROOMS.join(', ')}`);
  if (options.write && room === null)
    throw new WordsError('--write writes the results of a room: name it, --sample N --room ROOM');
  if ([room !== null, since !== undefined, positionals.length > 0].filter(Boolean).length > 1)
    throw new WordsError('name files, or --since REV, or --sample N --room ROOM: one of the three');
  const tasks =
    room !== null ? sampled(room, wholeNumber('--sample', sample, 1), options.seed) : named(positionals, since);
  if (tasks.length === 0) throw new WordsError('there is nothing to mutate in what was named');
  const only = values.only === undefined ? null : wholeNumber('--only', values.only, 1);
  if (only !== null && only > tasks.length) throw new WordsError(`--only ${only}: there are ${tasks.length} mutants`);
  const isWhole =
    room === null && since === undefined && only === null && !positionals.some((file) => file.includes(':'));
  return { options, tasks: only === null ? tasks : tasks.slice(only - 1, only), isWhole, room };
};

const parsed = (words: readonly string[]) => {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        workers: { type: 'string', default: '1' },
        budget: { type: 'string' },
        sample: { type: 'string' },
        room: { type: 'string' },
        seed: { type: 'string', default: '1' },
        since: { type: 'string' },
        only: { type: 'string' },
        json: { type: 'string' },
        list: { type: 'boolean', default: false },
        fresh: { type: 'boolean', default: false },
        retry: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new WordsError(error instanceof Error ? error.message : String(error));
  }
};

const wholeNumber = (option: string, text: string | undefined, least: number): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new WordsError(`${option} ${text}: a whole number from ${least} on is needed`);
  return value;
};

const read = (file: string): string => readFileSync(file, 'utf8');

const sampled = (room: string, count: number, seed: number): Task[] =>
  sampleOf(filesOf(process.cwd(), room), count, seed, read);

const named = (files: readonly string[], since: string | undefined): Task[] => {
  if (since !== undefined) return changed(since);
  return (files.length > 0 ? files : HELD).flatMap(tasksOf);
};

/** The mutants of a file, or of the lines of it that `FILE:FIRST-LAST` names. */
const tasksOf = (words: string): Task[] => {
  const [, file, first = '1', last = 'Infinity'] = /^(.*?)(?::(\d+)-(\d+))?$/.exec(words) ?? [];
  if (!existsSync(file))
    throw new WordsError(`no file ${file}; name a source as it is named from here, hardware/mmu.ts`);
  if (!mutableFiles(process.cwd()).includes(file))
    throw new WordsError(`${file} is not compiled: nothing would run its mutants`);
  return tasksIn(file, (line) => line >= Number(first) && line <= Number(last));
};

const tasksIn = (file: string, isWanted: (line: number) => boolean): Task[] =>
  mutantsOf(read(file), isWanted).map((mutant) => ({ file, mutant }));

const changed = (revision: string): Task[] => {
  let lines: ReturnType<typeof changedSince>;
  try {
    lines = changedSince(revision);
  } catch {
    throw new WordsError(`--since ${revision}: git knows no such revision`);
  }
  return mutableFiles(process.cwd()).flatMap((file) => {
    const runs = lines.get(file) ?? [];
    return runs.length === 0
      ? []
      : tasksIn(file, (line) => runs.some(([first, last]) => line >= first && line <= last));
  });
};
