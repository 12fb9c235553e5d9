/** A state that questions are asked about: a kernel between two operations, and what was to be seen of it one operation earlier. */
import { counter, register } from '../../../hardware/hardware.ts';
import type { KernelView, ProcessView, Watched } from '../../../kernel/kernel.ts';
import type { Invariant, Violation } from '../../judge/invariant.ts';
import type { Judging } from '../../judge/judging.ts';
import type { Observation } from '../../judge/observation.ts';

/** A kernel to ask about, and how it is judged. */
export interface Asked {
  readonly kernel: Watched;
  readonly judging: Judging;
  /** How far it has come, where that is not what the machine counts: steps, and events. */
  readonly played?: { readonly at: number; readonly event: number } | undefined;
}

/** What was to be seen a step earlier: whoever existed, who ran, and how many faults there had been. */
export interface Glance {
  readonly pids: ReadonlySet<number>;
  readonly running: number | null;
  readonly faults: number;
}

/** One state; it is looked at as it is when something is asked first. Looking has no effect. */
export class State {
  readonly machine: Watched['machine'];
  readonly view: KernelView;
  readonly judging: Judging;
  /** Null where nothing came before. */
  readonly before: Glance | null;
  readonly played: Asked['played'];
  private readonly kernel: Watched;
  private observed: Observation | null = null;
  private live: readonly ProcessView[] | null = null;
  private givable: ReadonlySet<number> | null = null;

  constructor({ kernel, judging, played }: Asked, before: Glance | null = null) {
    this.kernel = kernel;
    this.machine = kernel.machine;
    this.view = kernel.view;
    this.judging = judging;
    this.played = played;
    this.before = before;
  }

  /** Counted from scratch. */
  get observation(): Observation {
    this.observed ??= this.judging.observe(this.kernel, null);
    return this.observed;
  }

  /** What `ask` gives, of whatever asks the kernel itself: that costs cycles and fills the TLB, and nothing of it is left. */
  undisturbed<Answer>(ask: () => Answer): Answer {
    const { memory, counters } = this.machine;
    const [words, counts] = [memory.snapshot(), counters.slice()];
    try {
      return ask();
    } finally {
      memory.restore(words);
      counters.set(counts);
    }
  }

  /** Where `invariant` does not hold. */
  violationsOf(invariant: Invariant): readonly Violation[] {
    return this.undisturbed(() => invariant.violations(this.observation));
  }

  get processes(): readonly ProcessView[] {
    this.live ??= this.view.processes?.() ?? [];
    return this.live;
  }

  process(pid: number | null): ProcessView | null {
    return this.processes.find((process) => process.pid === pid) ?? null;
  }

  /** Pages that the kernel may give away. A list in a circle has each page once. */
  get free(): ReadonlySet<number> {
    this.givable ??= new Set(this.view.freeList().filter((page) => page >= 0 && page < this.view.pages));
    return this.givable;
  }

  /** The number of who runs; null if nobody does, or if the kernel has no processes. */
  get running(): number | null {
    const { cpu } = this.machine;
    return this.view.processes === undefined || cpu.runState !== register.RUNNING ? null : this.view.pidOf(cpu.slot);
  }

  count(field: number): number {
    return this.machine.counters[field];
  }

  /** What the next state is compared with, for questions after what has just happened. */
  glance(): Glance {
    const pids = new Set(this.processes.map(({ pid }) => pid));
    return { pids, running: this.running, faults: this.count(counter.FAULTS) };
  }
}
