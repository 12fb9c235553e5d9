/** The memory of a machine that becomes that of one moment after another: only what differs is written, so that whoever follows memory hears of it. */
import type { Memory } from '../../hardware/hardware.ts';
import type { FrameChanges } from './frame-changes.ts';

export class FrameMemory {
  private readonly changes: FrameChanges;
  private readonly memory: Memory;
  /** The moment whose memory it is; far off before there is one. */
  private at = Number.NEGATIVE_INFINITY;

  /** For moments between which are `changes`, whose size `memory` has. */
  constructor(changes: FrameChanges, memory: Memory) {
    this.changes = changes;
    this.memory = memory;
  }

  /** Makes memory that of moment `at`. Throws an UnusableDump, and leaves it as it is, where that cannot be had. */
  become(at: number): void {
    for (const [page, words] of this.changes.between(this.at, at, this.memory)) this.memory.putPage(page, words);
    this.at = at;
  }
}
