/**
 * The memory management unit: every address that a program or kernel uses is translated here. It owns the TLB and the
 * page walk with its permissions and A and D bits; it never loads or stores the data itself, and never raises a trap:
 * a fault is a return value of -1 with `fault` filled, and the CPU decides.
 */
import type { Pa, Va } from './address.ts';
import * as address from './address.ts';
import { Choices } from './choices.ts';
import * as cost from './cost.ts';
import * as counter from './counters.ts';
import { FourLevelWalk, NOT_PRESENT, OUTSIDE_MEMORY, RESERVED_BIT, WALKED, type WalkStep } from './four-level-walk.ts';
import { Listeners } from './listeners.ts';
import type { Memory } from './memory.ts';
import * as pte from './pte.ts';
import * as register from './registers.ts';
import * as tlb from './tlb.ts';
import {
  FAULT_FETCH,
  FAULT_PRESENT,
  FAULT_RESERVED,
  FAULT_USER,
  FAULT_WRITE,
  GENERAL_PROTECTION,
  MACHINE_CHECK,
  PAGE_FAULT,
} from './trap.ts';
import { TwoLevelWalk } from './two-level-walk.ts';

// V8 folds a module's own constants into machine code, and loads imported ones at each use (docs/performance.md).
const { PAGE_BITS, PAGE_SIZE } = address;
const { ACCESS, WALK_LOAD } = cost;
const { CYCLES, FLUSHES, TLB_HITS, TLB_MISSES, WALK_LOADS } = counter;
const { PTE_A, PTE_D, PTE_G, PTE_U, PTE_W } = pte;
const { CR0, CR0_WP, CR3, CR4, CR4_PGE, EFER, EFER_NXE } = register;
const { ENTRY_WORDS, TLB_ENTRIES, TLB_GENERATION } = tlb;
const { KERNEL_FETCH, KERNEL_READ, KERNEL_WRITE, USER_FETCH, USER_READ, USER_WRITE } = tlb;

/** Why the last translation failed: vector, error code, and the address that goes to CR2. */
export interface Fault {
  vector: number;
  errorCode: number;
  address: number;
}

/** What a translation would find, learned without any effect on TLB, A and D bits, cycles or counters. */
export interface Probe {
  readonly pa: Pa;
  readonly writable: boolean;
  readonly user: boolean;
  readonly executable: boolean;
  readonly pageBits: number;
}

/** Formats of page tables: four levels of eight-byte entries, or two of four bytes. */
export type PagingFormat = 'x86-64' | 'i386';

const PAGE_MASK = ~(PAGE_SIZE - 1);
const bit = (kind: number): number => 1 << kind;
const isWrite = (kind: number): boolean => kind === KERNEL_WRITE || kind === USER_WRITE;
const isFetch = (kind: number): boolean => kind === KERNEL_FETCH || kind === USER_FETCH;
const isUser = (kind: number): boolean => kind >= USER_READ;

/** Beside W and U, what decides on an access: execute-disable in some entry, and CR0.WP. */
const EXECUTE_DISABLED = 1;
const PROTECTS = 8;

/** The kinds of access that a page permits, for each combination of those four (Intel SDM vol. 3, 4.6). */
const PERMITTED = Uint8Array.from({ length: 16 }, (_, page) => {
  const writable = (page & PTE_W) !== 0;
  const user = (page & PTE_U) !== 0;
  const executable = (page & EXECUTE_DISABLED) === 0;
  let kinds = bit(KERNEL_READ);
  if (executable) kinds |= bit(KERNEL_FETCH);
  if (writable || (page & PROTECTS) === 0) kinds |= bit(KERNEL_WRITE);
  if (user) kinds |= bit(USER_READ) | (executable ? bit(USER_FETCH) : 0) | (writable ? bit(USER_WRITE) : 0);
  return kinds;
});

