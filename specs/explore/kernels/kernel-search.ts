/**
 * A search breadth first through the states of a real kernel. Of a state only its hash is kept, and how it came from another: a kernel is brought
 * there by doing the same again, from the nearest state on the way that it still knows.
 */
import type { End, Limits } from '../exploration.ts';
import type { BranchMark } from './branch.ts';
import { Classes } from './classes.ts';
import type { ExploredKernel, Wrong } from './explored-kernel.ts';
import { StepList } from './step-list.ts';

/** A step: what was done, and what the oracle answered meanwhile. */
export interface KernelStep {
  readonly act: number;
  readonly answers: readonly number[];
}

/** What came of it. */
export interface ExploredStates {
  readonly end: End;
  readonly states: number;
  readonly edges: number;
  readonly depth: number;
  /** States that were found and not gone on from. */
  readonly frontier: number;
  /** Bytes that states take. */
  readonly bytes: number;
  /** What does not hold, and the steps to it: as few as there can be. */
  readonly broken: { readonly wrong: Wrong; readonly steps: readonly KernelStep[] } | null;
}

/** States from which so many steps were tried are asked for time. */
const STATES_A_LOOK = 64;
const NO_ANSWERS: readonly number[] = [];

/** The search of a kernel in its first state: run piece by piece. Throws what the kernel's own code throws. */
export class KernelSearch {
  private readonly system: ExploredKernel;
  private readonly classes = new Classes();
  private readonly steps = new StepList();
  /** The states from the first to the one in which the kernel is, without the first, and how each was left for the next. */
  private readonly path: { readonly state: number; readonly mark: BranchMark }[] = [];
  private edges = 0;
  /** States that were gone on from. */
  private done = 0;
  private depth = 0;
  private end: End = 'seconds';
  private broken: ExploredStates['broken'] = null;

  constructor(system: ExploredKernel) {
    this.system = system;
    this.classes.numberOf(system.identify());
    this.steps.add(-1, 0, NO_ANSWERS);
    const wrong = system.wrongState();
    if (wrong !== null) this.broken = { wrong, steps: [] };
  }

  /** Goes on until all was seen, something does not hold, or a limit is reached; after a limit it may be run once more. */
  run(limits: Limits = {}): End {
    this.end = this.broken === null ? 'complete' : 'broken';
    while (this.end === 'complete' && this.done < this.classes.count) {
      const reached = this.limitOf(limits);
      if (reached !== null) this.end = reached;
      else this.expand(this.done, limits.states ?? Number.POSITIVE_INFINITY);
    }
    return this.end;
  }

  get explored(): ExploredStates {
    const { classes, end, edges, depth, broken, steps } = this;
    const frontier = classes.count - this.done;
    return { end, states: classes.count, edges, depth, frontier, bytes: classes.bytes + steps.bytes, broken };
  }

  /** The number of the state of that hash, in the order in which states were found; -1 of one that was not. */
  stateOf(hash: Int32Array): number {
    return this.classes.find(hash);
  }

  /** The steps from the first state to that of number `state`: as few as there can be. */
  stepsTo(state: number): KernelStep[] {
    return this.statesTo(state).map((at) => ({ act: this.steps.actOf(at), answers: this.steps.answersOf(at) }));
  }

  private limitOf({ depth, memory, hasTime }: Limits): End | null {
    const { classes, steps } = this;
    if (depth !== undefined && steps.depthOf(this.done) >= depth) return 'depth';
    if (memory !== undefined && classes.bytes + steps.bytes > memory) return 'memory';
    return this.done % STATES_A_LOOK === 0 && hasTime?.() === false ? 'seconds' : null;
  }

  /** Takes every step from `state`, up to one that would be to more than `most` states: then the state is not done. */
  private expand(state: number, most: number): void {
    const { system, edges } = this;
    this.goTo(state);
    if (system.goesOn) this.step(state, most);
    if (this.end === 'states') this.edges = edges;
    else this.done++;
  }

  private step(state: number, most: number): void {
    const { system } = this;
    system.depart();
    const mark = system.branch.mark();
    for (let act = 0; act < system.acts && this.goesOn; act++) {
      let answers: readonly number[] | null = NO_ANSWERS;
      while (answers !== null && this.goesOn) {
        const isDone = this.take(act, answers);
        system.branch.note(mark);
        // What came in place of it comes in place of all, and is one step.
        if (isDone || act === 0) this.arrive(state, act, answers, most);
        answers = system.answers.next;
        system.branch.undo(mark);
      }
    }
  }

  private take(act: number, answers: readonly number[]): boolean {
    this.system.answers.begin(answers);
    return this.system.act(act);
  }

  private arrive(from: number, act: number, answers: readonly number[], most: number): void {
    const { system, steps } = this;
    this.edges++;
    const wrong = system.wrongStep(act);
    if (wrong === null && !this.isNew(most)) return;
    steps.add(from, act, answers);
    this.depth = Math.max(this.depth, steps.depthOf(steps.count - 1));
    const found = wrong ?? system.wrongState();
    if (found === null) return;
    this.broken = { wrong: found, steps: this.stepsTo(steps.count - 1) };
    this.end = 'broken';
  }

  /** Whether the present state was not found before; there must be no more than `most`, or nothing is found. */
  private isNew(most: number): boolean {
    const { classes, system } = this;
    const hash = system.identify();
    if (classes.count < most) return classes.numberOf(hash) === classes.count - 1 && this.steps.count < classes.count;
    if (classes.find(hash) < 0) this.end = 'states';
    return false;
  }

  private get goesOn(): boolean {
    return this.broken === null && this.end !== 'states';
  }

  /** The states on the way from the first, without it, to `state`. */
  private statesTo(state: number): number[] {
    const way: number[] = [];
    for (let at = state; at > 0; at = this.steps.parentOf(at)) way.push(at);
    return way.reverse();
  }

  /** Brings the kernel to `state`, from the last state on the way there at which it was. */
  private goTo(state: number): void {
    const { path, system, steps } = this;
    const way = this.statesTo(state);
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
