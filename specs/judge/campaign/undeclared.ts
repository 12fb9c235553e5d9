/** System calls that a kernel obeys and does not declare: found by making them. */
import { register } from '../../../hardware/hardware.ts';
import type { CallDescription, Watched } from '../../../kernel/kernel.ts';
import { type OperationStep, systemCall } from '../../../userland/userland.ts';

/** Numbers that are tried: those next to the ones there are, and some far away. */
const TRIED: readonly number[] = [...Array(32).keys(), 77, 255, 256];
const PANICS = 'panics';

/** Numbers that a kernel does not declare: those that it treats otherwise than most, which must be calls of its own; and one that panics. */
export interface Undeclared {
  readonly answering: readonly number[];
  readonly panicking: readonly number[];
}

/** What becomes of numbers that are not among `calls`. `boot` gives a kernel whose program makes the one step, and then goes on. */
export const undeclaredOf = (
  calls: readonly CallDescription[],
  boot: (step: OperationStep) => Watched & { boot(): void },
): Undeclared => {
  const numbers = TRIED.filter((number) => !calls.some((call) => call.number === number));
  const outcomes = new Map(numbers.map((number) => [number, outcomeOf(boot([systemCall, number, 0]))]));
  const usual = mostFrequent([...outcomes.values()]);
  return {
    answering: numbers.filter((number) => outcomes.get(number) !== usual),
    panicking: usual === PANICS ? numbers.filter((number) => outcomes.get(number) === PANICS).slice(0, 1) : [],
  };
};

const outcomeOf = (kernel: Watched & { boot(): void }): string => {
  const { machine } = kernel;
  const results: number[] = [];
  machine.listen((event) => event.type === 'return' && results.push(event.result));
  try {
    kernel.boot();
    machine.run(1);
  } catch {
    return 'throws';
  }
  return machine.cpu.runState === register.PANICKED ? PANICS : `returns ${results.at(-1)}`;
};

const mostFrequent = (outcomes: readonly string[]): string => {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0][0];
};

/** How such a call is named among those that no model judges. */
export const undeclaredName = (number: number): string => `system call ${number}, which it does not declare`;
