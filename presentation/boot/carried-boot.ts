/**
 * What the file of a program says of its boot, as `check --save` writes it: options of `ringfence run`, and what an oracle answers to which questions.
 * So a saved program shows again what it was saved for.
 */
import type { Executable } from '../../hardware/hardware.ts';
import type { Steering } from '../../specs/specs.ts';
import type { Values } from './values.ts';

export interface CarriedBoot {
  readonly values: Values;
  readonly oracle: Steering | null;
}

const NOTHING: CarriedBoot = { values: {}, oracle: null };
const carried = new WeakMap<Executable, CarriedBoot>();

/** Notes the boot that `program` carries. */
export const carry = (program: Executable, boot: CarriedBoot): void => {
  carried.set(program, boot);
};

/** The boot that one of `programs` carries; the first that carries any. */
export const carriedBoot = (programs: readonly Executable[]): CarriedBoot =>
  programs.map((program) => carried.get(program)).find((boot) => boot !== undefined) ?? NOTHING;
