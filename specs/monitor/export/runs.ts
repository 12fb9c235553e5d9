/** Random runs of every kind of kernel, to be exported. */
import fc from 'fast-check';
import Tiny from '../../../examples/kernel-from-scratch/tiny.ts';
import { asError } from '../../../hardware/hardware.ts';
import { abi, JosKernel, JosLab4, WeensyKernel } from '../../../kernel/kernel.ts';
import { fromScratch } from '../../../monitor/kernels/from-scratch.ts';
import type { Ending } from '../../../presentation/export/ending.ts';
import { josLab2 } from '../../../presentation/kernels/jos/lab2.ts';
import { josLab4 } from '../../../presentation/kernels/jos/lab4.ts';
import type { System } from '../../../presentation/kernels/kind.ts';
import { weensyOS } from '../../../presentation/kernels/weensyos.ts';
import { jos } from '../../../userland/userland.ts';
import { executablesOf, someProgramsOf } from '../../judge/campaign/program-trial.ts';
import { Checker, InvariantBroken } from '../../judge/checker.ts';
import type { OwnKernelClass } from '../../judge/kernel-from-scratch.ts';
import { parametersOf, scenario, vocabularyOf } from '../../weensyos/scenario.ts';

/** A run, to be made as often as one likes. */
export interface RandomRun {
  readonly kernel: string;
  /** Operations that programs may make at most. */
  readonly boundaries: number;
  readonly isChecked: boolean;
  make(): System;
  toString(): string;
}

/** A kernel whose fork forgets to count, so that a checker soon ends its runs. */
class Forgetful extends WeensyKernel {
  override share(): void {}
}

const described = (run: Omit<RandomRun, 'toString'>, words: unknown): RandomRun => ({
  ...run,
  toString: () => `${run.kernel}, ${run.boundaries} operations of ${JSON.stringify(words)}`,
});

const boundaries = fc.nat(250);
const timer = fc.constantFrom('off', 'every:2', 'every:5', 'cycles:3000');

const WEENSY = vocabularyOf(WeensyKernel.calls);
const weensyRun = (Kernel: typeof WeensyKernel): fc.Arbitrary<RandomRun> =>
  fc.tuple(scenario(WEENSY), boundaries).map(([chosen, most]) => {
    const make = (): System => weensyOS(Kernel).around(new Kernel(parametersOf(WEENSY, chosen)));
    return described({ kernel: 'WeensyOS', boundaries: most, isChecked: Kernel !== WeensyKernel, make }, chosen);
  });

const names = fc.constantFrom(...Object.keys(jos.JOS_PROGRAMS).filter((name) => name !== 'primes'));
const josRun: fc.Arbitrary<RandomRun> = fc
  .record({ programs: fc.array(names, { minLength: 1, maxLength: 2 }), timer, boundaries })
  .map(({ programs, timer, boundaries }) => {
    const executables = programs.map((name) => jos.JOS_PROGRAMS[name]);
    const make = (): System => josLab4(JosLab4).make({ timer, memory: '4M' }, executables);
    return described({ kernel: 'JOS', boundaries, isChecked: false, make }, programs);
  });

const lab2Run: RandomRun = described(
  { kernel: 'lab 2', boundaries: 0, isChecked: false, make: () => josLab2(JosKernel).make({ memory: '4M' }, []) },
  [],
);

const TINY = vocabularyOf(Tiny.calls, { answering: [], panicking: [] });
const tinyRun: fc.Arbitrary<RandomRun> = fc
  .record({ programs: someProgramsOf(TINY), timer, boundaries })
  .map(({ programs, timer, boundaries }) => {
    const executables = executablesOf(programs, TINY, abi.PROC_START_ADDR, []);
    const make = (): System => fromScratch(Tiny as unknown as OwnKernelClass).make({ timer }, executables);
    return described({ kernel: 'Tiny', boundaries, isChecked: false, make }, programs);
  });

export const randomRun: fc.Arbitrary<RandomRun> = fc.oneof(
  { weight: 6, arbitrary: weensyRun(WeensyKernel) },
  { weight: 2, arbitrary: weensyRun(Forgetful) },
  { weight: 1, arbitrary: josRun },
  { weight: 1, arbitrary: tinyRun },
  { weight: 1, arbitrary: fc.constant(lab2Run) },
);

/** Makes the run of `system`, to which whoever listens is attached by now, and tells how it ended. */
export const finish = ({ kernel, judging }: System, { boundaries, isChecked }: RandomRun): Ending => {
  if (isChecked) new Checker(kernel, 'every-trap', judging);
  try {
    kernel.boot();
    kernel.machine.run(boundaries);
  } catch (error) {
    if (!(error instanceof InvariantBroken)) throw error;
    return { reason: 'invariant broken', message: asError(error).message, broken: error };
  }
  const { halt } = kernel.machine.execution;
  return { reason: halt === null ? 'until reached' : 'panicked', message: halt?.message, broken: null };
};
