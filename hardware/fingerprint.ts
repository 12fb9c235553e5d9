/**
 * The fingerprint: a 64-bit hash of memory's words, kept as they change, for telling states apart.
 *
 * A page's hash is the sum over its words of mix(index in page, value), so that one store changes it in O(1), a zeroed page
 * hashes to zero and a copied page has its source's hash. The whole is the sum over pages of mix(page, page's hash).
 * Each page counts as its use says (`PageUse`): unused pages not at all; page tables without A and D, which hardware sets.
 * Two lanes of 32 bits are kept, mixed independently.
 */
import { PAGE_WORDS } from './address.ts';

/** How a page counts towards the fingerprint. The uses are words of the machine like everything else. */
export const USE_DATA = 0;
export const USE_TABLES = 1;
export const USE_UNUSED = 2;

/** A and D, bits 5 and 6 of the low word of a page-table entry (Intel SDM vol. 3, table 4-19). */
const ACCESSED_AND_DIRTY = 0x60;

const mixLow = (position: number, value: number): number => {
  let x = Math.imul(value, 0x9e3779b1) ^ Math.imul(position + 1, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return x ^ (x >>> 15);
};

const mixHigh = (position: number, value: number): number => {
  let x = Math.imul(value, 0xc2b2ae35) + Math.imul(position + 1, 0x27d4eb2f);
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
};

/** A 64-bit hash of two words, as sixteen hex digits. */
export const hex64 = (high: number, low: number): string =>
  (high >>> 0).toString(16).padStart(8, '0') + (low >>> 0).toString(16).padStart(8, '0');

export class Fingerprint {
  private readonly words: Int32Array;
  private readonly uses: Uint8Array;
  private readonly pageLow: Int32Array;
  private readonly pageHigh: Int32Array;
  /** What each page last added to the whole; pages that changed since then are listed in `stale`. */
  private readonly addedLow: Int32Array;
  private readonly addedHigh: Int32Array;
  private readonly isStale: Uint8Array;
  private readonly stale: number[] = [];
  private readonly fills = new Map<number, readonly [number, number]>();
  private low = 0;
  private high = 0;

  /** Hashes `words` from scratch; `uses` holds one use a page and is read whenever a page is hashed. */
  constructor(words: Int32Array, uses: Uint8Array) {
    const pages = words.length / PAGE_WORDS;
    this.words = words;
    this.uses = uses;
    this.pageLow = new Int32Array(pages);
    this.pageHigh = new Int32Array(pages);
    this.addedLow = new Int32Array(pages);
    this.addedHigh = new Int32Array(pages);
    this.isStale = new Uint8Array(pages);
    for (let page = 0; page < pages; page++) this.rehash(page);
  }

  /** The whole, as sixteen hex digits. Costs as much as the number of pages changed since the last call. */
  value(): string {
    for (const page of this.stale) this.readd(page);
    this.stale.length = 0;
    return hex64(this.high, this.low);
  }

  /** Follows one word's change. To be called before the change or after it, once. */
  word(index: number, old: number, value: number): void {
    const page = index >> 10;
    const position = index & (PAGE_WORDS - 1);
    const mask = this.maskOf(page, position);
    this.add(page, position, old & mask, -1);
    this.add(page, position, value & mask, 1);
    this.touch(page);
  }

  /** Follows a page that now holds `value` in each word. */
  filled(page: number, value: number): void {
    const plain = this.uses[page] !== USE_TABLES || (value | 0) === 0;
    if (!plain) return this.rehash(page);
    const [low, high] = this.fillHash(value | 0);
    this.pageLow[page] = low;
    this.pageHigh[page] = high;
    this.touch(page);
  }

  /** Follows a page that now holds what page `source` holds. */
  copied(page: number, source: number): void {
    if (this.uses[page] !== this.uses[source]) return this.rehash(page);
    this.pageLow[page] = this.pageLow[source];
    this.pageHigh[page] = this.pageHigh[source];
    this.touch(page);
  }

  /** Hashes one page anew: its content came from elsewhere, or its use changed. */
  rehash(page: number): void {
    this.pageLow[page] = 0;
    this.pageHigh[page] = 0;
    const first = page * PAGE_WORDS;
    for (let i = 0; i < PAGE_WORDS; i++) this.add(page, i, this.words[first + i] & this.maskOf(page, i), 1);
    this.touch(page);
  }

  /** Follows a change of `page`'s use. A zeroed page hashes the same under every use. */
  useChanged(page: number, old: number, use: number): void {
    const zero = this.pageLow[page] === 0 && this.pageHigh[page] === 0;
    // A page that hashes to zero as tables may still hold A and D bits.
    if ((old === USE_TABLES) !== (use === USE_TABLES) && (old === USE_TABLES || !zero)) this.rehash(page);
    this.touch(page);
  }

  private maskOf(page: number, position: number): number {
    return this.uses[page] === USE_TABLES && (position & 1) === 0 ? ~ACCESSED_AND_DIRTY : -1;
  }

  private add(page: number, position: number, value: number, sign: number): void {
    if (value === 0) return;
    this.pageLow[page] += sign * mixLow(position, value);
    this.pageHigh[page] += sign * mixHigh(position, value);
  }

  private touch(page: number): void {
    if (this.isStale[page] === 1) return;
    this.isStale[page] = 1;
    this.stale.push(page);
  }

  private readd(page: number): void {
    const counts = this.uses[page] !== USE_UNUSED;
    const low = counts ? mixLow(page ^ this.pageHigh[page], this.pageLow[page]) : 0;
    const high = counts ? mixHigh(page ^ this.pageLow[page], this.pageHigh[page]) : 0;
    this.low = (this.low + low - this.addedLow[page]) | 0;
    this.high = (this.high + high - this.addedHigh[page]) | 0;
    this.addedLow[page] = low;
    this.addedHigh[page] = high;
    this.isStale[page] = 0;
  }

  private fillHash(value: number): readonly [number, number] {
    let hash = this.fills.get(value);
    if (hash === undefined) {
      let low = 0;
      let high = 0;
      for (let i = 0; i < PAGE_WORDS && value !== 0; i++) {
        low = (low + mixLow(i, value)) | 0;
        high = (high + mixHigh(i, value)) | 0;
      }
      hash = [low, high];
      this.fills.set(value, hash);
    }
    return hash;
  }
}
