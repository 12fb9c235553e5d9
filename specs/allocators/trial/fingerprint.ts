/** One number for all that decides what an allocator and its judge do next: its own bytes, who has which page, and which frees were done. */

import { FREE } from './blocks.ts';
import type { Trial } from './trial.ts';
import { PAGE_WORDS } from './watched-memory.ts';

const HIGH_BITS = 21;

export class Fingerprint {
  private low = 0;
  private high = 0;

  /** Equal for equal states; different ones share 53 bits by an accident that does not happen. */
  of(trial: Trial): number {
    this.low = 0x811c9dc5 | 0;
    this.high = 0x9747b28c | 0;
    this.addBytes(trial);
    this.addBlocks(trial);
    if (trial.promises.leavesPagesAlone !== true) this.addFreePages(trial);
    return (this.low >>> 0) * 2 ** HIGH_BITS + (this.high >>> (32 - HIGH_BITS));
  }

  private add(word: number): void {
    this.low = Math.imul(this.low ^ word, 0x01000193) ^ (this.low >>> 15);
    this.high = Math.imul(this.high ^ word, 0x85ebca6b) ^ (this.high >>> 13);
  }

  private addBytes({ memory }: Trial): void {
    const end = (memory.bytes + 3) >> 2;
    for (let i = 0; i < end; i++) this.add(memory.words[i]);
  }

  /** Blocks by where they lie: what they are called does not matter. Freed ones in any order, each once. */
  private addBlocks({ blocks, promises }: Trial): void {
    for (let page = 0; page < blocks.pages; page++) {
      const block = blocks.owner[page];
      const live = block >= 0;
      this.add(live ? blocks.first[block] * 4096 + blocks.asked[block] : block);
      if (live) this.add(blocks.references[block]);
    }
    if (promises.refusesDoubleFrees !== true) return;
    const freed = new Set<number>();
    for (let i = 0; i < blocks.deadCount; i++) {
      const block = blocks.dead[i];
      freed.add(blocks.first[block] * 4096 + blocks.asked[block]);
    }
    for (const place of [...freed].sort((a, b) => a - b)) this.add(place);
  }

  /** What an allocator may keep in free pages. */
  private addFreePages({ blocks, memory }: Trial): void {
    for (let page = 0; page < blocks.pages; page++) {
      if (blocks.owner[page] !== FREE) continue;
      const at = memory.firstWord + page * PAGE_WORDS;
      for (let i = at; i < at + PAGE_WORDS; i++) this.add(memory.words[i]);
    }
  }
}
