/** What the moments of a kernel's life changed, each beside the one before it: read once, however many go through that life. */
import { type Memory, PAGE_WORDS } from '../../hardware/hardware.ts';
import type { Frames } from './frames.ts';

/** Pages that changed, with what they hold since. */
export type Changed = readonly (readonly [page: number, words: Int32Array])[];

/** Pages that are kept, at most. */
const MOST_KEPT = 1 << 14;

/** The words in which each dump of a series differs from the one before, read once for all who go through it. */
export class FrameChanges {
  private readonly frames: Frames;
  private readonly incoming: Uint8Array;
  private readonly known = new Map<number, Changed>();
  private kept = 0;

  constructor(frames: Frames) {
    this.frames = frames;
    this.incoming = new Uint8Array(frames.bytes);
  }

  /** Pages of moment `at` that differ from `memory`, which is that of moment `before`. Throws an UnusableDump, where that cannot be had. */
  between(before: number, at: number, memory: Memory): Changed {
    const isNext = at === before + 1;
    const known = isNext ? this.known.get(at) : undefined;
    const changed = known ?? this.read(at, memory);
    if (isNext && known === undefined && this.kept <= MOST_KEPT) {
      this.known.set(at, changed);
      this.kept += changed.length;
    }
    return changed;
  }

  private read(at: number, { words, ramPages }: Memory): Changed {
    this.frames.load(at, this.incoming);
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
