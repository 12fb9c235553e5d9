/**
 * What is in physical pages, put so that two states can be compared whatever pages they use: of a page of data a hash of its words, of a page of
 * tables a hash of what is the same under all names, and which pages it refers to. Kept for each page until it changes, and again after an undo:
 * whoever kept a form of a page finds by it that the page still holds the same.
 */
import { type Memory, PAGE_WORDS } from '../../../hardware/hardware.ts';
import { HASH_WORDS, hash128 } from './hash128.ts';

/** What a page holds. `references` are, of each entry that refers to another page, where it stands with its rights, and that page. */
export interface PageForm {
  /** 0 of a page of data. */
  readonly level: number;
  readonly hash: Int32Array;
  readonly references: Int32Array;
}

/** Which words of a page of tables refer to pages that may have other names elsewhere. */
export interface TableFormat {
  /** Words of an entry: the first has the rights and the page's address. */
  readonly entryWords: number;
  /** Levels of tables: that of a root. */
  readonly levels: number;
  /** Entries of a table. */
  readonly entries: number;
  /** Whether nobody ever reads what is in pages of data: then all are alike. */
  readonly isBlank?: boolean;
  /** Whether the entry `low`, in a table of `level`, refers to a page by a name. */
  isReference(low: number, level: number): boolean;
}

const NOBODY = new Int32Array(0);
/** A and D, which hardware sets (Intel SDM vol. 3, table 4-19). */
const ACCESSED_AND_DIRTY = 0x60;
const RIGHTS = 0xfff;
const PAGE_BITS = 12;
const DATA = 0;

/** The number of the entry that a reference is from, and the rights that it gives. */
export const entryOf = (reference: number, { entryWords }: TableFormat): number =>
  (reference >>> PAGE_BITS) / entryWords;
export const rightsOf = (reference: number): number => reference & RIGHTS;

export class PageForms {
  readonly format: TableFormat;
  private readonly memory: Memory;
  private readonly known: (PageForm | null)[];
  /** What was known of pages before they changed, and which those were, oldest first. */
  private readonly pages: number[] = [];
  private readonly forms: (PageForm | null)[] = [];
  private readonly literal = new Int32Array(2 * PAGE_WORDS);
  /** Hashes of what tables held beside references, with the words, by how many these are: most tables hold the same. */
  private readonly literals = new Map<number, { readonly words: Int32Array; readonly hash: Int32Array }[]>();
  private readonly references = new Int32Array(2 * PAGE_WORDS);

  constructor(memory: Memory, format: TableFormat) {
    this.memory = memory;
    this.format = format;
    this.known = new Array(memory.ramPages).fill(null);
  }

  /** The hash of tables that hold nothing but references. */
  get nothing(): Int32Array {
    return this.hashOfLiterals(0);
  }

  /** How many changes are kept: a mark to go back to. */
  get mark(): number {
    return this.pages.length;
  }

  /** To be called for each page that changed. */
  readonly changed = (page: number): void => {
    if (page >= this.known.length) return;
    this.pages.push(page);
    this.forms.push(this.known[page]);
    this.known[page] = null;
  };

  /** Every page holds again what it held at `mark`. */
  undo(mark: number): void {
    const { pages, forms, known } = this;
    while (pages.length > mark) known[pages.pop() as number] = forms.pop() as PageForm | null;
  }

  /** The form of `page` that was asked for last, if it holds the same still; null if it changed or nobody asked. */
  knownOf(page: number): PageForm | null {
    return this.known[page];
  }

  /** What `page` holds as data. */
  data(page: number): PageForm {
    const known = this.known[page];
    if (known !== null && known.level === DATA) return known;
    const form = { level: DATA, hash: this.hashOf(page), references: NOBODY };
    this.known[page] = form;
    return form;
  }

  /** What `page` holds as a table of `level`, where level 1 refers to pages of data. */
  table(page: number, level: number): PageForm {
    const known = this.known[page];
    if (known !== null && known.level === level) return known;
    const form = this.parse(page, level);
    this.known[page] = form;
    return form;
  }

  private hashOf(page: number): Int32Array {
    const hash = new Int32Array(HASH_WORDS);
    if (this.format.isBlank === true) return hash;
    const { words } = this.memory;
    const from = page * PAGE_WORDS;
    // Most pages are filled with one word.
    let same = 1;
    while (same < PAGE_WORDS && words[from + same] === words[from]) same++;
    hash128(words, from, same === PAGE_WORDS ? 1 : PAGE_WORDS, hash, 0);
    return hash;
  }

  private parse(page: number, level: number): PageForm {
    const { memory, format, literal, references } = this;
    const { words } = memory;
    const { entryWords } = format;
    const from = page * PAGE_WORDS;
    let literals = 0;
    let found = 0;
    for (let word = 0; word < PAGE_WORDS; word += entryWords) {
      const low = words[from + word] & ~ACCESSED_AND_DIRTY;
      const high = entryWords === 2 ? words[from + word + 1] : 0;
      if ((low | high) === 0) continue;
      if (high === 0 && format.isReference(low, level)) {
        references[found++] = (word << PAGE_BITS) | (low & RIGHTS);
        references[found++] = low >>> PAGE_BITS;
      } else {
        literal[literals++] = word;
        literal[literals++] = low;
        if (entryWords === 2) literal[literals++] = high;
      }
    }
    return { level, hash: this.hashOfLiterals(literals), references: references.slice(0, found) };
  }

  private hashOfLiterals(count: number): Int32Array {
    const { literal, literals } = this;
    let known = literals.get(count);
    if (known === undefined) {
      known = [];
      literals.set(count, known);
    }
    for (const { words, hash } of known) {
      let same = 0;
      while (same < count && words[same] === literal[same]) same++;
      if (same === count) return hash;
    }
    const hash = new Int32Array(HASH_WORDS);
    hash128(literal, 0, count, hash, 0);
    if (known.length < MOST_LITERALS) known.push({ words: literal.slice(0, count), hash });
    return hash;
  }
}

/** So many contents of one length are known at most. */
const MOST_LITERALS = 4;