/** The kinds that are cached of a page: those, and the right to write only once D is set. The fifth bit of the index says that. */
const DIRTY = 16;
/** How far CR0.WP and D are shifted to their places in the index. */
const WP_TO_PROTECTS = Math.log2(CR0_WP / PROTECTS);
const D_TO_DIRTY = Math.log2(PTE_D / DIRTY);
const CACHED = Uint8Array.from({ length: 32 }, (_, page) =>
  page & DIRTY ? PERMITTED[page - DIRTY] : PERMITTED[page] & ~(bit(KERNEL_WRITE) | bit(USER_WRITE)),
);
const RIGHTS = PTE_W | PTE_U;

/**
 * Translates virtual to physical addresses, in bytes, under the tables that CR3 leads to. Each translation returns the physical address, or
 * -1 with `fault` filled: nothing is thrown, and no trap raised.
 */
export class Mmu {
  readonly tlb: tlb.Tlb;
  readonly fault: Fault = { vector: 0, errorCode: 0, address: 0 };
  private readonly memory: Memory;
  private readonly counters: Float64Array;
  private readonly listeners: Listeners;
  private readonly choices: Choices;
  private readonly walk: FourLevelWalk | TwoLevelWalk;
  /** The highest address that is cached, and what an address above 2^31 differs by from its low word, if such ones are. */
  private readonly highest: number;
  private readonly wrap: number;
  private readonly words: Int32Array;
  private readonly ramBytes: number;
  private readonly registers: number;
  private readonly straightCycles: number;
  private readonly entries: number;
  private readonly generation: number;

  constructor(
    memory: Memory,
    counters: Float64Array,
    listeners = new Listeners(),
    choices = new Choices(null, counters, listeners),
    format: PagingFormat = 'x86-64',
  ) {
    this.memory = memory;
    this.counters = counters;
    this.listeners = listeners;
    this.choices = choices;
    this.tlb = new tlb.Tlb(memory);
    this.walk = format === 'i386' ? new TwoLevelWalk(memory) : new FourLevelWalk(memory);
    this.highest = format === 'i386' ? 2 ** 32 - 1 : 2 ** 31 - 1;
    this.wrap = format === 'i386' ? 2 ** 32 : 0;
    this.words = memory.words;
    this.ramBytes = memory.ramPages * PAGE_SIZE;
    this.straightCycles = ACCESS + this.walk.straightLoads * WALK_LOAD;
    this.registers = memory.registers;
    this.entries = memory.tlb;
    this.generation = memory.tlb + TLB_GENERATION;
  }

  /**
   * Translates `address` for an access of `kind` (tlb.ts), charging the access and, on a miss, the walk.
   * Returns the physical address, or -1 with `fault` filled.
   */
  translate(address: number, kind: number): number {
    const low = address | 0;
    const entry = this.entries + ((low >>> PAGE_BITS) & (TLB_ENTRIES - 1)) * ENTRY_WORDS;
    const words = this.words;
    const cacheable = low === address || (low < 0 && address - low === this.wrap);
    const found = words[entry + 1];
    if (cacheable && words[entry] === ((low & PAGE_MASK) | words[this.generation]) && (found >> kind) & 1) {
      this.counters[TLB_HITS] += 1;
      this.counters[CYCLES] += ACCESS;
      return (low + (found & PAGE_MASK)) | 0;
    }
    return this.miss(address, kind);
  }

  /** Loads CR3 with the physical address of a root table, forgetting cached translations but global ones. */
  loadRoot(root: number): void {
    this.memory.store(this.registers + CR3, root);
    this.tlb.flush((this.words[this.registers + CR4] & CR4_PGE) !== 0);
    this.counters[FLUSHES] += 1;
    if (this.listeners.translations) this.listeners.tell({ type: 'flush', root });
  }

  /** Forgets the cached translation of the page of `va` (INVLPG). */
  invalidate(va: Va): void {
    this.tlb.invalidate(va);
    if (this.listeners.translations) this.listeners.tell({ type: 'invalidate', va });
  }

  get root(): number {
    return this.words[this.registers + CR3];
  }

