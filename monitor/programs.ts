/** The programs that the command line knows by name, and what the keys of WeensyOS start. */
import type { Executable } from '../hardware/hardware.ts';
import { allocators, exitProgram, forkProgram, fuzzProgram } from '../userland/userland.ts';
import { UsageError } from './usage.ts';

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

/** What the keys of the real kernel start after a soft reboot. */
export const COMMANDS: Readonly<Record<string, readonly Executable[]>> = {
  a: allocators(),
  f: [forkProgram()],
  e: [exitProgram()],
};

/** Whether `name` is meant as the path of a file. */
export const isPath = (name: string): boolean => /[/\\]|\.[cm]?[jt]s$/.test(name);

/** The programs of `name`. Throws a UsageError that lists the names there are. */
export const namedPrograms = (name: string, seed?: number): Executable[] => {
  const make = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  if (make === undefined) {
    throw new UsageError(`no program is named ${name}: there are ${PROGRAM_NAMES.join(', ')}`);
  }
  return make(seed);
};

/** Refuses a seed for programs that take none: a recording must not claim one that had no effect. */
export const checkSeed = (name: string, seed: number | undefined): void => {
  if (seed === undefined || SEEDED.includes(name)) return;
  throw new UsageError(`--program-seed: ${name} seeds itself; only ${SEEDED.join(' and ')} take a seed`);
};
