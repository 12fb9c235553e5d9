/**
 * Snapshots of memory: copies of words, a page at a time. A page unchanged since an earlier snapshot is shared with it,
 * so that taking or restoring one copies only the pages that differ.
 */
import { PAGE_WORDS } from './address.ts';

/** The content of memory at one moment: one frozen copy for each page. Pages equal by identity are equal in content. */
export interface PageSnapshot {
  readonly pages: readonly Int32Array[];
}

/** What restoring needs of memory. */
export interface PageReceiver {
  putPage(page: number, values: Int32Array): void;
}

export class SnapshotPages {
  private readonly words: Int32Array;
  /** The frozen copy equal to each page's present content, or null once the page was written. */
  private readonly clean: (Int32Array | null)[];

  constructor(words: Int32Array) {
    this.words = words;
    this.clean = new Array(words.length / PAGE_WORDS).fill(null);
  }

  /** To be called before any change of `page`. */
  touch(page: number): void {
    this.clean[page] = null;
  }

  take(): PageSnapshot {
    for (let page = 0; page < this.clean.length; page++) {
      this.clean[page] ??= this.words.slice(page * PAGE_WORDS, (page + 1) * PAGE_WORDS);
    }
    return { pages: this.clean.slice() as Int32Array[] };
  }

  /** Puts `snapshot` back, page by page where memory differs from it. */
  restore(snapshot: PageSnapshot, memory: PageReceiver): void {
    for (let page = 0; page < this.clean.length; page++) {
      const copy = snapshot.pages[page];
      if (this.clean[page] === copy) continue;
      memory.putPage(page, copy);
      this.clean[page] = copy;
    }
  }
}
