/** The memory of a machine that becomes that of one moment after another: only what differs is written, so that whoever follows memory hears of it. */
import { type Memory, PAGE_WORDS } from '../../hardware/hardware.ts';
import type { Frames } from './frames.ts';

type Changed = readonly (readonly [page: number, words: Int32Array])[];

/** Pages that are kept, at most. */
const MOST_KEPT = 1 << 14;

export class FrameMemory {
  private readonly frames: Frames;
  private readonly memory: Memory;
  private readonly incoming: Uint8Array;
  /** What moments changed, beside those before them: kept, to go back and forth without reading all of it again. */
  private readonly changes = new Map<number, Changed>();
  private kept = 0;
  /** The moment whose memory it is; far off before there is one. */
  private at = Number.NEGATIVE_INFINITY;

  /** For moments of `frames`, whose size `memory` has. */
  constructor(frames: Frames, memory: Memory) {
    this.frames = frames;
    this.memory = memory;
    this.incoming = new Uint8Array(frames.bytes);
  }

  /** Makes memory that of moment `at`. Throws an UnusableDump, and leaves it as it is, where that cannot be had. */
  become(at: number): void {
    const isNext = at === this.at + 1;
    const known = isNext ? this.changes.get(at) : undefined;
    const changed = known ?? this.read(at);
    for (const [page, words] of changed) this.memory.putPage(page, words);
    this.at = at;
    if (!isNext || known !== undefined || this.kept > MOST_KEPT) return;
    this.changes.set(at, changed);
    this.kept += changed.length;
  }

  /** Pages of moment `at` that differ from memory. */
  private read(at: number): Changed {
    this.frames.load(at, this.incoming);
    const { words, ramPages } = this.memory;
    const incoming = new Int32Array(this.incoming.buffer);
    const changed: [number, Int32Array][] = [];
    for (let page = 0; page < ramPages; page++) {
      const end = (page + 1) * PAGE_WORDS;
      let word = page * PAGE_WORDS;
      while (word < end && words[word] === incoming[word]) word++;
      if (word < end) changed.push([page, incoming.slice(page * PAGE_WORDS, end)]);
    }
    return changed;
  }
}
