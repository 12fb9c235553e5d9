/** The kernel's part of every address space: where it differs from what the kernel maps for itself, kept up entry by entry. */
import {
  PAGE_BITS,
  PAGE_SIZE,
  PAGE_WORDS,
  PTE_FLAGS,
  PTE_P,
  PTE_U,
  PTE_W,
  ppn,
  TABLE_ENTRIES,
} from '../../../hardware/hardware.ts';
import { quadsOf } from '../../../hardware/zeros.ts';
import type { WeensyView } from '../../../kernel/kernel.ts';

/** The bits that are compared of an entry that is present. */
const SHOWN = BigInt((~PTE_FLAGS | PTE_P | PTE_W | PTE_U) >>> 0);

/** What is compared of an entry. */
const shownOf = (entry: number): number =>
  entry & PTE_P ? (entry & ~PTE_FLAGS) | (entry & (PTE_P | PTE_W | PTE_U)) : 0;

export class KernelPart {
  /** Entries that differ, over all processes; 1 for a process that has no such part. */
  differences = 0;
  /** Whether the kernel's own tables open other pages to programs than the console. */
  isOpen = false;
  /** Entries of the part: the first ones of the table for the lowest addresses. */
  readonly length: number;
  private readonly view: WeensyView;
  private readonly words: Int32Array;
  private readonly expected: Int32Array;
  /** The same, and the memory that is compared with it, by entries. */
  private readonly likely: BigInt64Array;
  private readonly entries: BigInt64Array;
  private readonly differing: Int32Array;

  constructor(view: WeensyView, words: Int32Array) {
    this.view = view;
    this.words = words;
    this.length = view.userStart / PAGE_SIZE;
    this.expected = new Int32Array(this.length);
    this.likely = new BigInt64Array(this.length);
    this.entries = quadsOf(words);
    this.differing = new Int32Array(view.slotCount);
  }

  /** Reads the kernel's own tables anew, and forgets all processes. */
  clear(): void {
    const { view } = this;
    this.expected.set(view.kernelPart(view.kernelRoot));
    for (let at = 0; at < this.length; at++) this.likely[at] = BigInt(this.expected[at] >>> 0);
    this.isOpen = this.expected.some(
      (entry) => (entry & PTE_U) !== 0 && view.kindOf(ppn(entry >> PAGE_BITS)) !== 'console',
    );
    this.differing.fill(0);
    this.differences = 0;
  }

  /** Says in how many entries the part of slot `pid` differs. */
  set(pid: number, differences: number): void {
    this.differences += differences - this.differing[pid];
    this.differing[pid] = differences;
  }

  /** Compares the part of slot `pid`, which is in the table at `page`. */
  compare(pid: number, page: number): void {
    let differences = 0;
    const { entries, likely, length } = this;
    const first = page * TABLE_ENTRIES;
    for (let at = 0; at < length; at++) {
      // Nearly all entries are the kernel's own, and that is soon seen.
      if (BigInt.asIntN(64, (entries[first + at] & SHOWN) ^ likely[at]) === 0n) continue;
      if (this.differs((first + at) * 2)) differences++;
    }
    this.set(pid, differences);
  }

  /** Hears that the word at `index` of that table changed. Mostly the hardware has set A or D. */
  changed(pid: number, index: number): void {
    if (this.differing[pid] > 0 || this.differs(index)) this.compare(pid, index >> 10);
  }

  /** Whether the entry that the word at `index` is of is not the kernel's own. High words are compared by nobody. */
  differs(index: number): boolean {
    const low = index & ~1;
    return shownOf(this.words[low]) !== this.expected[(low & (PAGE_WORDS - 1)) >> 1];
  }
}
