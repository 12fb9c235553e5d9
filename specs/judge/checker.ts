/** Checks all invariants while a kernel runs, and stops the run where the first one breaks. */
import { counter, type MachineEvent } from '../../hardware/hardware.ts';
import type { Watched } from '../../kernel/kernel.ts';
import { blame } from './count-blame.ts';
import { type Broken, firstBroken, type Invariant, type Subject, type Violation } from './invariant.ts';
import type { Judging } from './judging.ts';
import type { Observation } from './observation.ts';
import { describePageEvent, type PageHistory } from './watch/page-history.ts';
import { WATCHED_EVENTS, Watch } from './watch/watch.ts';

/** Changes of a page that a report lists. */
const PAGE_EVENTS = 8;

/** When to check: whenever the CPU goes back to a program, at ticks of the timer, or only when asked. */
export type CheckTime = 'every-trap' | 'every-tick' | 'end';

/** The kernel broke an invariant: thrown out of the run at that moment, which leaves the machine as it was then. */
export class InvariantBroken extends Error {
  readonly invariant: Invariant<never>;
  readonly violation: Violation;
  /** What the kernel had just done, and at which cycle and event. */
  readonly during: string;
  readonly cycle: number;
  readonly event: number;
  /** The page, and the owner of the address space at fault in words, where there are any: `page 0x5000`, `process 2`. */
  readonly place: readonly string[];
  /** The last changes of the page at fault, in words; and what made its count wrong, if that is what is wrong. */
  readonly pageHistory: readonly string[];
  readonly causes: readonly string[];

  /** Who broke it. */
  get subject(): Subject {
    return this.invariant.subject ?? 'kernel';
  }

  constructor([invariant, violation]: Broken<never>, observation: Observation, history: PageHistory) {
    super(`${invariant.name}: ${invariant.sentence}`);
    this.name = 'InvariantBroken';
    this.invariant = invariant;
    this.violation = violation;
    this.during = history.context;
    const { machine, view } = observation;
    this.cycle = Math.floor(machine.counters[counter.CYCLES]);
    this.event = machine.counters[counter.EVENTS];
    const { page, process } = violation;
    this.place = [
      ...(page === undefined ? [] : [`page 0x${(page * 4096).toString(16)}`]),
      ...(process === undefined ? [] : [view.nameOf(process)]),
      ...(violation.address === undefined ? [] : [`address 0x${(violation.address >>> 0).toString(16)}`]),
    ];
    this.pageHistory =
      page === undefined ? [] : history.of(page, PAGE_EVENTS).map((event) => describePageEvent(view, event));
    this.causes = page === undefined ? [] : blame(observation, history, page);
  }
}

/** The ledger is trusted for so many looks; then everything is counted. */
const LOOKS_A_COUNT = 65_536;

/**
 * Holds a kernel to its invariants at each return to a program. The first that does not hold is thrown as an `InvariantBroken`, with the
 * life of the page; the machine stands where it broke.
 */
export class Checker<Observed extends Observation = Observation> {
  readonly watch: Watch;
  private readonly kernel: Watched;
  private readonly judging: Judging<Observed>;
  private ticked = false;
  private looks = 0;

  /** Attaches to a kernel that has not booted yet. */
  constructor(kernel: Watched, time: CheckTime, judging: Judging<Observed>) {
    this.kernel = kernel;
    this.judging = judging;
    this.watch = new Watch(kernel, judging);
    kernel.machine.listen((event) => this.hear(event, time), WATCHED_EVENTS);
  }

  /** Checks the present state: by the ledger, and if that suspects anything by counting. Throws InvariantBroken. */
  check(): void {
    this.looks += 1;
    if (this.suspects || this.looks % LOOKS_A_COUNT === 0) this.count();
  }

  /** Checks the present state by counting everything from scratch. Throws InvariantBroken. */
  count(): void {
    this.judge(this.judging.observe(this.kernel, this.watch.last));
  }

  /** Checks by counting, if the last operation entered the kernel: its handler may have gone on in its own code after the return to a program. */
  countEntry(): void {
    if (this.watch.whereabouts.during !== null) this.count();
  }

  /** Whether the ledger says that some invariant may not hold in the present state. If it does not, all of them hold. */
  get suspects(): boolean {
    this.watch.tracker.enter();
    return this.watch.tracker.suspects(this.watch.last);
  }

  private judge(observation: Observed): void {
    const broken = firstBroken(this.judging.invariants, observation);
    if (broken !== null) throw new InvariantBroken(broken as Broken<never>, observation, this.watch.history);
  }

  private hear(event: MachineEvent, time: CheckTime): void {
    this.watch.hear(event);
    if (event.type === 'timer') this.ticked = true;
    else if (event.type === 'return' || event.type === 'idle') {
      if (time === 'every-trap' || (time === 'every-tick' && this.ticked)) this.checkReturn();
      this.ticked = false;
    }
  }

  /** Where the state was just counted, that is looked at; else as `check`. */
  private checkReturn(): void {
    const { counted } = this.watch.tracker;
    if (counted === null) this.check();
    else this.judge(counted as Observed);
  }
}
