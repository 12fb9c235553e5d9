/**
 * The page walk of x86-64 with four levels (Intel SDM vol. 3, 4.5): from a root table down to the entry that maps a page of
 * 4 KiB, 2 MiB or 1 GiB. It owns the order of checks and the A bits on the way; whether the access is allowed, the leaf's
 * A and D, and the TLB are the MMU's. The walk of i386 (two-level-walk.ts) has the same members.
 */
import * as address from './address.ts';
import type { Memory } from './memory.ts';
import * as pte from './pte.ts';
import { EFER, EFER_NXE } from './registers.ts';

// V8 folds a module's own constants into machine code, and loads imported ones at each use (docs/performance.md).
const { isCanonical, PAGE_BITS, PAGE_SIZE, tableIndex } = address;
const { ADDRESS_HIGH, PTE_A, PTE_FLAGS, PTE_G, PTE_P, PTE_PS, PTE_U, PTE_W, PTE_XD_HIGH, RESERVED_ADDRESS_HIGH } = pte;

/** How a walk ended: at a page; at an absent entry; at one with a reserved bit set; at a table that is not in memory. */
export const WALKED = 0;
export const NOT_PRESENT = 1;
export const RESERVED_BIT = 2;
export const OUTSIDE_MEMORY = 3;

const TOP_SHIFT = 39;
const INDEX_BITS = 9;
const LARGEST_PAGE_SHIFT = 30;
const INDEX_MASK = (1 << INDEX_BITS) - 1;
const WORD = 2 ** 32;
/** From a page to its first word. */
const WORD_BITS = PAGE_BITS - 2;

/** Flags of an entry that walks have used before. */
const USED = PTE_P | PTE_A;
/** Flags that allow what every level must allow. */
const RIGHTS = PTE_W | PTE_U;

/** A physical address that does not fit in 31 bits, from the high word of an entry and the low word of the address. */
const beyondTwoGib = (high: number, low: number): number => (high & ADDRESS_HIGH) * WORD + (low >>> 0);

/** One entry that a walk loads. */
export interface WalkStep {
  /** 4 for the root, 1 for the last. */
  readonly level: number;
  readonly index: number;
  /** Physical address of the entry, and its two words. */
  readonly entryPa: number;
  readonly low: number;
  readonly high: number;
}

export class FourLevelWalk {
  /** After WALKED: the physical address of the byte; the flags allowed at every level (W and U); the size of the page. */
  physical = 0;
  rights = 0;
  executeDisabled = false;
  pageBits = PAGE_BITS;
  /** After WALKED: low word of the entry that maps the page, and where it stands in memory. */
  leaf = 0;
  leafIndex = 0;
  /** Entries loaded by the last walk of `find`, and by any of `straight`. */
  loads = 0;
  readonly straightLoads = 4;
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

  /** Whether `address` is canonical; an access to any other is a general-protection fault. */
  accepts(address: number): boolean {
    return isCanonical(address);
  }

  /**
   * The walk that nearly all are: of an address from 0 to 2 GiB, through entries that are present, used before and below 4 GiB, to a small page
   * that is not global. Returns the low word of the last entry, its W and U being what every level allows; 0 where anything is
   * otherwise, for `find` to sort out. These are the hottest lines of the machine: no loop, and one look at all flags in the end.
   */
  straight(root: number, address: number): number {
    const { words, ramPages } = this;
    let table = root >>> PAGE_BITS;
    if (table >= ramPages) return 0;
    let at = table << WORD_BITS;
    const first = words[at];
    let high = words[at + 1];
    table = first >>> PAGE_BITS;
    if (table >= ramPages) return 0;
    at = (table << WORD_BITS) + (address >> 30) * 2;
    const second = words[at];
    high |= words[at + 1];
    table = second >>> PAGE_BITS;
    if (table >= ramPages) return 0;
    at = (table << WORD_BITS) + ((address >> 21) & INDEX_MASK) * 2;
    const third = words[at];
    high |= words[at + 1];
    table = third >>> PAGE_BITS;
    if (table >= ramPages) return 0;
    at = (table << WORD_BITS) + ((address >> PAGE_BITS) & INDEX_MASK) * 2;
    const last = words[at];
    high |= words[at + 1];
    const rights = first & second & third & last;
    const special = ((first | second | third) & PTE_PS) | (last & PTE_G) | (USED & ~rights) | high;
    return special === 0 ? last & (rights | ~RIGHTS) : 0;
  }