  /** Translates through the tables under `root` (the current ones by default) with no effect at all; null if unmapped. */
  probe(address: Va, root: number = this.root): Probe | null {
    if (!this.walk.accepts(address) || this.walk.find(root, address, false) !== WALKED) return null;
    const walk = this.walk;
    return {
      pa: walk.physical as Pa,
      writable: (walk.rights & PTE_W) !== 0,
      user: (walk.rights & PTE_U) !== 0,
      executable: !walk.executeDisabled,
      pageBits: walk.pageBits,
    };
  }

  /** The physical address that `probe` finds, or -1. */
  peek(address: Va): number {
    const low = address | 0;
    const leaf = low === address && low >= 0 ? this.walk.straight(this.root, low) : 0;
    return leaf > 0 ? (leaf & PAGE_MASK) | (low & ~PAGE_MASK) : (this.probe(address)?.pa ?? -1);
  }

  /** The entries that a walk for `address` loads, with no effect at all. */
  steps(address: Va, root: number = this.root): WalkStep[] {
    return this.walk.accepts(address) ? this.walk.steps(root, address) : [];
  }

  /** The physical address that the tables under `root` give for `address`, charged as a walk; -1 if they give none. */
  lookUp(root: number, address: Va): number {
    const low = address | 0;
    const leaf = low === address && low >= 0 ? this.walk.straight(root, low) : 0;
    if (leaf > 0) {
      this.counters[CYCLES] += this.walk.straightLoads * WALK_LOAD;
      return (leaf & PAGE_MASK) | (low & ~PAGE_MASK);
    }
    if (!this.walk.accepts(address)) return -1;
    const outcome = this.walk.find(root, address, false);
    this.counters[CYCLES] += this.walk.loads * WALK_LOAD;
    return outcome === WALKED ? this.walk.physical : -1;
  }

  /** What is cached for the page of `address`; null if nothing is. */
  cachedAt(address: Va): tlb.CachedTranslation | null {
    const start = Math.floor(address / PAGE_SIZE) * PAGE_SIZE;
    return this.tlb.cached().find((entry) => entry.va === start) ?? null;
  }

  /** Cached translations that the current tables no longer give, or no longer with those rights. */
  staleEntries(): tlb.CachedTranslation[] {
    return this.tlb.cached().filter((entry) => {
      const now = this.probe(entry.va as Va);
      if (now === null || now.pa !== entry.pa) return true;
      return (entry.kinds & ~this.permitted()) !== 0;
    });
  }

  /** A miss that needs nothing but to walk straight through and to cache what is found. All others are `seldom`. */
  private miss(address: number, kind: number): number {
    const { walk, words, counters } = this;
    const low = address | 0;
    const isUsual = low === address ? low >= 0 : low < 0 && address - low === this.wrap;
    if (!isUsual || this.listeners.translations || this.choices.disturbsTlb) return this.seldom(address, kind);
    const leaf = walk.straight(words[this.registers + CR3], low);
    const protects = (words[this.registers + CR0] & CR0_WP) >> WP_TO_PROTECTS;
    const kinds = CACHED[(leaf & RIGHTS) | protects | ((leaf & PTE_D) >> D_TO_DIRTY)];
    const page = leaf & PAGE_MASK;
    if (leaf === 0 || protects === 0 || ((kinds >> kind) & 1) === 0 || page >>> 0 >= this.ramBytes)
      return this.seldom(address, kind);
    counters[TLB_MISSES] += 1;
    counters[WALK_LOADS] += walk.straightLoads;
    counters[CYCLES] += this.straightCycles;
    this.tlb.fillSmall(low, page, kinds);
    return page | (low & ~PAGE_MASK);
  }

