/** Who comes and goes: compares the processes that a kernel has from one look to the next. */
import type { KernelView, ProcessView } from '../../kernel/kernel.ts';

/** A process that is no longer there, or no longer fit to run; and which of both. */
export interface Loss {
  readonly pid: number;
  readonly isGone: boolean;
}

export interface Changes {
  readonly born: readonly ProcessView[];
  readonly lost: readonly Loss[];
}

export class Population {
  private readonly view: KernelView;
  /** Whether it might run, by number. */
  private known = new Map<number, boolean>();

  constructor(view: KernelView) {
    this.view = view;
  }

  /** What changed since the last look, or since nobody was there. */
  look(): Changes {
    const processes = this.view.processes?.() ?? [];
    const now = new Map(processes.map(({ pid, isRunnable }) => [pid, isRunnable]));
    const { known } = this;
    this.known = now;
    const lost = [...known].filter(([pid, wasFit]) => !now.has(pid) || (wasFit && now.get(pid) === false));
    return {
      born: processes.filter(({ pid }) => !known.has(pid)),
      lost: lost.map(([pid]) => ({ pid, isGone: !now.has(pid) })),
    };
  }
}
