/**
 * The translation lookaside buffer: 256 entries, direct mapped, in the machine's own words, so that stale entries are
 * part of the state. It owns filling and invalidation; the look-up itself is inlined in the MMU.
 *
 *     word 0   page 31..12 | generation 11..0
 *     word 1   pa - va 31..12 | global 8 | size 7..6 | kinds of access that may be answered 5..0, a bit for each
 *
 * An entry cached before the last flush simply does not match the tag in word 0, which is made of the page's address and the current
 * generation. The kinds that write are set only once D is set in the entry of the page table, so the first write always walks (Intel
 * SDM vol. 3, 4.8). Pages of 2 MiB, 4 MiB and 1 GiB are cached in pieces of 4 KiB (4.10.2.3).
 * Of 64-bit addresses only those below 2 GiB are cached; of 32-bit ones all are. Entries take half a page. The buffer's own registers have
 * another, so that whoever follows changes of memory can hear of flushes and not of every fill.
 */
import * as address from './address.ts';
import type { Memory } from './memory.ts';

// V8 folds a module's own constants into machine code, and loads imported and exported ones at each use (docs/performance.md).
const { PAGE_BITS } = address;

export const TLB_ENTRIES = 256;
export const ENTRY_WORDS = 2;
/**
 * First word of the page after the entries: the current generation; then how many fills since the last reset were large, and global; and how many
 * gave what tables give only while a control register lets them.
 */
export const TLB_GENERATION = 1 << (PAGE_BITS - 2);
const TLB_LARGE = TLB_GENERATION + 1;
export const TLB_GLOBAL = TLB_GENERATION + 2;
export const TLB_LENT = TLB_GENERATION + 3;

/** Kinds of access, as numbers of their bits: the privilege is that of the access, not of the page. */
export const KERNEL_READ = 0;
export const KERNEL_WRITE = 1;
export const KERNEL_FETCH = 2;
export const USER_READ = 3;
export const USER_WRITE = 4;
export const USER_FETCH = 5;
/** The bits of word 1 that hold kinds; that of a global page; where the size starts. */
const KINDS = (1 << 6) - 1;
const GLOBAL = 1 << 8;
const SIZE_SHIFT = 6;
/** Sizes of pages, by their number in word 1. */
const SIZES: readonly number[] = [12, 21, 22, 30];

const GENERATIONS = 1 << PAGE_BITS;
const PAGE_MASK = ~(GENERATIONS - 1);
const ENTRY_MASK = TLB_ENTRIES - 1;
const ENTRY_SIZE = ENTRY_WORDS;
/** From a page to its first word, and how many pages the entries fill. */
const WORD_BITS = PAGE_BITS - 2;
const ENTRY_PAGES = Math.ceil((TLB_ENTRIES * ENTRY_WORDS) / (1 << WORD_BITS));

/** One cached translation, for views: what it was filled with, however stale it may be by now. */
export interface CachedTranslation {
  readonly va: number;
  readonly pa: number;
  /** Kinds of access that it still answers, as a bit for each kind. */
  readonly kinds: number;
  readonly global: boolean;
  /** Size of the page that the tables mapped, of which this is a piece: 12, 21, 22 or 30. */
  readonly pageBits: number;
}

/** The 256 entries of the TLB, in words of memory. Entries go stale unless they are invalidated, as in life; nothing here walks tables. */
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
    this.set(TLB_LENT, 0);
  }

  /**
   * Caches that the page of `va`, of which the low 32 bits count, lies at `pa`, for the kinds of access in the bit set `kinds`.
   * Whatever the entry held is evicted. `pageBits` is the size of the page as the tables map it: 12, 21, 22 or 30.
   */
  fill(va: number, pa: number, kinds: number, pageBits: number, global: boolean): void {
    const distance = (pa & PAGE_MASK) - (va & PAGE_MASK);
    const shape = (SIZES.indexOf(pageBits) << SIZE_SHIFT) | (global ? GLOBAL : 0);
    const entry = this.entryOf(va);
    this.memory.store(entry, (va & PAGE_MASK) | this.get(TLB_GENERATION));
    this.memory.store(entry + 1, distance | shape | kinds);
    if (global) this.set(TLB_GLOBAL, this.get(TLB_GLOBAL) + 1);
    if (pageBits > PAGE_BITS) this.set(TLB_LARGE, this.get(TLB_LARGE) + 1);
  }

  /** Notes that what was just cached hangs on a control register, for those who want to know what may go stale. */
  lend(): void {
    this.set(TLB_LENT, this.get(TLB_LENT) + 1);
  }

  /** Caches a small page that is not global, as `fill` would; `page` is where it lies. */
  fillSmall(va: number, page: number, kinds: number): void {
    const { words } = this;
    const entry = this.first + ((va >>> PAGE_BITS) & ENTRY_MASK) * ENTRY_SIZE;
    const start = va & PAGE_MASK;
    this.memory.beforeTwo(entry);
    words[entry] = start | words[this.generation];
    words[entry + 1] = (page - start) | kinds;
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
      const bits = this.sizeAt(entry);
      if (this.pageAt(entry) >> bits === va >> bits) this.drop(entry);
    }
  }

  /** Forgets what entry `number` holds, from 0 to TLB_ENTRIES - 1. */
  evict(number: number): void {
    this.drop(this.first + number * ENTRY_WORDS);
  }

  /** All translations that would still answer. */
  cached(): CachedTranslation[] {
    const { words, first } = this;
    const found: CachedTranslation[] = [];
    // No generation is zero, and so nothing answers that was never filled.
    const generation = words[this.generation];
    for (let entry = first; entry < first + TLB_ENTRIES * ENTRY_SIZE; entry += ENTRY_SIZE)
      if ((words[entry] & ~PAGE_MASK) === generation) found.push(this.translationAt(entry));
    return found;
  }

  private translationAt(entry: number): CachedTranslation {
    const page = this.pageAt(entry);
    const info = this.words[entry + 1];
    return {
      va: page >>> 0,
      pa: (page + (info & PAGE_MASK)) | 0,
      kinds: info & KINDS,
      global: (info & GLOBAL) !== 0,
      pageBits: this.sizeAt(entry),
    };
  }

  private globals(): CachedTranslation[] {
    return this.cached().filter((entry) => entry.global);
  }

  /** The page that an entry was filled for. */
  private pageAt(entry: number): number {
    return this.words[entry] & PAGE_MASK;
  }

  private sizeAt(entry: number): number {
    return SIZES[(this.words[entry + 1] >> SIZE_SHIFT) & 3];
  }

  private renewGlobals(old: number, generation: number): void {
    for (let i = 0; i < TLB_ENTRIES; i++) {
      const entry = this.first + i * ENTRY_WORDS;
      const tag = this.words[entry];
      if ((this.words[entry + 1] & GLOBAL) === 0 || (tag & ~PAGE_MASK) !== old) continue;
      this.memory.store(entry, (tag & PAGE_MASK) | generation);
    }
  }

  private drop(entry: number): void {
    this.memory.store(entry, 0);
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
