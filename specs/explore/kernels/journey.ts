/** Takes a kernel to states that were found, by doing again what led there from the nearest that it still knows, and takes every step from there. */
import type { BranchMark } from './branch.ts';
import type { ExploredKernel, Wrong } from './explored-kernel.ts';
import type { Arrival } from './found-states.ts';
import type { StepList } from './step-list.ts';

/** Hears of a step that was taken. Returns whether to take the next. */
export type Hear = (act: number, answers: readonly number[], arrival: Arrival) => boolean;

/** Whoever takes steps, or tells of those that others took. */
export interface StepSource {
  /** Whether there are steps from state `state`. */
  has(state: number): boolean;
  /** Tells `hear` of all of them, one after the other. */
  stepsFrom(state: number, hear: Hear): void;
}

const NO_ANSWERS: readonly number[] = [];

/** It throws what the kernel's own code throws. */
export class Journey implements StepSource, Arrival {
  private readonly system: ExploredKernel;
  private readonly steps: StepList;
  /** The states from the first to the one in which the kernel is, without the first, and how each was left for the next. */
  private readonly path: { readonly state: number; readonly mark: BranchMark }[] = [];
  private act = 0;

  /** Of `system`, in its first state; how others are reached stands in `steps`. */
  constructor(system: ExploredKernel, steps: StepList) {
    this.system = system;
    this.steps = steps;
  }

  has(): boolean {
    return true;
  }

  stepsFrom(state: number, hear: Hear): void {
    this.goTo(state);
    const { system } = this;
    if (!system.goesOn) return;
    system.depart();
    const mark = system.branch.mark();
    let goesOn = true;
    for (let act = 0; act < system.acts && goesOn; act++) {
      let answers: readonly number[] | null = NO_ANSWERS;
      while (answers !== null && goesOn) {
        const isDone = this.take(act, answers);
        system.branch.note(mark);
        // What came in place of it comes in place of all, and is one step.
        if (isDone || act === 0) goesOn = hear(act, answers, this);
        answers = system.answers.next;
        system.branch.undo(mark);
      }
    }
  }

  wrongStep(): Wrong | null {
    return this.system.wrongStep(this.act);
  }

  hash(): Int32Array {
    return this.system.identify();
  }

  wrongState(): Wrong | null {
    return this.system.wrongState();
  }

  private take(act: number, answers: readonly number[]): boolean {
    this.act = act;
    this.system.answers.begin(answers);
    return this.system.act(act);
  }

  private goTo(state: number): void {
    const { path, system, steps } = this;
    const way = steps.wayTo(state);
    let common = 0;
    while (common < path.length && path[common].state === way[common]) common++;
    if (common < path.length) {
      system.branch.undo(path[common].mark);
      path.length = common;
    }
    for (const next of way.slice(common)) {
      const mark = system.branch.mark();
      this.take(steps.actOf(next), steps.answersOf(next));
      system.branch.note(mark);
      path.push({ state: next, mark });
    }
  }
}
