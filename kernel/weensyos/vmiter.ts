/**
 * `vmiter`: looks at and changes the mapping of one virtual address after another in a four-level page table, reading the
 * tables by kernel virtual address, where every physical page of memory lies at its own number. `ptiter` lists the pages
 * that the tables themselves take.
 */
import {
  type Listeners,
  PAGE_SIZE,
  type Pa,
  PTE_FLAGS,
  PTE_P,
  PTE_U,
  PTE_W,
  pa,
  type Supervisor,
  TABLE_ENTRIES,
  tableIndex,
  type Va,
  va,
} from '../../hardware/hardware.ts';

/** What a vmiter needs of its kernel. */
export interface TableKernel {
  readonly supervisor: Supervisor;
  readonly listeners: Listeners;
  /** A zeroed page for a table, or 0. */
  kallocPagetable(): Pa;
  /** Stops the kernel with the real kernel's message unless `condition`. */
  assert(condition: boolean, assertion: string, description?: string): void;
  panic(message: string): never;
  readonly pages: number;
}

/** Present, may be written, and programs may use it. */
export const PTE_PWU = PTE_P | PTE_W | PTE_U;

const TOP_SHIFT = 39;
const INDEX_BITS = 9;
const LEAF_SHIFT = 12;
/** An L1 table covers 2 MiB. */
const L1_SPAN = 1 << 21;
const NO_TABLE = 0;
/** No entry has this value: its low word would reserve bits that the tables of small memories never set. */
const UNKNOWN = -1;
/** Flags of the entries above the leaf: the leaf alone decides. */
const TABLE_FLAGS = PTE_PWU;

/**
 * Stands at one virtual address of a page table, tells what is mapped there (`pa`, `perm`, `present`) and maps (`map`, `tryMap`). `tryMap`
 * returns -1 if there is no memory for a table, with nothing changed; `map` panics then.
 */
export class Vmiter {
  private readonly kernel: TableKernel;
  private readonly supervisor: Supervisor;
  private readonly root: Pa;
  private address = -1;
  /** The L1 table that covers `address`, or NO_TABLE. */
  private table: number = NO_TABLE;
  /** The first address that `table` covers. */
  private tableStart = 0;
  /** The entry at `address` as last looked at, UNKNOWN if it was not since moving there. */
  private seen = UNKNOWN;

  /** Stands at virtual address `start` of the tables under `root`. */
  constructor(kernel: TableKernel, root: Pa, start: Va = va(0)) {
    this.kernel = kernel;
    this.supervisor = kernel.supervisor;
    this.root = root;
    this.find(start);
  }

  get va(): Va {
    return this.address as Va;
  }

  /** Moves to `address`, keeping the L1 table if it covers that too. */
  find(address: Va): this {
    this.address = address;
    this.seen = UNKNOWN;
    const covered = address >= this.tableStart && address < this.tableStart + L1_SPAN;
    if (this.table === NO_TABLE || !covered) this.table = this.descend(false);
    return this;
  }

  /** Moves on to the next page below `limit` whose entry is not zero, passing over absent tables; false if there is none. */
  findNextMapped(limit: Va): boolean {
    let next = this.address + PAGE_SIZE;
    while (next < limit) {
      this.find(va(next));
      if (this.table !== NO_TABLE) {
        const index = this.supervisor.findEntry(va(this.table), tableIndex(next, LEAF_SHIFT));
        next += (index - tableIndex(next, LEAF_SHIFT)) * PAGE_SIZE;
        if (index < TABLE_ENTRIES) {
          this.address = next;
          this.seen = UNKNOWN;
          return next < limit;
        }
      } else next = this.tableStart + L1_SPAN;
    }
    return false;
  }

  /** The flags of the mapping, 0 if the address is not present. Tables above the leaf allow everything. */
  get perm(): number {
    const entry = this.entry();
    return entry & PTE_P ? entry & PTE_FLAGS : 0;
  }

  get present(): boolean {
    return (this.entry() & PTE_P) !== 0;
  }

  get user(): boolean {
    return (this.perm & PTE_U) !== 0;
  }

  get writable(): boolean {
    return (this.perm & PTE_W) !== 0;
  }

  /** The physical address mapped; meaningless unless present. */
  get pa(): Pa {
    return pa((this.entry() & ~PTE_FLAGS) + (this.address % PAGE_SIZE));
  }

