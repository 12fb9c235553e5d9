/** What goes with dumps: symbols, registers, layouts, and what a gdb script printed of each event. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import {
  type GivenLayout,
  type Registers,
  readLayout,
  readRegisters,
  readSymbols,
  type Symbols,
  UnusableDump,
} from '../../specs/judging-dumps.ts';
import { numberOf } from './dump-file.ts';

const LARGEST = 1 << 26;

/** Reads what `name`, the value of `option`, names. Throws a UsageError that says what is wrong with it. */
const readGiven = <T>(option: string, name: string, reader: (bytes: Buffer) => T): T => {
  try {
    const bytes = readFileSync(name);
    if (bytes.length > LARGEST) throw new UnusableDump('is far too large for that');
    return reader(bytes);
  } catch (error) {
    throw refusal(`judge: ${option} ${name}`, error);
  }
};

/** `error` as a refusal that begins with `what`, and goes on with a verb or a colon; an error of another kind as it is. */
export const refusal = (what: string, error: unknown): unknown => {
  if (error instanceof UnusableDump)
    return new UsageError(`${what}${error.message.startsWith(':') ? '' : ' '}${error.message}`);
  const why = WHY[(error as NodeJS.ErrnoException).code ?? ''];
  return why === undefined ? error : new UsageError(`${what}: ${why}`);
};

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'that is a folder',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
  ELOOP: 'it is a link that leads to itself',
  ENAMETOOLONG: 'that is no name of a file',
  ERR_INVALID_ARG_VALUE: 'that is no name of a file',
};

export const symbolsIn = (name: string): Symbols => readGiven('--symbols', name, readSymbols);

export const registersIn = (name: string): Registers =>
  readGiven('--registers', name, (bytes) => readRegisters(bytes.toString('latin1')));

/** `--layout`, as often as it is given: a setting, or the name of a listing. */
export const layoutOf = (given: readonly string[]): GivenLayout => {
  const settings = given.filter((text) => text.includes('='));
  const listings = given.filter((text) => !text.includes('='));
  const texts = listings.map((name) =>
    readGiven('--layout', name, (bytes) => {
      readLayout([], [bytes.toString('latin1')]);
      return bytes.toString('latin1');
    }),
  );
  try {
    return readLayout(settings, texts);
  } catch (error) {
    if (error instanceof UnusableDump) throw new UsageError(`judge: --layout: ${error.message}`);
    throw error;
  }
};

/** The list of symbols that `--dump`, `--dumps` and gdb scripts leave beside the dump in `file`; null if none is there. */
export const symbolsBeside = (file: string): string | null =>
  [`${file}.symbols`, join(dirname(file), 'symbols.txt')].find((name) => existsSync(name)) ?? null;

/** The listing of structures that gdb scripts leave there; nothing is given where gdb knew of none. */
export const layoutBeside = (file: string): GivenLayout => {
  const text = textOf(join(dirname(file), 'layout.txt'));
  try {
    return readLayout([], text === null ? [] : [text]);
  } catch {
    return readLayout([], []);
  }
};

/**
 * What stands beside a dump: of `dumps/event-00012.bin` in `dumps/event-00012.txt`, or in the line of `dumps/events.txt` that begins with 12. Of many in
 * one folder that file is read once, if its `lines` are given.
 */
export const noteBeside = (file: string, lines = linesIn(dirname(file))): string | null => {
  const own = textOf(file.replace(/(?:\.\w+)?(?:\.gz)?$/, '.txt'));
  const number = numberOf(file);
  return own?.trim() ?? (number === null ? null : (lines.get(number) ?? null));
};

/** The lines of `events.txt` in `folder`, by the numbers of dumps with which they begin: the first of each. */
export const linesIn = (folder: string): ReadonlyMap<number, string> => {
  const lines = new Map<number, string>();
  for (const line of textOf(join(folder, 'events.txt'))?.split('\n') ?? []) {
    const [, digits] = /^\s*(\d+)\b/.exec(line) ?? [];
    if (digits !== undefined && !lines.has(Number(digits))) lines.set(Number(digits), line.trim());
  }
  return lines;
};

const textOf = (name: string): string | null => {
  try {
    const bytes = readFileSync(name);
    return bytes.length > LARGEST ? null : bytes.toString('latin1');
  } catch {
    return null;
  }
};

/** Registers that a note beside a dump holds; null if it holds none. */
export const registersBeside = (note: string | null): Registers | null => {
  try {
    return note === null ? null : readRegisters(note);
  } catch {
    return null;
  }
};

/** The name of a dump in reports: that of its file. */
export const titleOf = (file: string): string => basename(file);
