/**
 * Snapshots of memory: copies of words, a page at a time. A page unchanged since an earlier snapshot is shared with it,
 * so that taking or restoring one copies only the pages that differ. Pages of zeros are all one.
 */
import { PAGE_WORDS } from './address.ts';
import { firstNonzero, quadsOf } from './zeros.ts';

/** The content of memory at one moment: one frozen copy for each page. Pages equal by identity are equal in content. */
export interface PageSnapshot {
  readonly pages: readonly Int32Array[];
}

/** What restoring needs of memory. */
export interface PageReceiver {
  putPage(page: number, values: Int32Array): void;
}

const PAGE_QUADS = PAGE_WORDS / 2;

/** The frozen copy of every page of zeros. */
const ZEROS = new Int32Array(PAGE_WORDS);

export class SnapshotPages {
  private readonly words: Int32Array;
  private readonly quads: BigInt64Array;
  private readonly heard: Uint8Array;
  private readonly bit: number;
  /** The frozen copy equal to each page's present content, or null once the page was written. */
  private readonly clean: (Int32Array | null)[];

  /**
   * Follows `words`, of which the first `blankPages` pages are known to be zero. In `heard`, a byte a page, it sets `bit` where
   * it needs to know no more.
   */
  constructor(words: Int32Array, heard: Uint8Array, bit: number, blankPages: number) {
    this.words = words;
    this.quads = quadsOf(words);
    this.heard = heard;
    this.bit = bit;
    this.clean = new Array(words.length / PAGE_WORDS).fill(null).fill(ZEROS, 0, blankPages);
  }

  /** To be called before any change of `page`. */
  touch(page: number): void {
    this.clean[page] = null;
    this.heard[page] |= this.bit;
  }

  take(): PageSnapshot {
    for (let page = 0; page < this.clean.length; page++) {
      if (this.clean[page] === null) this.becomes(page, this.copyOf(page));
    }
    return { pages: this.clean.slice() as Int32Array[] };
  }

  /** Puts `snapshot` back, page by page where memory differs from it. */
  restore(snapshot: PageSnapshot, memory: PageReceiver): void {
    for (let page = 0; page < this.clean.length; page++) {
      const copy = snapshot.pages[page];
      if (this.clean[page] === copy) continue;
      memory.putPage(page, copy);
      this.becomes(page, copy);
    }
  }

  private becomes(page: number, copy: Int32Array): void {
    this.clean[page] = copy;
    this.heard[page] &= ~this.bit;
  }

  private copyOf(page: number): Int32Array {
    const end = (page + 1) * PAGE_QUADS;
    if (firstNonzero(this.quads, page * PAGE_QUADS, end) === end) return ZEROS;
    return this.words.slice(page * PAGE_WORDS, (page + 1) * PAGE_WORDS);
  }
}
