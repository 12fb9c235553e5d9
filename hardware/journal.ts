/**
 * The journal: what memory held before each change, so that a run can be rewound exactly.
 * It owns the record; memory decides what to write into it and puts the old values back.
 *
 * One array, read from its end; the word that says what an entry is stands last:
 *
 *     word:  old value, word index          page:  1,024 old values, -1 - page
 */
import { PAGE_WORDS } from './address.ts';

/** Where the journal stood at some moment: its length in words. */
export type JournalMark = number;

/** What the journal needs of memory to put old values back. */
export interface Rewindable {
  putWord(index: number, value: number): void;
  putPage(page: number, values: Int32Array): void;
}

export class Journal {
  private entries = new Int32Array(4096);
  private length = 0;

  mark(): JournalMark {
    return this.length;
  }

  word(index: number, old: number): void {
    this.reserve(2);
    this.entries[this.length] = old;
    this.entries[this.length + 1] = index;
    this.length += 2;
  }

  page(page: number, words: Int32Array): void {
    this.reserve(PAGE_WORDS + 1);
    this.entries.set(words.subarray(page * PAGE_WORDS, (page + 1) * PAGE_WORDS), this.length);
    this.entries[this.length + PAGE_WORDS] = -1 - page;
    this.length += PAGE_WORDS + 1;
  }

  /** Puts everything back that changed since `mark`, newest first, and forgets it. A mark ahead of the journal is an error. */
  rewind(mark: JournalMark, memory: Rewindable): void {
    if (mark > this.length)
      throw new RangeError(`cannot rewind to ${mark}: the journal is only ${this.length} words long`);
    while (this.length > mark) {
      const head = this.entries[this.length - 1];
      if (head >= 0) {
        this.length -= 2;
        memory.putWord(head, this.entries[this.length]);
      } else {
        this.length -= PAGE_WORDS + 1;
        memory.putPage(-1 - head, this.entries.subarray(this.length, this.length + PAGE_WORDS));
      }
    }
  }

  private reserve(words: number): void {
    if (this.length + words <= this.entries.length) return;
    const larger = new Int32Array(this.entries.length * 2);
    larger.set(this.entries);
    this.entries = larger;
  }
}
