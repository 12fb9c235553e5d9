/**
 * What a page of tables holds: which pages it refers to, and a sum of hashes of its other entries, so that a table that changed in a few words need
 * not be read whole.
 */
import { PAGE_WORDS } from '../../../hardware/hardware.ts';
import { firstNonzero, quadsOf } from '../../../hardware/zeros.ts';
import { HASH_WORDS, type Hash } from './hash128.ts';
import type { PageForm } from './page-form.ts';

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

/** A and D, which hardware sets (Intel SDM vol. 3, table 4-19). */
export const ACCESSED_AND_DIRTY = 0x60;
const RIGHTS = 0xfff;
const PAGE_BITS = 12;

/** The number of the entry that a reference is from, and the rights that it gives. */
export const entryOf = (reference: number, { entryWords }: TableFormat): number =>
  (reference >>> PAGE_BITS) / entryWords;
export const rightsOf = (reference: number): number => reference & RIGHTS;

export class TableForms {
  private readonly words: Int32Array;
  private readonly quads: BigInt64Array;
  private readonly format: TableFormat;
  /** Of the table that is being read: a sum of hashes of entries that refer to no page, and the others. */
  private readonly sum = new Int32Array(HASH_WORDS);
  private references: number[] = [];
  /** For each word of a table the entry that was hashed there last, and its hash: of many tables parts are alike. */
  private readonly lately = new Int32Array(PAGE_WORDS * LATELY);

  /** Of tables in the memory `words`. */
  constructor(words: Int32Array, format: TableFormat) {
    this.words = words;
    this.quads = quadsOf(words);
    this.format = format;
  }

  /** The table of `level` in `page`, read whole. */
  read(page: number, level: number): PageForm {
    const { quads, format } = this;
    this.sum.fill(0);
    this.references = [];
    const end = (page + 1) * PAGE_QUADS;
    for (let at = firstNonzero(quads, page * PAGE_QUADS, end); at < end; at = nextNonzero(quads, at + 1, end)) {
      this.readEntry(at * 2, level);
      if (format.entryWords === 1) this.readEntry(at * 2 + 1, level);
    }
    return { level, hash: this.hash, references: this.references };
  }

  /** The same of a table that was `before`, and in which the words at `places`, indexes of memory, held `olds`. */
  changed(before: PageForm, places: readonly number[], olds: readonly number[]): PageForm {
    const { sum, words } = this;
    const mask = -this.format.entryWords;
    for (let i = 0; i < HASH_WORDS; i++) sum[i] = before.hash[i];
    let { references } = before;
    const oldOf = (at: number): number => {
      const known = places.indexOf(at);
      return known < 0 ? words[at] : olds[known];
    };
    for (let i = 0; i < places.length; i++) {
      const entry = places[i] & mask;
      // Of an entry of two words both may be there.
      if ((places[i] & ~mask) === 0 || !places.includes(entry))
        references = this.become(references, before.level, entry, oldOf);
    }
    return { level: before.level, hash: this.hash, references };
  }

  private get hash(): Hash {
    const { sum } = this;
    return [sum[0], sum[1], sum[2], sum[3]];
  }

  private readEntry(place: number, level: number): void {
    const { words, format, references } = this;
    const word = place & (PAGE_WORDS - 1);
    const low = words[place] & ~ACCESSED_AND_DIRTY;
    const high = format.entryWords === 2 ? words[place + 1] : 0;
    if ((low | high) === 0) return;
    if (high === 0 && format.isReference(low, level)) references.push(referenceAt(word, low), low >>> PAGE_BITS);
    else this.add(word, low, high, 1);
  }

  /** The entry at `place` of memory is what it is now, where its words were what `oldOf` says. */
  private become(
    references: readonly number[],
    level: number,
    place: number,
    oldOf: (at: number) => number,
  ): readonly number[] {
    const { words, format } = this;
    const word = place & (PAGE_WORDS - 1);
    const isWide = format.entryWords === 2;
    const [oldLow, oldHigh] = [oldOf(place) & ~ACCESSED_AND_DIRTY, isWide ? oldOf(place + 1) : 0];
    const [low, high] = [words[place] & ~ACCESSED_AND_DIRTY, isWide ? words[place + 1] : 0];
    if (low === oldLow && high === oldHigh) return references;
    const was = oldHigh === 0 && format.isReference(oldLow, level);
    const is = high === 0 && format.isReference(low, level);
    if (!was && (oldLow | oldHigh) !== 0) this.add(word, oldLow, oldHigh, -1);
    if (!is && (low | high) !== 0) this.add(word, low, high, 1);
    if (!was && !is) return references;
    return withEntry(references, word, is ? [referenceAt(word, low), low >>> PAGE_BITS] : []);
  }

  private add(word: number, low: number, high: number, sign: number): void {
    const { sum, lately } = this;
    const at = word * LATELY;
    // All zeros are no entry, and nobody asks for their hash.
    if (lately[at + HASH_WORDS] !== low || lately[at + HASH_WORDS + 1] !== high) this.hashEntry(word, low, high);
    for (let lane = 0; lane < HASH_WORDS; lane++) sum[lane] += sign * lately[at + lane];
  }

  private hashEntry(word: number, low: number, high: number): void {
    const { lately } = this;
    const at = word * LATELY;
    const seed = Math.imul(word + 1, 0x9e3779b1) ^ low;
    for (let lane = 0; lane < HASH_WORDS; lane++) lately[at + lane] = mixed(seed ^ SEEDS[lane], high + lane);
    lately[at + HASH_WORDS] = low;
    lately[at + HASH_WORDS + 1] = high;
  }
}

/** Words of a hash, and of the entry that it is of. */
const LATELY = HASH_WORDS + 2;
const PAGE_QUADS = PAGE_WORDS / 2;
const SEEDS = Int32Array.of(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344);

/** Entries often stand side by side. */
const nextNonzero = (quads: BigInt64Array, at: number, end: number): number =>
  at < end && quads[at] !== 0n ? at : firstNonzero(quads, at, end);

const mixed = (one: number, other: number): number => {
  let x = Math.imul(one ^ (one >>> 16), 0x7feb352d) ^ Math.imul(other, 0x93d765dd | 0);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
};

const referenceAt = (word: number, low: number): number => (word << PAGE_BITS) | (low & RIGHTS);

/** `references` with those of the entry at `word` replaced. */
const withEntry = (references: readonly number[], word: number, entry: readonly number[]): readonly number[] => {
  let at = 0;
  while (at < references.length && references[at] >>> PAGE_BITS < word) at += 2;
  const isThere = at < references.length && references[at] >>> PAGE_BITS === word;
  return references.toSpliced(at, isThere ? 2 : 0, ...entry);
};
