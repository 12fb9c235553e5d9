/** Whose virtual memory is shown: one process after the other by the host's clock, or one that the user chose. */
import type { ProcessView } from '../../kernel/kernel.ts';

/** How long each process is shown. By the host's clock, so that slow and paused machines are looked around in, too. */
const MILLISECONDS_A_PROCESS = 750;

export class Shown {
  held = false;
  private slot = 0;
  private since = 0;

  /** The process to show at `now`, in milliseconds: while the chosen one is not there, the next one; null if there is none. */
  of(processes: readonly ProcessView[], now: number): ProcessView | null {
    if (!this.held && now - this.since >= MILLISECONDS_A_PROCESS) {
      if (this.since > 0) this.move(processes, 1);
      this.since = now;
    }
    return this.present(processes);
  }

  rotate(): void {
    this.held = false;
  }

  /** Holds the process that is shown; or rotates again. */
  hold(processes: readonly ProcessView[]): void {
    this.held = !this.held;
    this.slot = this.present(processes)?.slot ?? this.slot;
  }

  /** Holds the process in that slot. */
  choose(slot: number): void {
    this.held = true;
    this.slot = slot;
  }

  /** Holds the next process, or with `by` -1 the one before. */
  turn(processes: readonly ProcessView[], by: 1 | -1): void {
    this.held = true;
    this.move(processes, by);
  }

  private move(processes: readonly ProcessView[], by: 1 | -1): void {
    const at = processes.findIndex(({ slot }) => slot === this.present(processes)?.slot);
    this.slot = processes.at((at + by) % processes.length)?.slot ?? this.slot;
  }

  private present(processes: readonly ProcessView[]): ProcessView | null {
    return processes.find(({ slot }) => slot >= this.slot) ?? processes[0] ?? null;
  }
}