  /** Any miss: with faults, A and D bits to set, large pages, listeners and choices. */
  private seldom(address: number, kind: number): number {
    const walk = this.walk;
    this.counters[TLB_MISSES] += 1;
    if (address !== (address | 0) && !walk.accepts(address)) return this.fail(GENERAL_PROTECTION, 0, address);
    const outcome = walk.find(this.root, address, true);
    this.counters[WALK_LOADS] += walk.loads;
    this.counters[CYCLES] += ACCESS + walk.loads * WALK_LOAD;
    if (outcome === OUTSIDE_MEMORY) return this.fail(MACHINE_CHECK, 0, address);
    if (outcome === NOT_PRESENT) return this.pageFault(0, address, kind);
    if (outcome === RESERVED_BIT) return this.pageFault(FAULT_PRESENT | FAULT_RESERVED, address, kind);
    const permitted = this.permitted();
    if ((permitted & bit(kind)) === 0) return this.pageFault(FAULT_PRESENT, address, kind);
    if (walk.physical >= this.memory.ramPages * PAGE_SIZE) return this.fail(MACHINE_CHECK, 0, address);
    const leaf = walk.leaf | PTE_A | (isWrite(kind) ? PTE_D : 0);
    if (leaf !== walk.leaf) this.memory.store(walk.leafIndex, leaf);
    const { physical } = walk;
    this.cache(address, leaf, permitted);
    if (this.choices.isOpen('speculation')) this.speculate(address);
    if (this.choices.isOpen('eviction')) this.evict();
    return physical;
  }

  /** What processors may do besides (Intel SDM vol. 3, 4.10.2.3): walk for an address that no program used, if it is mapped. */
  private speculate(address: number): void {
    const neighbours = [0, PAGE_SIZE, -PAGE_SIZE];
    const distance = neighbours[this.choices.choose('speculation', neighbours.length)];
    const { walk } = this;
    if (distance === 0 || walk.find(this.root, address + distance, true) !== WALKED) return;
    if (walk.physical >= this.memory.ramPages * PAGE_SIZE) return;
    const leaf = walk.leaf | PTE_A;
    if (leaf !== walk.leaf) this.memory.store(walk.leafIndex, leaf);
    this.cache(address + distance, leaf, this.permitted());
  }

  /** Translations may leave the buffer at any time. */
  private evict(): void {
    const choice = this.choices.choose('eviction', TLB_ENTRIES + 1);
    if (choice > 0) this.tlb.evict(choice - 1);
  }

  /** The kinds of access that the page just walked to permits, as a bit for each. */
  private permitted(): number {
    const { rights, executeDisabled } = this.walk;
    const protects = (this.words[this.registers + CR0] & CR0_WP) !== 0;
    return PERMITTED[(rights & (PTE_W | PTE_U)) | (executeDisabled ? EXECUTE_DISABLED : 0) | (protects ? PROTECTS : 0)];
  }

  private cache(address: number, leaf: number, permitted: number): void {
    if (address < 0 || address > this.highest) return;
    const global = (leaf & PTE_G) !== 0 && (this.words[this.registers + CR4] & CR4_PGE) !== 0;
    const kinds = (leaf & PTE_D) !== 0 ? permitted : permitted & ~(bit(KERNEL_WRITE) | bit(USER_WRITE));
    this.tlb.fill(address, this.walk.physical, kinds, this.walk.pageBits, global);
    if (this.isLent(kinds)) this.tlb.lend();
    if (this.listeners.translations)
      this.listeners.tell({ type: 'tlb fill', va: address, pa: this.walk.physical, kinds });
  }

  /** Whether `kinds`, of the page just walked to, hang on a control register: a right to write that only CR0.WP gives, or a bit that EFER.NXE allows. */
  private isLent(kinds: number): boolean {
    const { rights, executeDisabled } = this.walk;
    return executeDisabled || ((kinds & bit(KERNEL_WRITE)) !== 0 && (rights & PTE_W) === 0);
  }

  private pageFault(code: number, address: number, kind: number): number {
    const fetch = isFetch(kind) && (this.words[this.registers + EFER] & EFER_NXE) !== 0 ? FAULT_FETCH : 0;
    const access = (isWrite(kind) ? FAULT_WRITE : 0) | (isUser(kind) ? FAULT_USER : 0) | fetch;
    return this.fail(PAGE_FAULT, code | access, address);
  }

  private fail(vector: number, errorCode: number, address: number): number {
    this.fault.vector = vector;
    this.fault.errorCode = errorCode;
    this.fault.address = address;
    return -1;
  }
}