  /** Walks from the table at physical address `root`; sets A in the entries above the leaf if `mark`. */
  find(root: number, address: number, mark: boolean): number {
    const { words, ramBytes } = this;
    let table = root & ~PTE_FLAGS;
    let rights = PTE_W | PTE_U;
    let disabled = 0;
    this.loads = 0;
    for (let shift = TOP_SHIFT; ; shift -= INDEX_BITS) {
      if (table >>> 0 >= ramBytes) return OUTSIDE_MEMORY;
      const index = (table >>> 2) + tableIndex(address, shift) * 2;
      const low = words[index];
      const high = words[index + 1];
      this.loads += 1;
      if ((low & PTE_P) === 0) return NOT_PRESENT;
      const maps = shift === PAGE_BITS || (low & PTE_PS) !== 0;
      // Entries of small pages below 4 GiB, which nearly all are, cannot have a reserved bit.
      if ((high !== 0 || (maps && shift > PAGE_BITS)) && this.hasReservedBit(low, high, shift, maps))
        return RESERVED_BIT;
      rights &= low;
      disabled |= high;
      if (maps) {
        this.rights = rights;
        this.executeDisabled = (disabled & PTE_XD_HIGH) !== 0;
        return this.found(index, low, high, shift, address);
      }
      if (mark && (low & PTE_A) === 0) this.memory.store(index, low | PTE_A);
      if ((high & ADDRESS_HIGH) !== 0) return OUTSIDE_MEMORY;
      table = low & ~PTE_FLAGS;
    }
  }

  /** The entries that a walk from `root` loads for `address`, with no effect; the last maps the page, or leads nowhere. */
  steps(root: number, address: number): WalkStep[] {
    const found: WalkStep[] = [];
    let table = root & ~PTE_FLAGS;
    for (let shift = TOP_SHIFT; table >>> 0 < this.ramBytes; shift -= INDEX_BITS) {
      const index = tableIndex(address, shift);
      const entryPa = (table >>> 0) + index * 8;
      const low = this.words[entryPa >> 2];
      const high = this.words[(entryPa >> 2) + 1];
      found.push({ level: (shift - PAGE_BITS) / INDEX_BITS + 1, index, entryPa, low, high });
      if (!this.leadsToTable(low, high, shift)) break;
      table = low & ~PTE_FLAGS;
    }
    return found;
  }

  /** Whether a walk goes on from this entry, to a table below 4 GiB. */
  private leadsToTable(low: number, high: number, shift: number): boolean {
    if ((low & PTE_P) === 0 || (low & PTE_PS) !== 0 || shift === PAGE_BITS) return false;
    return (high & ADDRESS_HIGH) === 0 && !this.hasReservedBit(low, high, shift, false);
  }

  private found(index: number, low: number, high: number, shift: number, address: number): number {
    const offsetMask = (1 << shift) - 1;
    const frame = low & ~PTE_FLAGS & ~offsetMask;
    const physical = frame | (address & offsetMask);
    this.physical = high === 0 && physical >= 0 ? physical : beyondTwoGib(high, physical);
    this.leaf = low;
    this.leafIndex = index;
    this.pageBits = shift;
    return WALKED;
  }

  /** Reserved: address bits beyond 40; XD without EFER.NXE; PS at L4; low address bits of a large page but PAT, bit 12. */
  private hasReservedBit(low: number, high: number, shift: number, maps: boolean): boolean {
    if ((high & RESERVED_ADDRESS_HIGH) !== 0) return true;
    if ((high & PTE_XD_HIGH) !== 0 && (this.words[this.memory.registers + EFER] & EFER_NXE) === 0) return true;
    if (!maps || shift === PAGE_BITS) return false;
    return shift > LARGEST_PAGE_SHIFT || (low & ((1 << shift) - 1) & ~0x1fff) !== 0;
  }
}
