/**
 * The translation lookaside buffer: 256 entries, direct mapped, in the machine's own words, so that stale entries are
 * part of the state. It owns filling and invalidation; the look-up itself is inlined in the MMU.
 *
 *     word   0            1             2             3          4           5           6          7
 *          +------------+-------------+-------------+----------+-----------+-----------+----------+--------+
 *          | kernel read| kernel write| kernel fetch| user read| user write| user fetch| pa - va  | size,  |
 *          |    tag     |     tag     |     tag     |   tag    |    tag    |    tag    |          | global |
 *          +------------+-------------+-------------+----------+-----------+-----------+----------+--------+
 *
 * A tag is the page's address with the current generation in its low 12 bits: a right that the entry lacks, or one cached
 * before the last flush, simply does not match. The write tags are set only once D is set in the entry of the page table,
 * so the first write always walks (Intel SDM vol. 3, 4.8). Pages of 2 MiB and 1 GiB are cached in pieces of 4 KiB (4.10.2.3).
 * Of 64-bit addresses only those below 2 GiB are cached; of 32-bit ones all are.
 */
import * as address from './address.ts';
import type { Memory } from './memory.ts';

// V8 folds a module's own constants into machine code, and loads imported and exported ones at each use (docs/performance.md).
const { PAGE_BITS } = address;

export const TLB_ENTRIES = 256;
export const ENTRY_WORDS = 8;
/** Word after the entries: the current generation; then how many fills since the last reset were large, and global. */
export const TLB_GENERATION = TLB_ENTRIES * ENTRY_WORDS;
const TLB_LARGE = TLB_GENERATION + 1;
const TLB_GLOBAL = TLB_GENERATION + 2;

/** Kinds of access, as numbers of the tags: the privilege is that of the access, not of the page. */
export const KERNEL_READ = 0;
export const KERNEL_WRITE = 1;
export const KERNEL_FETCH = 2;
export const USER_READ = 3;
export const USER_WRITE = 4;
export const USER_FETCH = 5;
const KINDS = 6;
/** Word of an entry that is added to a virtual address to give the physical one. */
export const ADDEND = 6;
const SHAPE = 7;
const SHAPE_GLOBAL = 1 << 8;

const GENERATIONS = 1 << PAGE_BITS;
const PAGE_MASK = ~(GENERATIONS - 1);
const ENTRY_MASK = TLB_ENTRIES - 1;
const ENTRY_SIZE = ENTRY_WORDS;
const DISTANCE = ADDEND;
/** From a page to its first word, and how many pages the entries fill. */
const WORD_BITS = PAGE_BITS - 2;
const ENTRY_PAGES = (TLB_ENTRIES * ENTRY_WORDS) >> WORD_BITS;

/** One cached translation, for views: what it was filled with, however stale it may be by now. */
export interface CachedTranslation {
  readonly va: number;
  readonly pa: number;
  /** Kinds of access that it still answers, as a bit for each kind. */
  readonly kinds: number;
  readonly global: boolean;
  /** Size of the page that the tables mapped, of which this is a piece: 12, 21 or 30. */
  readonly pageBits: number;
}

export class Tlb {
  private readonly memory: Memory;
  private readonly words: Int32Array;
  private readonly first: number;
  private readonly generation: number;

  constructor(memory: Memory) {
    this.memory = memory;
    this.words = memory.words;
    this.first = memory.tlb;
    this.generation = memory.tlb + TLB_GENERATION;
    this.reset();
  }

  /** Empties the buffer, as at power on. */
  reset(): void {
    const page = this.first >> WORD_BITS;
    for (let i = 0; i < ENTRY_PAGES; i++) this.memory.fillPage(page + i, 0);
    this.set(TLB_GENERATION, 1);
    this.set(TLB_LARGE, 0);
    this.set(TLB_GLOBAL, 0);
  }

  /**
   * Caches that the page of `va`, of which the low 32 bits count, lies at `pa`, for the kinds of access in the bit set `kinds`.
   * Whatever the entry held is evicted. `pageBits` is the size of the page as the tables map it: 12, 21 or 30.
   */
  fill(va: number, pa: number, kinds: number, pageBits: number, global: boolean): void {
    const entry = this.entryOf(va);
    const tag = (va & PAGE_MASK) | this.get(TLB_GENERATION);
    for (let kind = 0; kind < KINDS; kind++) this.memory.store(entry + kind, (kinds >> kind) & 1 ? tag : 0);
    this.memory.store(entry + ADDEND, (pa & PAGE_MASK) - (va & PAGE_MASK));
    this.memory.store(entry + SHAPE, pageBits | (global ? SHAPE_GLOBAL : 0));
    if (global) this.set(TLB_GLOBAL, this.get(TLB_GLOBAL) + 1);
    if (pageBits > PAGE_BITS) this.set(TLB_LARGE, this.get(TLB_LARGE) + 1);
  }