  /**
   * Maps the page here to physical address `target` with `perm`, allocating the tables that are missing, from the top
   * down, each linked at once. Returns 0, or -1 if a table could not be allocated; the tables made until then stay.
   * Without PTE_P in `perm` nothing is allocated, and an existing mapping is removed.
   */
  tryMap(target: Pa, perm: number): number {
    const { kernel } = this;
    kernel.assert(this.address % PAGE_SIZE === 0, '(va_ % PAGESIZE) == 0', 'vmiter::try_map va not aligned');
    if (perm & PTE_P) {
      kernel.assert(target % PAGE_SIZE === 0, '(pa & PAGEOFFMASK) == 0', 'vmiter::try_map pa not aligned');
      kernel.assert(
        target >= 0 && target < kernel.pages * PAGE_SIZE,
        'pa < MEMSIZE_PHYSICAL',
        'vmiter::try_map invalid pa',
      );
      if (this.table === NO_TABLE) this.table = this.descend(true);
    }
    if (this.table === NO_TABLE) return perm & PTE_P ? -1 : 0;
    const entry = va(this.table + tableIndex(this.address, LEAF_SHIFT) * 8);
    if (kernel.listeners.pages) this.tellMapping(this.supervisor.peek32(entry), target, perm);
    this.seen = perm & PTE_P ? target | perm : 0;
    this.supervisor.storeEntry(entry, this.seen);
    return 0;
  }

  /** Like `tryMap`, for callers that cannot fail: failure is a panic. */
  map(target: Pa, perm: number): void {
    if (this.tryMap(target, perm) < 0) this.kernel.panic('vmiter::map failed');
  }

  /**
   * Maps the pages from here up to `end` as `from`, which stands at the same address, maps them; one L1 table covers them all.
   * Entries are copied as a block, with A and D bits. Returns 0, or -1 if a table could not be allocated.
   */
  tryCopy(from: Vmiter, end: Va): number {
    if (from.table === NO_TABLE) return 0;
    if (this.table === NO_TABLE) this.table = this.descend(true);
    if (this.table === NO_TABLE) return -1;
    const offset = tableIndex(this.address, LEAF_SHIFT) * 8;
    const words = ((end - this.address) / PAGE_SIZE) * 2;
    this.supervisor.copyWords(va(this.table + offset), va(from.table + offset), words);
    return 0;
  }

  private tellMapping(before: number, target: Pa, permissions: number): void {
    const { root, va: at } = this;
    const { listeners } = this.kernel;
    if (before & PTE_P) listeners.unmapped(root, at, before & ~PTE_FLAGS);
    if (permissions & PTE_P) listeners.mapped(root, at, target, permissions);
  }

  private entry(): number {
    if (this.seen === UNKNOWN) this.seen = this.loadEntry();
    return this.seen;
  }

  private loadEntry(): number {
    if (this.table === NO_TABLE) return 0;
    return this.supervisor.load32(va(this.table + tableIndex(this.address, LEAF_SHIFT) * 8));
  }

  /** Walks down to the L1 table of the address, allocating missing tables if `make`; NO_TABLE if it is not there. */
  private descend(make: boolean): number {
    this.tableStart = Math.floor(this.address / L1_SPAN) * L1_SPAN;
    let table: number = this.root;
    for (let shift = TOP_SHIFT; shift > LEAF_SHIFT; shift -= INDEX_BITS) {
      const at = va(table + tableIndex(this.address, shift) * 8);
      const entry = this.supervisor.loadEntry(at);
      if (this.supervisor.entryHigh !== 0) {
        this.kernel.panic(`Page table 0x${table.toString(16)} may contain uninitialized memory!`);
      }
      if (entry & PTE_P) table = entry & ~PTE_FLAGS;
      else {
        const made = make ? this.kernel.kallocPagetable() : 0;
        if (made === 0) return NO_TABLE;
        this.supervisor.storeEntry(at, made | TABLE_FLAGS);
        table = made;
      }
    }
    return table;
  }
}

/** The pages of tables below `root`, children before parents; the root itself is not among them. */
export const ptiter = (supervisor: Supervisor, root: Pa): Pa[] => {
  const tables: Pa[] = [];
  const visit = (table: number, level: number): void => {
    for (let i = supervisor.findEntry(va(table), 0); i < TABLE_ENTRIES; i = supervisor.findEntry(va(table), i + 1)) {
      const entry = supervisor.load32(va(table + i * 8));
      if ((entry & PTE_P) === 0) continue;
      const child = entry & ~PTE_FLAGS;
      if (level > 2) visit(child, level - 1);
      tables.push(pa(child));
    }
  };
  visit(root, 4);
  return tables;
};
