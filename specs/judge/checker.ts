/** Checks all invariants while a kernel runs, and stops the run where the first one breaks. */
import { counter, type MachineEvent } from '../../hardware/hardware.ts';
import { abi } from '../../kernel/kernel.ts';
import { INVARIANTS } from '../weensyos/invariants/list.ts';
import { Ledger } from '../weensyos/ledger/ledger.ts';
import { TRANSITION_EVENTS, TransitionWatch } from '../weensyos/ledger/watch.ts';
import { blame } from './blame.ts';
import type { Invariant, Violation } from './invariant.ts';
import { observe } from './observation.ts';
import { describePageEvent, PageHistory, type Watched } from './page-history.ts';
import type { Transition } from './transition.ts';

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

/** The ledger is trusted for so many looks; then everything is counted. */
const LOOKS_A_COUNT = 65_536;

export class Checker {
  private readonly kernel: Watched;
  private readonly history: PageHistory;
  private readonly ledger: Ledger;
  private readonly watch: TransitionWatch;
  private ticked = false;
  private looks = 0;

  /** Attaches to a kernel that has not booted yet. */
  constructor(kernel: Watched, time: CheckTime) {
    this.kernel = kernel;
    this.history = new PageHistory(kernel, abi.SYSCALL_NAMES);
    this.ledger = new Ledger(kernel.machine, kernel.view);
    this.watch = new TransitionWatch(kernel.machine, kernel.view, this.ledger);
    kernel.machine.listen((event) => this.hear(event, time), TRANSITION_EVENTS);
  }

  /** Checks the present state: by the ledger, and if that suspects anything by counting. Throws InvariantBroken. */
  check(): void {
    this.looks += 1;
    if (this.suspects || this.looks % LOOKS_A_COUNT === 0) this.count();
  }

  /** Checks the present state by counting everything from scratch. Throws InvariantBroken. */
  count(): void {
    const found = firstViolation(this.kernel, this.watch.last);
    if (found !== null) throw new InvariantBroken(...found, this.kernel, this.history);
  }

  /** Whether the ledger says that some invariant may not hold in the present state. If it does not, all of them hold. */
  get suspects(): boolean {
    this.ledger.absorb();
    return this.ledger.suspects(this.watch.last);
  }

  private hear(event: MachineEvent, time: CheckTime): void {
    this.watch.hear(event);
    if (event.type === 'timer') this.ticked = true;
    else if (event.type === 'return' || event.type === 'idle') {
      if (time === 'every-trap' || (time === 'every-tick' && this.ticked)) this.check();
      this.ticked = false;
    }
  }
}