  /** Caches a small page that is not global, as `fill` would; `page` is where it lies. */
  fillSmall(va: number, page: number, kinds: number): void {
    const { words } = this;
    const entry = this.first + ((va >>> PAGE_BITS) & ENTRY_MASK) * ENTRY_SIZE;
    const start = va & PAGE_MASK;
    const tag = start | words[this.generation];
    this.memory.beforeEight(entry);
    words[entry] = tag & -(kinds & 1);
    words[entry + 1] = tag & -((kinds >> 1) & 1);
    words[entry + 2] = tag & -((kinds >> 2) & 1);
    words[entry + 3] = tag & -((kinds >> 3) & 1);
    words[entry + 4] = tag & -((kinds >> 4) & 1);
    words[entry + 5] = tag & -((kinds >> 5) & 1);
    words[entry + DISTANCE] = page - start;
    words[entry + SHAPE] = PAGE_BITS;
  }

  /** Forgets all translations, except global ones when `keepGlobal` (a load of CR3 under CR4.PGE; SDM vol. 3, 4.10.4.1). */
  flush(keepGlobal: boolean): void {
    const old = this.get(TLB_GENERATION);
    if (old + 1 === GENERATIONS) {
      const kept = keepGlobal ? this.globals() : [];
      this.reset();
      for (const entry of kept) this.fill(entry.va, entry.pa, entry.kinds, entry.pageBits, true);
      return;
    }
    this.set(TLB_GENERATION, old + 1);
    if (keepGlobal && this.get(TLB_GLOBAL) > 0) this.renewGlobals(old, old + 1);
  }

  /** INVLPG: forgets the page of `va`, global or not, with all pieces of a larger page around it (SDM vol. 3, 4.10.4.1). */
  invalidate(va: number): void {
    if (this.get(TLB_LARGE) === 0) {
      const entry = this.entryOf(va);
      if (this.pageAt(entry) === (va & PAGE_MASK)) this.drop(entry);
      return;
    }
    for (let i = 0; i < TLB_ENTRIES; i++) {
      const entry = this.first + i * ENTRY_WORDS;
      const bits = this.words[entry + SHAPE] & 0xff;
      if (bits !== 0 && this.pageAt(entry) >> bits === va >> bits) this.drop(entry);
    }
  }

  /** Forgets what entry `number` holds, from 0 to TLB_ENTRIES - 1. */
  evict(number: number): void {
    this.drop(this.first + number * ENTRY_WORDS);
  }

  /** All translations that would still answer. */
  cached(): CachedTranslation[] {
    const found: CachedTranslation[] = [];
    for (let i = 0; i < TLB_ENTRIES; i++) {
      const entry = this.first + i * ENTRY_WORDS;
      const kinds = this.kindsAt(entry);
      if (kinds === 0) continue;
      const page = this.pageAt(entry);
      const va = page >>> 0;
      const pa = (page + this.words[entry + ADDEND]) | 0;
      const shape = this.words[entry + SHAPE];
      found.push({ va, pa, kinds, global: (shape & SHAPE_GLOBAL) !== 0, pageBits: shape & 0xff });
    }
    return found;
  }

  private globals(): CachedTranslation[] {
    return this.cached().filter((entry) => entry.global);
  }

  private kindsAt(entry: number): number {
    const generation = this.get(TLB_GENERATION);
    let kinds = 0;
    for (let kind = 0; kind < KINDS; kind++) {
      const tag = this.words[entry + kind];
      if (tag !== 0 && (tag & ~PAGE_MASK) === generation) kinds |= 1 << kind;
    }
    return kinds;
  }

  /** The page that an entry was filled for: any tag tells, and every page can be read by the kernel. */
  private pageAt(entry: number): number {
    return this.words[entry + KERNEL_READ] & PAGE_MASK;
  }

  private renewGlobals(old: number, generation: number): void {
    for (let i = 0; i < TLB_ENTRIES; i++) {
      const entry = this.first + i * ENTRY_WORDS;
      if ((this.words[entry + SHAPE] & SHAPE_GLOBAL) === 0) continue;
      for (let kind = 0; kind < KINDS; kind++) {
        const tag = this.words[entry + kind];
        if ((tag & ~PAGE_MASK) === old) this.memory.store(entry + kind, (tag & PAGE_MASK) | generation);
      }
    }
  }

  private drop(entry: number): void {
    for (let kind = 0; kind < KINDS; kind++) this.memory.store(entry + kind, 0);
  }

  private entryOf(va: number): number {
    return this.first + ((va >>> PAGE_BITS) & (TLB_ENTRIES - 1)) * ENTRY_WORDS;
  }

  private get(register: number): number {
    return this.words[this.first + register];
  }

  private set(register: number, value: number): void {
    this.memory.store(this.first + register, value);
  }
}
