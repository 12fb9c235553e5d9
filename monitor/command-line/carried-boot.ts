/**
 * What the file of a program says of its boot, as `check --save` writes it: `boot`, words of `ringfence run`, and `oracle`, what is answered to
 * which questions. So a saved program shows again what it was saved for.
 */
import type { Executable, Question } from '../../hardware/hardware.ts';
import type { Steering } from '../../specs/specs.ts';
import { UsageError } from './usage-error.ts';

export interface CarriedBoot {
  readonly words: readonly string[];
  readonly oracle: Steering | null;
}

const NOTHING: CarriedBoot = { words: [], oracle: null };
const carried = new WeakMap<Executable, CarriedBoot>();

/** Notes what the file at `path` exports of the boot of `program`. Throws a UsageError for what makes no sense. */
export const carry = (path: string, program: Executable, exported: Readonly<Record<string, unknown>>): void => {
  // An entry of the program may have any name.
  const [boot, oracle] = [exported.boot, exported.oracle].map((one) => (typeof one === 'function' ? undefined : one));
  if (boot === undefined && oracle === undefined) return;
  if (boot !== undefined && typeof boot !== 'string')
    throw new UsageError(`${path}: boot is a text of options of ringfence run, as '--timer off'`);
  const words = boot === undefined ? [] : boot.split(/\s+/).filter((word) => word !== '');
  carried.set(program, { words, oracle: oracle === undefined ? null : oracleOf(path, oracle) });
};

/** The boot that one of `programs` carries; the first that carries any. */
export const carriedBoot = (programs: readonly Executable[]): CarriedBoot =>
  programs.map((program) => carried.get(program)).find((boot) => boot !== undefined) ?? NOTHING;

const oracleOf = (path: string, oracle: unknown): Steering => {
  const { asked, choices } = (oracle ?? {}) as { asked?: unknown; choices?: unknown };
  const isChoice = (choice: unknown): boolean => Number.isInteger(choice) && Number(choice) >= 0;
  const isOne = Array.isArray(asked) && Array.isArray(choices) && choices.every(isChoice);
  if (!isOne) throw new UsageError(`${path}: oracle has the questions asked and choices, whole numbers from 0 up`);
  return { asked: asked as Question[], choices: choices as number[] };
};
