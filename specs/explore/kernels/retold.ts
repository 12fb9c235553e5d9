/** A run of a search told step by step, by taking it once more. */
import { counter } from '../../../hardware/hardware.ts';
import type { Watched } from '../../../kernel/kernel.ts';
import type { ExploredKernel, Wrong } from './explored-kernel.ts';
import type { KernelStep } from './step-list.ts';

/** A step, who took it, and the state that it led to. */
export interface RetoldStep {
  readonly act: number;
  /** The number of the process; 0 where there is none. */
  readonly actor: number;
  readonly text: string;
  /** Whether it was done, and not a tick in its place. */
  readonly isDone: boolean;
  /** What whoever took it got, or gets when it is its turn again. */
  readonly result: number;
  readonly state: string;
  /** What the oracle answered otherwise than usual: after how many questions since power on, and what. */
  readonly answers: readonly { readonly index: number; readonly answer: number }[];
}

/** What a run came to. */
export interface Retold {
  readonly first: string;
  readonly steps: readonly RetoldStep[];
  /** What is wrong at its end; null if nothing. */
  readonly wrong: Wrong | null;
}

/** What the oracle of a run answers that goes the way of `steps`, from power on. */
export const choicesIn = (steps: readonly RetoldStep[]): number[] => {
  const answers = steps.flatMap((step) => step.answers);
  const choices: number[] = new Array(Math.max(0, ...answers.map(({ index }) => index + 1))).fill(0);
  for (const { index, answer } of answers) choices[index] = answer;
  return choices;
};

/** Takes `steps` from the first state of `system`, in which it is, up to the first that is wrong. */
export const retold = (system: ExploredKernel & { readonly kernel: Watched }, steps: readonly KernelStep[]): Retold => {
  const first = system.stateText();
  const told: RetoldStep[] = [];
  let wrong = system.wrongState();
  for (const step of steps) {
    if (wrong !== null || !system.goesOn) break;
    told.push(taken(system, step));
    wrong = system.wrongStep(step.act) ?? system.wrongState();
  }
  return { first, steps: told, wrong };
};

const taken = (system: ExploredKernel & { readonly kernel: Watched }, { act, answers }: KernelStep): RetoldStep => {
  const asked = system.kernel.machine.counters[counter.QUESTIONS_ASKED];
  const { actor } = system;
  system.depart();
  const mark = system.branch.mark();
  system.answers.begin(answers);
  const isDone = system.act(act);
  system.branch.note(mark);
  const unusual = answers.map((answer, i) => ({ index: asked + i, answer })).filter(({ answer }) => answer > 0);
  const isTick = system.isTick;
  return {
    ...{ act, actor, isDone: isDone && !isTick, result: system.resultOf(actor), answers: unusual },
    text: isTick ? 'a tick' : system.actText(act),
    state: system.stateText(),
  };
};
