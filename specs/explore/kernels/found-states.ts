/** What a search of a kernel has found so far, in the order in which it is found, whoever takes the steps. */
import type { End, Limits } from '../exploration.ts';
import { Classes } from './classes.ts';
import type { Wrong } from './explored-kernel.ts';
import { type KernelStep, StepList, type ToldSteps } from './step-list.ts';

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

/** A step that was just taken: each is asked for only if the one before it leaves that open. */
export interface Arrival {
  wrongStep(): Wrong | null;
  /** The hash of the state that it came to. It is good until the next call. */
  hash(): Int32Array;
  wrongState(): Wrong | null;
}

/** States that others have not heard of yet: how they were reached, and their hashes. */
export interface News {
  readonly steps: ToldSteps;
  readonly hashes: Int32Array;
}

/** States after which one looks at the time. */
const STATES_A_LOOK = 64;

export class FoundStates {
  readonly classes = new Classes();
  readonly steps = new StepList();
  /** States that were gone on from: the number of the next. */
  done = 0;
  end: End = 'seconds';
  private edges = 0;
  /** How many there were before those of the state that is gone on from. */
  private before = 0;
  private depth = 0;
  private broken: ExploredStates['broken'] = null;

  /** With the first state, its hash, and what is wrong with it. */
  constructor(hash: Int32Array, wrong: Wrong | null) {
    this.classes.numberOf(hash);
    this.steps.add(-1, 0, []);
    if (wrong !== null) this.broken = { wrong, steps: [] };
  }

  get explored(): ExploredStates {
    const { classes, end, edges, depth, broken } = this;
    const frontier = classes.count - this.done;
    return { end, states: classes.count, edges, depth, frontier, bytes: this.bytes, broken };
  }

  /** Begins to go on, until all was seen or something does not hold. */
  begin(): void {
    this.end = this.broken === null ? 'complete' : 'broken';
  }

  /** Whether the next state is there, and may be gone on from. */
  mayGoOn(limits: Limits): boolean {
    if (this.end !== 'complete' || this.done === this.classes.count) return false;
    this.before = this.edges;
    this.end = this.limitOf(limits) ?? this.end;
    return this.end === 'complete';
  }

  /** Takes in a step from the next state. Returns whether to go on: not if it was to more than `most` states, or something is wrong. */
  arrive(act: number, answers: readonly number[], arrival: Arrival, most: number): boolean {
    const { steps, done } = this;
    this.edges++;
    const wrong = arrival.wrongStep();
    if (wrong !== null || this.isNew(arrival.hash(), most)) {
      steps.add(done, act, answers);
      this.depth = Math.max(this.depth, steps.depthOf(steps.count - 1));
      const found = wrong ?? arrival.wrongState();
      if (found !== null) this.break(found);
    }
    return this.end === 'complete';
  }

  /** All steps from the next state were taken in; or there were too many: then it is not done. */
  leave(): void {
    if (this.end === 'states') this.edges = this.before;
    else this.done++;
  }

  /** States from number `state` on, for those who have heard of all before. */
  since(state: number): News {
    return { steps: this.steps.since(state), hashes: this.classes.since(state) };
  }

  private get bytes(): number {
    return this.classes.bytes + this.steps.bytes;
  }

  private break(wrong: Wrong): void {
    this.broken = { wrong, steps: this.steps.stepsTo(this.steps.count - 1) };
    this.end = 'broken';
  }

  private limitOf({ depth, memory, hasTime }: Limits): End | null {
    if (depth !== undefined && this.steps.depthOf(this.done) >= depth) return 'depth';
    if (memory !== undefined && this.bytes > memory) return 'memory';
    return this.done % STATES_A_LOOK === 0 && hasTime?.() === false ? 'seconds' : null;
  }

  /** Whether the state of `hash` was not found before; there must be no more than `most`, or nothing is found. */
  private isNew(hash: Int32Array, most: number): boolean {
    const { classes } = this;
    if (classes.count < most) return classes.numberOf(hash) === classes.count - 1 && this.steps.count < classes.count;
    if (classes.find(hash) < 0) this.end = 'states';
    return false;
  }
}
