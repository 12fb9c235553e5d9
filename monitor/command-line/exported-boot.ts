/** The boot that the file of a program exports: `boot`, words of `ringfence run`, and `oracle`, what is answered to which questions. */
import type { Question } from '../../hardware/hardware.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import type { CarriedBoot } from '../../presentation/presentation.ts';
import type { Steering } from '../../specs/specs.ts';
import { BOOT_OPTIONS } from './boot-options.ts';
import { parseWords } from './options.ts';

/** The boot among what the file at `path` exports; null if it says nothing of it. Throws a UsageError for what makes no sense. */
export const exportedBoot = (path: string, exported: Readonly<Record<string, unknown>>): CarriedBoot | null => {
  // An entry of the program may have any name.
  const [boot, oracle] = [exported.boot, exported.oracle].map((one) => (typeof one === 'function' ? undefined : one));
  if (boot === undefined && oracle === undefined) return null;
  if (boot !== undefined && typeof boot !== 'string')
    throw new UsageError(`${path}: boot is a text of options of ringfence run, as '--timer off'`);
  const words = boot === undefined ? [] : boot.split(/\s+/).filter((word) => word !== '');
  const { values } = parseWords('boot', words, BOOT_OPTIONS);
  return { values, oracle: oracle === undefined ? null : oracleOf(path, oracle) };
};

const oracleOf = (path: string, oracle: unknown): Steering => {
  const { asked, choices } = (oracle ?? {}) as { asked?: unknown; choices?: unknown };
  const isChoice = (choice: unknown): boolean => Number.isInteger(choice) && Number(choice) >= 0;
  const isOne = Array.isArray(asked) && Array.isArray(choices) && choices.every(isChoice);
  if (!isOne) throw new UsageError(`${path}: oracle has the questions asked and choices, whole numbers from 0 up`);
  return { asked: asked as Question[], choices: choices as number[] };
};
