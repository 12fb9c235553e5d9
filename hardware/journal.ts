/**
 * The journal: what memory held before each change, so that a run can be rewound exactly.
 * It owns the record; memory decides what to write into it and puts the old values back.
 *
 * One array, read from its end; the word that says what an entry is stands last:
 *
 *     word:  old value, word index          page:  1,024 old values, -1 - page
 *
 * A page whose words change often is written down whole, and then not asked about again until the next mark: rewinding puts
 * the page back as it was there, and then the words that had changed before.
 */
import { PAGE_WORDS } from './address.ts';

/** Where the journal stood at some moment: its length in words. */
export type JournalMark = number;

/** What the journal needs of memory to put old values back. */
export interface Rewindable {
  putWord(index: number, value: number): void;
  putPage(page: number, values: Int32Array): void;
}

/** So many changed words of a page cost as much as the whole page does. */
const MOST_WORDS = 16;

export class Journal {
  private readonly words: Int32Array;
  private readonly heard: Uint8Array;
  private readonly bit: number;
  /** Words noted of each page since the last mark, and which pages those are. */
  private readonly noted: Uint8Array;
  private readonly pages: number[] = [];
  private readonly views: Int32Array[] = [];
  private entries = new Int32Array(4096);
  private length = 0;

  /** Follows `words`. In `heard`, a byte a page, it sets `bit` where it needs to know no more until the next mark. */
  constructor(words: Int32Array, heard: Uint8Array, bit: number) {
    this.words = words;
    this.heard = heard;
    this.bit = bit;
    this.noted = new Uint8Array(heard.length);
  }

  mark(): JournalMark {
    this.askAgain();
    return this.length;
  }

  /** To be called before a change of the word at `index`, of a page not yet heard. */
  word(index: number): void {
    const page = index >> 10;
    const noted = this.noted[page];
    if (noted === MOST_WORDS) return this.page(page);
    if (noted === 0) this.pages.push(page);
    this.noted[page] = noted + 1;
    this.reserve(2);
    this.entries[this.length] = this.words[index];
    this.entries[this.length + 1] = index;
    this.length += 2;
  }

  /** To be called before a change of much of `page`, not yet heard. */
  page(page: number): void {
    if (this.noted[page] === 0) this.pages.push(page);
    this.heard[page] |= this.bit;
    this.reserve(PAGE_WORDS + 1);
    this.views[page] ??= this.words.subarray(page * PAGE_WORDS, (page + 1) * PAGE_WORDS);
    this.entries.set(this.views[page], this.length);
    this.entries[this.length + PAGE_WORDS] = -1 - page;
    this.length += PAGE_WORDS + 1;
  }

  /**
   * Calls `visit` with each change since `mark`, newest first: with the index of a word and what it held before, or with -1 - page where any words of
   * a page may have changed.
   */
  changedSince(mark: JournalMark, visit: (place: number, old: number) => void): void {
    let at = this.length;
    while (at > mark) {
      const head = this.entries[at - 1];
      visit(head, this.entries[at - 2]);
      at -= head >= 0 ? 2 : PAGE_WORDS + 1;
    }
  }

  /** Puts everything back that changed since `mark`, newest first, and forgets it. A mark ahead of the journal is an error. */
  rewind(mark: JournalMark, memory: Rewindable): void {
    if (mark > this.length)
      throw new RangeError(`cannot rewind to ${mark}: the journal is only ${this.length} words long`);
    this.askAgain();
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

  /** Forgets everything. All marks are void. */
  forget(): void {
    this.askAgain();
    this.length = 0;
  }

  private askAgain(): void {
    for (const page of this.pages) {
      this.noted[page] = 0;
      this.heard[page] &= ~this.bit;
    }
    this.pages.length = 0;
  }

  private reserve(words: number): void {
    if (this.length + words <= this.entries.length) return;
    const larger = new Int32Array(this.entries.length * 2);
    larger.set(this.entries);
    this.entries = larger;
  }
}
