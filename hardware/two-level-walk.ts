/**
 * The page walk of i386 with two levels (Intel SDM vol. 3, 4.3): from a page directory down to the entry that maps a page of 4 KiB, or
 * of 4 MiB under CR4.PSE. It has the members of FourLevelWalk (walk.ts), and the same part in a translation.
 *
 *      31            22 21            12 11           0
 *     +----------------+----------------+--------------+
 *     | directory index|  table index   |    offset    |   a virtual address: an unsigned number of 32 bits
 *     +----------------+----------------+--------------+
 */
import * as address from './address.ts';
import { NOT_PRESENT, OUTSIDE_MEMORY, RESERVED_BIT, WALKED, type WalkStep } from './four-level-walk.ts';
import type { Memory } from './memory.ts';
import * as pte from './pte.ts';
import { CR4, CR4_PSE } from './registers.ts';

// V8 folds a module's own constants into machine code, and loads imported ones at each use (docs/performance.md).
const { PAGE_BITS, PAGE_SIZE } = address;
const { PTE_A, PTE_FLAGS, PTE_G, PTE_P, PTE_PS, PTE_U, PTE_W } = pte;

const DIRECTORY_SHIFT = 22;
const INDEX_MASK = 1023;
const LARGE_OFFSET = (1 << DIRECTORY_SHIFT) - 1;
/** Bits 21..13 of an entry that maps 4 MiB; physical addresses have 32 bits here (SDM vol. 3, 4.3 and table 4-4). */
const LARGE_RESERVED = 0x3fe000;
const LARGEST = 2 ** 32;
/** From a page to its first word. */
const WORD_BITS = PAGE_BITS - 2;
/** Flags of an entry that walks have used before, and of those the ones that tell a table from a large page, and a page from a global one. */
const USED = PTE_P | PTE_A;
const PLAIN_TABLE = USED | PTE_PS;
const SMALL_PAGE = USED | PTE_G;
/** Flags that allow what both levels must allow. */
const RIGHTS = PTE_W | PTE_U;

export class TwoLevelWalk {
  /** After WALKED: the physical address of the byte; the flags allowed at both levels (W and U); the size of the page. */
  physical = 0;
  rights = 0;
  readonly executeDisabled = false;
  pageBits = PAGE_BITS;
  /** After WALKED: the entry that maps the page, and where it stands in memory. */
  leaf = 0;
  leafIndex = 0;
  /** Entries loaded by the last walk of `find`, and by any of `straight`. */
  loads = 0;
  readonly straightLoads = 2;
  private readonly memory: Memory;
  private readonly words: Int32Array;
  private readonly ramBytes: number;
  private readonly ramPages: number;

  constructor(memory: Memory) {
    this.memory = memory;
    this.words = memory.words;
    this.ramPages = memory.ramPages;
    this.ramBytes = memory.ramPages * PAGE_SIZE;
  }

  /** Whether `address` is one at all. */
  accepts(address: number): boolean {
    return address >= 0 && address < LARGEST && Number.isInteger(address);
  }

  /**
   * The walk that nearly all are: through two entries that are present and used before, the first without PS, to a page that is not global.
   * Returns the second, its W and U being what both levels allow; 0 where anything is otherwise, for `find` to sort out.
   */
  straight(root: number, address: number): number {
    const { words, ramPages } = this;
    const directory = root >>> PAGE_BITS;
    if (directory >= ramPages) return 0;
    const first = words[(directory << WORD_BITS) + (address >>> DIRECTORY_SHIFT)];
    const table = first >>> PAGE_BITS;
    if ((first & PLAIN_TABLE) !== USED || table >= ramPages) return 0;
    const last = words[(table << WORD_BITS) + ((address >>> PAGE_BITS) & INDEX_MASK)];
    return (last & SMALL_PAGE) === USED ? last & (first | ~RIGHTS) : 0;
  }

  /** Walks from the directory at physical address `root`; sets A in the directory's entry if `mark` and it is not the leaf. */
  find(root: number, address: number, mark: boolean): number {
    const { words } = this;
    const directory = root & ~PTE_FLAGS;
    this.loads = 0;
    if (directory >>> 0 >= this.ramBytes) return OUTSIDE_MEMORY;
    const index = (directory >>> 2) + (address >>> DIRECTORY_SHIFT);
    const entry = words[index];
    this.loads = 1;
    if ((entry & PTE_P) === 0) return NOT_PRESENT;
    if (this.mapsLargePage(entry)) return this.findLarge(index, entry, address);
    if (mark && (entry & PTE_A) === 0) this.memory.store(index, entry | PTE_A);
    return this.findSmall(entry, address);
  }

  /** The entries that a walk from `root` loads for `address`, with no effect; the last is absent, or maps the page. */
  steps(root: number, address: number): WalkStep[] {
    const directory = (root & ~PTE_FLAGS) >>> 0;
    if (directory >= this.ramBytes) return [];
    const first = this.step(2, directory, address >>> DIRECTORY_SHIFT);
    const table = (first.low & ~PTE_FLAGS) >>> 0;
    const ends = (first.low & PTE_P) === 0 || this.mapsLargePage(first.low) || table >= this.ramBytes;
    return ends ? [first] : [first, this.step(1, table, (address >>> PAGE_BITS) & INDEX_MASK)];
  }

  private step(level: number, table: number, index: number): WalkStep {
    const entryPa = table + index * 4;
    return { level, index, entryPa, low: this.words[entryPa >> 2], high: 0 };
  }

  /** Without CR4.PSE the bit means nothing. */
  private mapsLargePage(entry: number): boolean {
    return (entry & PTE_PS) !== 0 && (this.words[this.memory.registers + CR4] & CR4_PSE) !== 0;
  }

  private findLarge(index: number, entry: number, address: number): number {
    if ((entry & LARGE_RESERVED) !== 0) return RESERVED_BIT;
    this.rights = entry & (PTE_W | PTE_U);
    return this.found(index, entry, DIRECTORY_SHIFT, ((entry & ~LARGE_OFFSET) | (address & LARGE_OFFSET)) >>> 0);
  }

  private findSmall(above: number, address: number): number {
    const table = (above & ~PTE_FLAGS) >>> 0;
    if (table >= this.ramBytes) return OUTSIDE_MEMORY;
    const index = (table >>> 2) + ((address >>> PAGE_BITS) & INDEX_MASK);
    const entry = this.words[index];
    this.loads = 2;
    if ((entry & PTE_P) === 0) return NOT_PRESENT;
    this.rights = above & entry & (PTE_W | PTE_U);
    return this.found(index, entry, PAGE_BITS, ((entry & ~PTE_FLAGS) | (address & PTE_FLAGS)) >>> 0);
  }

  private found(index: number, entry: number, pageBits: number, physical: number): number {
    this.physical = physical;
    this.leaf = entry;
    this.leafIndex = index;
    this.pageBits = pageBits;
    return WALKED;
  }
}
