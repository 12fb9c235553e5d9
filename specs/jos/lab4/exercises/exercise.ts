/** Exercises: fixed programs that lead a kernel to where mistakes show that random programs seldom come to. */
import type { Executable, TimerSetting } from '../../../../hardware/hardware.ts';
import type { JosLab4 } from '../../../../kernel/kernel.ts';
import { jos, type Operation, type Program } from '../../../../userland/userland.ts';
import type { Lab4Contract } from '../model/state.ts';

export interface Exercise {
  readonly name: string;
  /** What it does, for reports: `user/spin of the lab`. */
  readonly text: string;
  /** The programs of the first environments, in order. */
  readonly programs: readonly Executable[];
  /** Boundaries after which it has shown what it can show; all that a random program has, if not given. */
  readonly boundaries?: number;
  /** Off, if not given. */
  readonly timer?: TimerSetting;
  /** What is asked of the kernel after that. Throws what is wrong. */
  readonly judge?: (kernel: JosLab4, contract: Lab4Contract) => void;
}

export type Helper<T = void> = Generator<Operation, T, number>;

/** An exercise of one program, which does `deeds` and ends; `handler` is an entry of it that makes a page wherever one is missing. */
export const exerciseOf = (
  name: string,
  text: string,
  deeds: () => Helper,
  more: Pick<Exercise, 'timer' | 'judge' | 'boundaries'> = {},
): Exercise => {
  function* main(): Program {
    yield* deeds();
    yield jos.exit();
  }
  return { name, text, programs: [jos.defineJosProgram({ name: 'exercise', entries: { main, handler } })], ...more };
};

const PUW = 7;

/** Makes a page where one is missing, and has the program try again. */
export function* handler(): Program {
  const fault = yield* jos.pageFault();
  yield jos.sysPageAlloc(0, fault.address - (fault.address % 4096), PUW);
  yield* jos.returnFrom(fault);
}
