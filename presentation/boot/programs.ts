/** The programs that the command line knows by name, and what the keys of WeensyOS start. */
import type { Executable } from '../../hardware/hardware.ts';
import { thereAre } from '../../specs/did-you-mean.ts';
import {
  allocators,
  exitProgram,
  forkProgram,
  fuzzProgram,
  isWrittenScript,
  jos,
  writtenScript,
} from '../../userland/userland.ts';
import type { Host } from '../host.ts';
import { isPath, UsageError } from './usage-error.ts';

/** Each name gives the programs that it starts, given the seed of the command line if there is one. */
const NAMED: Readonly<Record<string, (seed?: number) => Executable[]>> = {
  allocators: () => allocators(),
  fork: () => [forkProgram()],
  exit: (seed) => [exitProgram(seed)],
  fuzz: (seed) => [fuzzProgram(seed)],
};
/** Names of programs that draw from a seed that can be chosen. */
const SEEDED: readonly string[] = ['exit', 'fuzz'];

export const PROGRAM_NAMES: readonly string[] = Object.keys(NAMED);
export const JOS_PROGRAM_NAMES: readonly string[] = Object.keys(jos.JOS_PROGRAMS);

/** What the keys of the real kernel start after a soft reboot. */
export const COMMANDS: Readonly<Record<string, readonly Executable[]>> = {
  a: allocators(),
  f: [forkProgram()],
  e: [exitProgram()],
};

/** The programs of `name`. Throws a UsageError that lists the names there are. */
export const namedPrograms = (name: string, seed?: number): Executable[] => {
  const make = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  if (make === undefined) {
    throw new UsageError(`no program is named ${name}: ${thereAre(name, PROGRAM_NAMES)}`);
  }
  return make(seed);
};

/** The programs that `names` mean: known ones, or files given by path. Throws a UsageError. */
export const programsOf = async (host: Host, names: readonly string[], seed?: number): Promise<Executable[]> => {
  const programs: Executable[] = [];
  for (const name of names) {
    if (isPath(name)) programs.push(await host.loadProgram(name));
    else programs.push(...knownPrograms(name, seed));
  }
  return programs;
};

const knownPrograms = (name: string, seed: number | undefined): Executable[] => {
  if (isWrittenScript(name)) return [scriptNamed(name)];
  if (PROGRAM_NAMES.includes(name)) return namedPrograms(name, seed);
  if (JOS_PROGRAM_NAMES.includes(name)) {
    throw new UsageError(`${name} is a program of JOS, which needs --kernel jos: ringfence run --kernel jos ${name}`);
  }
  const there = thereAre(name, PROGRAM_NAMES);
  throw new UsageError(`no program is named ${name}: ${there}, or give the path of a file, as ./${name}.ts`);
};

/** The script that a moment names. Throws a UsageError for what is none. */
const scriptNamed = (name: string): Executable => {
  try {
    return writtenScript(name);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(`${name}: ${error.message}`) : error;
  }
};

/** The programs of JOS that `names` mean: those of lab 4, or files given by path. Throws a UsageError. */
export const josProgramsOf = async (host: Host, names: readonly string[]): Promise<Executable[]> => {
  if (names.length === 0)
    throw new UsageError(`which program? There are ${JOS_PROGRAM_NAMES.join(', ')}, and files by path`);
  const programs: Executable[] = [];
  for (const name of names) programs.push(isPath(name) ? await host.loadJosProgram(name) : knownJosProgram(name));
  return programs;
};

const knownJosProgram = (name: string): Executable => {
  if (JOS_PROGRAM_NAMES.includes(name)) return jos.JOS_PROGRAMS[name];
  const there = thereAre(name, JOS_PROGRAM_NAMES);
  const other = PROGRAM_NAMES.includes(name) ? `; ${name} is a program of WeensyOS` : '';
  throw new UsageError(
    `no program of JOS is named ${name}: ${there}, or give the path of a file, as ./${name}.ts${other}`,
  );
};

/** The programs of a recording, by the names that it gives them. Throws a UsageError for a name that is not known. */
export const recordedPrograms = (names: readonly string[]): Executable[] => namedPrograms(recordedName(names));

/** The name by which the command line knows the programs of a recording. */
export const recordedName = ([name = 'none']: readonly string[]): string =>
  name === 'allocator' ? 'allocators' : name;

/** Refuses a seed for programs that take none: a recording must not claim one that had no effect. */
export const checkSeed = (name: string, seed: number | undefined): void => {
  if (seed === undefined || SEEDED.includes(name)) return;
  throw new UsageError(`--program-seed: ${name} seeds itself; only ${SEEDED.join(' and ')} take a seed`);
};
