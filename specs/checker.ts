/** Checks all invariants while a kernel runs, and stops the run where the first one breaks. */
import { counter, type MachineEvent } from '../hardware/hardware.ts';
import { abi } from '../kernel/kernel.ts';
import { blame } from './cause.ts';
import { describePageEvent, PageHistory, type Watched } from './history.ts';
import type { Invariant, Violation } from './invariants/invariant.ts';
import { INVARIANTS } from './invariants/invariants.ts';
import { observe } from './references.ts';
import { type Transition, TransitionWatch } from './transition.ts';

/** Changes of a page that a report lists. */
const PAGE_EVENTS = 8;

/** When to check: whenever the CPU goes back to a program, at ticks of the timer, or only when asked. */
export type CheckTime = 'every-trap' | 'every-tick' | 'end';

/** The kernel broke an invariant: thrown out of the run at that moment, which leaves the machine as it was then. */
export class InvariantBroken extends Error {
  readonly invariant: Invariant;
  readonly violation: Violation;
  /** What the kernel had just done, and at which cycle and event. */
  readonly during: string;
  readonly cycle: number;
  readonly event: number;
  /** The last changes of the page at fault, in words; and what made its count wrong, if that is what is wrong. */
  readonly pageHistory: readonly string[];
  readonly causes: readonly string[];

  constructor(invariant: Invariant, violation: Violation, kernel: Watched, history: PageHistory) {
    super(`${invariant.name}: ${invariant.sentence}`);
    this.name = 'InvariantBroken';
    this.invariant = invariant;
    this.violation = violation;
    this.during = history.context;
    const { machine, view } = kernel;
    this.cycle = Math.floor(machine.counters[counter.CYCLES]);
    this.event = machine.counters[counter.EVENTS];
    this.pageHistory =
      violation.page === undefined ? [] : history.of(violation.page, PAGE_EVENTS).map(describePageEvent);
    this.causes = violation.page === undefined ? [] : blame(observe(machine, view), history, violation.page);
  }
}

/** The first invariant that does not hold in the present state, with its first violation; null if all hold. */
export const firstViolation = (
  { machine, view }: Watched,
  transition: Transition | null = null,
): readonly [Invariant, Violation] | null => {
  const observation = observe(machine, view, transition);
  for (const invariant of INVARIANTS) {
    const [violation] = invariant.violations(observation);
    if (violation !== undefined) return [invariant, violation];
  }
  return null;
};

export class Checker {
  private readonly kernel: Watched;
  private readonly history: PageHistory;
  private readonly watch: TransitionWatch;
  private ticked = false;

  /** Attaches to a kernel that has not booted yet. */
  constructor(kernel: Watched, time: CheckTime) {
    this.kernel = kernel;
    this.history = new PageHistory(kernel, abi.SYSCALL_NAMES);
    this.watch = new TransitionWatch(kernel.machine, kernel.view);
    if (time !== 'end') kernel.machine.listen((event) => this.hear(event, time));
  }

  /** Checks the present state. Throws InvariantBroken. */
  check(): void {
    const found = firstViolation(this.kernel, this.watch.last);
    if (found !== null) throw new InvariantBroken(...found, this.kernel, this.history);
  }

  private hear(event: MachineEvent, time: CheckTime): void {
    if (event.type === 'timer') this.ticked = true;
    if (event.type !== 'return' && event.type !== 'idle') return;
    if (time === 'every-trap' || this.ticked) this.check();
    this.ticked = false;
  }
}
