/**
 * The fingerprint: a 64-bit hash of memory's words, kept as they change, for telling states apart.
 *
 * A page's hash is the sum over its words of mix(index in page, value), so that one store changes it in O(1), a zeroed page
 * hashes to zero and a copied page has its source's hash. The whole is the sum over pages of mix(page, page's hash).
 * Each page counts as its use says (`PageUse`): unused pages not at all; page tables without A and D, which hardware sets.
 * Two lanes of 32 bits are kept, mixed independently.
 *
 * The hash of a page can be unknown until somebody asks for the fingerprint: of an unused page, which does not count, and of one
 * whose words change so often that hashing it anew once costs less than following them.
 */
import { PAGE_WORDS } from './address.ts';
import { firstNonzero, quadsOf } from './zeros.ts';

/** How a page counts towards the fingerprint. The uses are words of the machine like everything else. */
export const USE_DATA = 0;
/** A page is used for page tables: A and D of its entries do not count. */
export const USE_TABLES = 1;
/** A page is used by nobody: what it holds does not count. */
export const USE_UNUSED = 2;

/** So many changed words cost as much as the whole page: two hashes each against one, of words that may be zero. */
const MOST_CHANGES = 48;

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
  private readonly quads: BigInt64Array;
  private readonly uses: Uint8Array;
  private readonly heard: Uint8Array;
  private readonly bit: number;
  private readonly pageLow: Int32Array;
  private readonly pageHigh: Int32Array;
  /** What each page last added to the whole; pages that changed since then are listed in `stale`. */
  private readonly addedLow: Int32Array;
  private readonly addedHigh: Int32Array;
  private readonly isStale: Uint8Array;
  /** Words of each page that changed since the last call of `value`. */
  private readonly changes: Uint8Array;
  private readonly stale: number[] = [];
  private readonly fills = new Map<number, readonly [number, number]>();
  private low = 0;
  private high = 0;

  /**
   * Hashes `words` from scratch; `uses` holds one use a page and is read whenever a page is hashed. In `heard`, a byte a page,
   * `bit` is set where the page's hash is unknown: changes of its words need not be told.
   */
  constructor(
    words: Int32Array,
    uses: Uint8Array,
    heard: Uint8Array = new Uint8Array(words.length / PAGE_WORDS),
    bit = 1,
  ) {
    const pages = words.length / PAGE_WORDS;
    this.heard = heard;
    this.bit = bit;
    this.words = words;
    this.quads = quadsOf(words);
    this.uses = uses;
    this.pageLow = new Int32Array(pages);
    this.pageHigh = new Int32Array(pages);
    this.addedLow = new Int32Array(pages);
    this.addedHigh = new Int32Array(pages);
    this.isStale = new Uint8Array(pages);
    this.changes = new Uint8Array(pages);
    for (let page = 0; page < pages; page++) this.forget(page);
  }

  /** The whole, as sixteen hex digits. Costs as much as the number of pages changed since the last call. */
  value(): string {
    for (const page of this.stale) this.readd(page);
    this.stale.length = 0;
    return hex64(this.high, this.low);
  }

  /** Follows one word's change, in a page whose hash is known. To be called before the change or after it, once. */
  word(index: number, old: number, value: number): void {
    const page = index >> 10;
    if (this.uses[page] === USE_UNUSED || this.changes[page] === MOST_CHANGES) return this.forget(page);
    this.changes[page] += 1;
    const position = index & (PAGE_WORDS - 1);
    const mask = this.maskOf(page, position);
    this.add(page, position, old & mask, -1);
    this.add(page, position, value & mask, 1);
    this.touch(page);
  }

  /** Follows a page that now holds `value` in each word. */
  filled(page: number, value: number): void {
    const plain = this.uses[page] !== USE_TABLES || (value | 0) === 0;
    if (!plain) return this.forget(page);
    const [low, high] = this.fillHash(value | 0);
    this.know(page, low, high);
  }

  /** Follows a page that now holds what page `source` holds. */
  copied(page: number, source: number): void {
    if (this.uses[page] !== this.uses[source] || this.isUnknown(source)) return this.forget(page);
    this.know(page, this.pageLow[source], this.pageHigh[source]);
  }

  /** Leaves a page's hash unknown: its content came from elsewhere, or its use changed. */
  forget(page: number): void {
    this.heard[page] |= this.bit;
    this.touch(page);
  }

  /** Follows a change of `page`'s use. A zeroed page hashes the same under every use. */
  useChanged(page: number, old: number, use: number): void {
    if (this.isUnknown(page)) return this.touch(page);
    const zero = this.pageLow[page] === 0 && this.pageHigh[page] === 0;
    // A page that hashes to zero as tables may still hold A and D bits.
    if ((old === USE_TABLES) !== (use === USE_TABLES) && (old === USE_TABLES || !zero)) this.forget(page);
    this.touch(page);
  }

  private isUnknown(page: number): boolean {
    return (this.heard[page] & this.bit) !== 0;
  }

  private know(page: number, low: number, high: number): void {
    this.pageLow[page] = low;
    this.pageHigh[page] = high;
    this.heard[page] &= ~this.bit;
    this.touch(page);
  }

  /** Hashes one page anew. */
  private rehash(page: number): void {
    const { words, quads } = this;
    const first = page * PAGE_WORDS;
    const end = (first + PAGE_WORDS) / 2;
    const evenMask = this.maskOf(page, 0);
    let low = 0;
    let high = 0;
    for (let quad = firstNonzero(quads, first / 2, end); quad < end; quad = firstNonzero(quads, quad + 1, end)) {
      const position = quad * 2 - first;
      const even = words[quad * 2] & evenMask;
      const odd = words[quad * 2 + 1];
      if (even !== 0) {
        low = (low + mixLow(position, even)) | 0;
        high = (high + mixHigh(position, even)) | 0;
      }
      if (odd !== 0) {
        low = (low + mixLow(position + 1, odd)) | 0;
        high = (high + mixHigh(position + 1, odd)) | 0;
      }
    }
    this.know(page, low, high);
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
    if (counts && this.isUnknown(page)) this.rehash(page);
    const low = counts ? mixLow(page ^ this.pageHigh[page], this.pageLow[page]) : 0;
    const high = counts ? mixHigh(page ^ this.pageLow[page], this.pageHigh[page]) : 0;
    this.low = (this.low + low - this.addedLow[page]) | 0;
    this.high = (this.high + high - this.addedHigh[page]) | 0;
    this.addedLow[page] = low;
    this.addedHigh[page] = high;
    this.isStale[page] = 0;
    this.changes[page] = 0;
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
