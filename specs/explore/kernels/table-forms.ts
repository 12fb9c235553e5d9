/**
 * What a page of tables holds: which pages it refers to, and a sum of hashes of its other entries, so that a table that changed in a few words need
 * not be read whole.
 */
import { PAGE_WORDS } from '../../../hardware/hardware.ts';
import { HASH_WORDS } from './hash128.ts';
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
  private readonly format: TableFormat;
  private readonly found = new Int32Array(2 * PAGE_WORDS);
  private readonly sum = new Int32Array(HASH_WORDS);

  /** Of tables in the memory `words`. */
  constructor(words: Int32Array, format: TableFormat) {
    this.words = words;
    this.format = format;
  }

  /** The table of `level` in `page`, read whole. */
  read(page: number, level: number): PageForm {
    const { words, format, found, sum } = this;
    const { entryWords } = format;
    const from = page * PAGE_WORDS;
    sum.fill(0);
    let count = 0;
    for (let word = 0; word < PAGE_WORDS; word += entryWords) {
      const low = words[from + word] & ~ACCESSED_AND_DIRTY;
      const high = entryWords === 2 ? words[from + word + 1] : 0;
      if ((low | high) === 0) continue;
      if (high === 0 && format.isReference(low, level)) {
        found[count++] = (word << PAGE_BITS) | (low & RIGHTS);
        found[count++] = low >>> PAGE_BITS;
      } else this.add(word, low, high, 1);
    }
    return { level, hash: sum.slice(), references: found.slice(0, count) };
  }

  /** The same of a table that was `before`, and in which the words at `places`, indexes of memory, held `olds`. */
  changed(before: PageForm, places: readonly number[], olds: readonly number[]): PageForm {
    this.sum.set(before.hash);
    let { references } = before;
    for (const place of entriesIn(places, this.format.entryWords)) {
      const oldOf = (at: number): number => {
        const known = places.indexOf(at);
        return known < 0 ? this.words[at] : olds[known];
      };
      references = this.become(references, before.level, place, oldOf);
    }
    return { level: before.level, hash: this.sum.slice(), references };
  }

  /** The entry at `place` of memory is what it is now, where its words were what `oldOf` says. */
  private become(references: Int32Array, level: number, place: number, oldOf: (at: number) => number): Int32Array {
    const { words, format } = this;
    const word = place & (PAGE_WORDS - 1);
    const isWide = format.entryWords === 2;
    const [oldLow, oldHigh] = [oldOf(place) & ~ACCESSED_AND_DIRTY, isWide ? oldOf(place + 1) : 0];
    const [low, high] = [words[place] & ~ACCESSED_AND_DIRTY, isWide ? words[place + 1] : 0];
    if (low === oldLow && high === oldHigh) return references;
    const [was, is] = [
      oldHigh === 0 && format.isReference(oldLow, level),
      high === 0 && format.isReference(low, level),
    ];
    if (!was && (oldLow | oldHigh) !== 0) this.add(word, oldLow, oldHigh, -1);
    if (!is && (low | high) !== 0) this.add(word, low, high, 1);
    if (!was && !is) return references;
    return withEntry(references, word, is ? [(word << PAGE_BITS) | (low & RIGHTS), low >>> PAGE_BITS] : []);
  }

  private add(word: number, low: number, high: number, sign: number): void {
    const { sum } = this;
    const seed = Math.imul(word + 1, 0x9e3779b1) ^ low;
    for (let lane = 0; lane < HASH_WORDS; lane++) sum[lane] += sign * mixed(seed ^ SEEDS[lane], high + lane);
  }
}

const SEEDS = Int32Array.of(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344);

const mixed = (one: number, other: number): number => {
  let x = Math.imul(one ^ (one >>> 16), 0x7feb352d) ^ Math.imul(other, 0x93d765dd | 0);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
};

/** Where the entries begin that words at `places` are of, each once. */
const entriesIn = (places: readonly number[], entryWords: number): Set<number> =>
  new Set(places.map((place) => (entryWords === 2 ? place & ~1 : place)));

/** `references` with those of the entry at `word` replaced. */
const withEntry = (references: Int32Array, word: number, entry: readonly number[]): Int32Array => {
  const found: number[] = [];
  let isPlaced = false;
  const place = (): void => {
    found.push(...entry);
    isPlaced = true;
  };
  for (let i = 0; i < references.length; i += 2) {
    const at = references[i] >>> PAGE_BITS;
    if (at >= word && !isPlaced) place();
    if (at !== word) found.push(references[i], references[i + 1]);
  }
  if (!isPlaced) place();
  return Int32Array.from(found);
};
