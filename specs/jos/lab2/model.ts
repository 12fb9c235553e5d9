/**
 * A model of JOS's memory management in plain data: the free list as an array, the tables as maps. It does what the contracts of the lab
 * say, and tells what each function must return and what every page must hold.
 */
import type { Ppn } from '../../../hardware/hardware.ts';
import { memlayout } from '../../../kernel/kernel.ts';
import type { JosState, UserMapping } from './state.ts';

const { E_NO_MEM, PDX, PTE_P } = memlayout;

export class JosModel {
  /** Pages on the free list, head last. */
  private free: Ppn[];
  /** The free list while it is hidden, which makes every allocation fail. */
  private hidden: Ppn[] | null = null;
  private readonly counts: number[];
  private readonly tables: Map<number, Ppn>;
  private readonly mappings = new Map<number, UserMapping>();
  private readonly kernelTables: readonly Ppn[];
  /** The word that the first word of each page holds, where it is known. */
  private readonly words = new Map<Ppn, number>();

  /** Starts with the state of a kernel that has booted, and maps nothing for programs. */
  constructor(state: JosState) {
    this.free = state.free.toReversed();
    this.counts = [...state.counts];
    this.tables = new Map();
    this.kernelTables = state.tables;
  }

  alloc(zeroed: boolean): Ppn | null {
    const page = this.free.pop() ?? null;
    if (page !== null && zeroed) this.words.set(page, 0);
    else if (page !== null) this.words.delete(page);
    return page;
  }

  freePage(page: Ppn): void {
    this.free.push(page);
  }

  count(page: Ppn): number {
    return this.counts[page];
  }

  insert(page: Ppn, address: number, perm: number): number {
    if (!this.tableFor(address)) return -E_NO_MEM;
    this.counts[page] += 1;
    this.remove(address);
    this.mappings.set(address, { address, page, flags: perm | PTE_P });
    return 0;
  }

  remove(address: number): void {
    const old = this.mappings.get(address);
    if (old === undefined) return;
    this.mappings.delete(address);
    this.counts[old.page] -= 1;
    if (this.counts[old.page] === 0) this.free.push(old.page);
  }

  lookup(address: number): UserMapping | null {
    return this.mappings.get(address) ?? null;
  }

  /** Whether there is a page table for `address`; one is made if `create` and a page is free. */
  walk(address: number, create: boolean): boolean {
    return create ? this.tableFor(address) : this.tables.has(PDX(address));
  }

  /** Hides the free list, or shows it again. */
  hide(hidden: boolean): void {
    if (hidden === (this.hidden !== null)) return;
    if (hidden) {
      this.hidden = this.free;
      this.free = [];
    } else {
      this.free = [...(this.hidden ?? [])];
      this.hidden = null;
    }
  }

  store(page: Ppn, word: number): void {
    this.words.set(page, word);
  }

  /** The first word of `page`, if it is known. */
  word(page: Ppn): number | undefined {
    return this.words.get(page);
  }

  /** What the kernel's state must be. */
  state(): JosState {
    return {
      free: this.free.toReversed(),
      counts: this.counts,
      tables: [...this.tables.entries()]
        .toSorted(([a], [b]) => a - b)
        .map(([, page]) => page)
        .concat(this.kernelTables),
      mappings: [...this.mappings.values()].toSorted((a, b) => a.address - b.address),
    };
  }

  private tableFor(address: number): boolean {
    if (this.tables.has(PDX(address))) return true;
    const page = this.free.pop();
    if (page === undefined) return false;
    this.counts[page] += 1;
    this.words.delete(page);
    this.tables.set(PDX(address), page);
    return true;
  }
}
