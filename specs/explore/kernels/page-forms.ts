/**
 * What is in physical pages, put so that two states can be compared whatever pages they use: of a page of data a hash of its words, of a page of
 * tables a hash of what is the same under all names, and which pages it refers to. Kept for each page until it changes, and again after an undo:
 * whoever kept a form of a page finds by it that the page still holds the same.
 */
import { type Memory, PAGE_WORDS } from '../../../hardware/hardware.ts';
import { firstNonzero } from '../../../hardware/zeros.ts';
import { type Hash, hashOf } from './hash128.ts';
import type { PageForm } from './page-form.ts';
import { ACCESSED_AND_DIRTY, type TableFormat, TableForms } from './table-forms.ts';

/** What a page of tables was, and the words of it that changed since, with what they held: newest first, so that the last of a word counts. */
interface ChangedTable {
  readonly before: PageForm;
  readonly places: number[];
  readonly olds: number[];
}

const NOBODY: readonly number[] = [];
/** Of pages of which nobody reads what they hold, and of pages of zeros. */
const ALIKE: Hash = [0, 0, 0, 0];
export const ZEROS = hashOf(Int32Array.of(0), 0, 1);
const DATA = 0;
/** A table in which more words changed is read whole. */
const MOST_CHANGES = 8;

export class PageForms {
  readonly format: TableFormat;
  private readonly memory: Memory;
  private readonly tables: TableForms;
  private readonly known: (PageForm | null)[];
  /** Tables of which it is known what changed in them. */
  private readonly partly: (ChangedTable | null)[];
  private readonly unread: number[] = [];
  /** What was known of pages before they changed, and which those were, oldest first. */
  private readonly pages: number[] = [];
  private readonly forms: (PageForm | null)[] = [];

  constructor(memory: Memory, format: TableFormat) {
    this.memory = memory;
    this.format = format;
    this.tables = new TableForms(memory.words, format);
    this.known = new Array(memory.ramPages).fill(null);
    this.partly = new Array(memory.ramPages).fill(null);
  }

  /** A mark to go back to: how many changes are kept. What is known in part is read, so that what changes from here on is told from what did before. */
  mark(): number {
    const { unread } = this;
    while (unread.length > 0) {
      const page = unread.pop() as number;
      const partly = this.partly[page];
      if (partly !== null) this.table(page, partly.before.level);
    }
    return this.pages.length;
  }

  /** To be called for each change, as `Memory.changedSince` tells of it. Bits that hardware sets change no table. */
  readonly changed = (place: number, old: number): void => {
    const page = place < 0 ? -1 - place : place >> 10;
    if (page >= this.known.length) return;
    if (place < 0) return this.forget(page);
    const bits = this.memory.words[place] ^ old;
    const form = this.known[page] ?? this.partly[page]?.before ?? null;
    const isTable = form !== null && form.level > DATA;
    if (bits === 0 && this.partly[page] === null) return;
    if (isTable && (bits & ~ACCESSED_AND_DIRTY) === 0 && this.partly[page] === null) return;
    if (isTable) this.changeTable(page, place, old);
    else this.forget(page);
  };

  /** Every page holds again what it held at `mark`. */
  undo(mark: number): void {
    const { pages, forms, known, partly } = this;
    while (pages.length > mark) {
      const page = pages.pop() as number;
      known[page] = forms.pop() as PageForm | null;
      partly[page] = null;
    }
  }

  /** The form of `page` that was asked for last, if it holds the same still; null if it changed or nobody asked. */
  knownOf(page: number): PageForm | null {
    return this.known[page];
  }

  /** What `page` holds as data. */
  data(page: number): PageForm {
    const known = this.known[page];
    if (known !== null && known.level === DATA) return known;
    return this.keep(page, { level: DATA, hash: this.hashOf(page), references: NOBODY });
  }

  /** What `page` holds as a table of `level`, where level 1 refers to pages of data. */
  table(page: number, level: number): PageForm {
    const known = this.known[page];
    if (known !== null && known.level === level) return known;
    const partly = this.partly[page];
    if (partly === null || partly.before.level !== level) return this.keep(page, this.tables.read(page, level));
    return this.keep(page, this.tables.changed(partly.before, partly.places, partly.olds));
  }

  private keep(page: number, form: PageForm): PageForm {
    this.known[page] = form;
    this.partly[page] = null;
    return form;
  }

  /** Nothing is known of `page` any more. */
  private forget(page: number): void {
    this.pages.push(page);
    this.forms.push(this.known[page] ?? this.partly[page]?.before ?? null);
    this.known[page] = null;
    this.partly[page] = null;
  }

  private changeTable(page: number, place: number, old: number): void {
    const partly = this.partly[page];
    if (partly === null) {
      const before = this.known[page] as PageForm;
      this.forget(page);
      this.partly[page] = { before, places: [place], olds: [old] };
      this.unread.push(page);
    } else if (partly.places.length < MOST_CHANGES) {
      const known = partly.places.indexOf(place);
      if (known < 0) {
        partly.places.push(place);
        partly.olds.push(old);
      } else partly.olds[known] = old;
    } else this.forget(page);
  }

  private hashOf(page: number): Hash {
    if (this.format.isBlank === true) return ALIKE;
    const { words, quads } = this.memory;
    const from = page * PAGE_WORDS;
    // Most pages are filled with one word, and most of those with zeros.
    const quad = firstNonzero(quads, from / 2, from / 2 + PAGE_WORDS / 2);
    if (quad === from / 2 + PAGE_WORDS / 2) return ZEROS;
    let same = 1;
    while (same < PAGE_WORDS && words[from + same] === words[from]) same++;
    return hashOf(words, from, same === PAGE_WORDS ? 1 : PAGE_WORDS);
  }
}
