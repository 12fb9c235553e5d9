/**
 * Changes of memory, word by word, with what each word held before: for those who keep count of what memory holds and do not
 * want to read all of it again. It owns the record and which pages are followed; memory decides what to write into it.
 *
 *     entry:        0      1      2
 *     places    +------+------+------+---
 *               | word | word | -1-p | ...      index of the word that changed, or -1 - page for a page written down whole
 *     olds      +------+------+------+---
 *               | old  | old  |  0   | ...      what the word held; of a page, its place in `copies`
 *               +------+------+------+---
 *
 * A page whose words change often is written down whole, and then not asked about again until the record is read
 * (`askAgain`) or forgotten.
 *
 * Where memory goes back to a mark that was set since the record was last read, the record goes back, too: nobody need hear of what did not come
 * to stay.
 */
import { PAGE_WORDS } from './address.ts';

/** When a page is followed: never, only while somebody says so (`Memory.recordAll`), or always. */
export const NEVER = 0;
export const AT_TIMES = 1;
export const ALWAYS = 2;

/** So many changed words of a page cost as much as the whole page does. */
const MOST_WORDS = 64;

/** The record of changed words, kept by a memory while somebody follows it (`Memory.record`). Reading it changes nothing. */
export class Changes {
  /** Entries of the record, in the order in which things happened; those beyond `length` mean nothing. */
  places: Int32Array = new Int32Array(1024);
  olds: Int32Array = new Int32Array(1024);
  length = 0;
  /** Pages written down whole: so many of the list, which is used again. */
  readonly copies: Int32Array[] = [];
  private copied = 0;
  private readonly words: Int32Array;
  private readonly heard: Uint8Array;
  private readonly bits: Int32Array;
  /** For each page when it is followed, and how many of its words are in the record. */
  private readonly followed: Uint8Array;
  private readonly noted: Uint8Array;
  /** The pages that have words in it: so many of the list. */
  private readonly pages: Int32Array;
  private changed = 0;
  private readonly views: Int32Array[] = [];
  /** Where the journal stood at marks since the record was last read, and how long the record was then. */
  private readonly marks: number[] = [];
  private readonly lengths: number[] = [];

  /**
   * Follows `words`, none of them at first. In `heard`, a byte a page, `always` is to be clear where it needs to know of any change, and
   * `atTimes` where only of some.
   */
  constructor(words: Int32Array, heard: Uint8Array, always: number, atTimes: number) {
    this.words = words;
    this.heard = heard;
    this.bits = Int32Array.of(always | atTimes, always, atTimes);
    this.followed = new Uint8Array(heard.length);
    this.noted = new Uint8Array(heard.length);
    this.pages = new Int32Array(heard.length);
    for (let page = 0; page < heard.length; page++) heard[page] |= this.bits[NEVER];
  }

  /** Follows `page` from now on NEVER, AT_TIMES or ALWAYS. */
  follow(page: number, when: number): void {
    if (this.followed[page] === when) return;
    this.followed[page] = when;
    this.listen(page);
  }

  /** When `page` is followed. */
  when(page: number): number {
    return this.followed[page];
  }

  /** To be called before a change of the word at `index`, of a page not yet heard. */
  word(index: number): void {
    const page = index >> 10;
    const noted = this.noted[page];
    if (noted === MOST_WORDS) return this.page(page);
    if (noted === 0) this.pages[this.changed++] = page;
    this.noted[page] = noted + 1;
    this.add(index, this.words[index]);
  }

  /** To be called before a change of much of `page`, not yet heard. */
  page(page: number): void {
    if (this.noted[page] === 0) this.pages[this.changed++] = page;
    this.noted[page] = MOST_WORDS;
    this.heard[page] |= this.bits[NEVER];
    this.add(-1 - page, this.copied);
    if (this.copied === this.copies.length) this.copies.push(new Int32Array(PAGE_WORDS));
    this.views[page] ??= this.words.subarray(page * PAGE_WORDS, (page + 1) * PAGE_WORDS);
    this.copies[this.copied++].set(this.views[page]);
  }

  /** Hears that memory may go back to here, where the journal stands at `at`. */
  mark(at: number): void {
    if (this.marks.at(-1) === at) return;
    this.marks.push(at);
    this.lengths.push(this.length);
  }

  /** Memory is about to go back to the mark at `at`. Returns whether that need not be told, since the record is again as it was there. */
  goBack(at: number): boolean {
    const { marks, lengths } = this;
    while (marks.length > 0 && marks[marks.length - 1] > at) {
      marks.pop();
      lengths.pop();
    }
    if (marks.at(-1) !== at) return false;
    this.cut(lengths[lengths.length - 1]);
    return true;
  }

  /** Hears that all marks are void. */
  forgetMarks(): void {
    if (this.marks.length === 0) return;
    this.marks.length = 0;
    this.lengths.length = 0;
  }

  private cut(length: number): void {
    for (let i = this.length - 1; i >= length; i--) {
      const place = this.places[i];
      // Pages stay among those that have words in it, of which each is listed once.
      if (place >= 0) this.noted[place >> 10] = Math.max(1, this.noted[place >> 10] - 1);
      else {
        this.copied = this.olds[i];
        this.noted[-1 - place] = 1;
        this.listen(-1 - place);
      }
    }
    this.length = Math.min(this.length, length);
  }

  /** Whoever has read the record and keeps it calls this, for changes to come of pages that are in it whole. */
  askAgain(): void {
    this.forgetMarks();
    if (this.copied === 0) return;
    for (let i = 0; i < this.changed; i++) {
      const page = this.pages[i];
      if (this.noted[page] < MOST_WORDS) continue;
      this.noted[page] = 1;
      this.listen(page);
    }
  }

  /** Empties the record, and asks again about every page that is followed. */
  forget(): void {
    this.forgetMarks();
    this.length = 0;
    this.copied = 0;
    for (let i = 0; i < this.changed; i++) {
      const page = this.pages[i];
      this.noted[page] = 0;
      this.listen(page);
    }
    this.changed = 0;
  }

  /** The pages that changed since the record was last forgotten, each as it was then. */
  before(): Map<number, Int32Array> {
    const found = new Map<number, Int32Array>();
    for (const page of this.pages.subarray(0, this.changed))
      found.set(page, this.words.slice(page * PAGE_WORDS, (page + 1) * PAGE_WORDS));
    for (let i = this.length - 1; i >= 0; i--) {
      const place = this.places[i];
      if (place < 0) found.set(-1 - place, this.copies[this.olds[i]].slice());
      else (found.get(place >> 10) as Int32Array)[place & (PAGE_WORDS - 1)] = this.olds[i];
    }
    return found;
  }

  private listen(page: number): void {
    this.heard[page] = (this.heard[page] & ~this.bits[NEVER]) | this.bits[this.followed[page]];
  }

  private add(place: number, old: number): void {
    const at = this.length;
    if (at === this.places.length) this.grow();
    this.places[at] = place;
    this.olds[at] = old;
    this.length = at + 1;
  }

  private grow(): void {
    this.places = twice(this.places);
    this.olds = twice(this.olds);
  }
}

const twice = (values: Int32Array): Int32Array => {
  const larger = new Int32Array(values.length * 2);
  larger.set(values);
  return larger;
};
