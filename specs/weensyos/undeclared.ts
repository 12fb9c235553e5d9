/** System calls that a kernel obeys and does not declare: found by making them. */
import { register } from '../../hardware/hardware.ts';
import { abi, type WeensyKernel } from '../../kernel/kernel.ts';
import type { OperationStep } from '../../userland/userland.ts';
import { systemCall } from '../../userland/userland.ts';
import { scriptOf, type Vocabulary } from '../judge/random-program.ts';

/** Numbers that are tried: those next to the ones there are, and some far away. */
const TRIED: readonly number[] = [...Array(32).keys(), 77, 255, 256];
/** What a program does besides, so that its process lives on. */
const BOUNDARIES = 2;
const PANICS = 'panics';

/**
 * The numbers that `Kernel` does not declare, by what it makes of them: those that it treats as it treats most, and those that it treats
 * otherwise, which must be calls of its own. Most of them make WeensyOS panic.
 */
export const undeclaredOf = (
  Kernel: typeof WeensyKernel,
  vocabulary: Vocabulary,
): { readonly answering: readonly number[]; readonly panicking: readonly number[] } => {
  const numbers = TRIED.filter((number) => !Kernel.calls.some((call) => call.number === number));
  const outcomes = new Map(numbers.map((number) => [number, outcomeOf(Kernel, vocabulary, [systemCall, number, 0])]));
  const usual = mostFrequent([...outcomes.values()]);
  return {
    answering: numbers.filter((number) => outcomes.get(number) !== usual),
    panicking: usual === PANICS ? numbers.filter((number) => outcomes.get(number) === PANICS).slice(0, 1) : [],
  };
};

const outcomeOf = (Kernel: typeof WeensyKernel, vocabulary: Vocabulary, step: OperationStep): string => {
  const kernel = new Kernel({ programs: [scriptOf(vocabulary, [step], abi.PROC_START_ADDR)] });
  const results: number[] = [];
  kernel.machine.listen((event) => event.type === 'return' && results.push(event.result));
  try {
    kernel.boot();
    kernel.machine.run(BOUNDARIES);
  } catch {
    return 'throws';
  }
  return kernel.machine.cpu.runState === register.PANICKED ? PANICS : `returns ${results.at(-1)}`;
};

const mostFrequent = (outcomes: readonly string[]): string => {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0][0];
};
