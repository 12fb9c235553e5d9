/** Page tables as they lie in physical memory, read without any effect: no MMU, no TLB, no A and D bits set. */
import {
  PAGE_BITS,
  PAGE_SIZE,
  PAGE_WORDS,
  type Pa,
  type Ppn,
  PTE_A,
  PTE_D,
  PTE_FLAGS,
  PTE_P,
  PTE_PS,
  PTE_U,
  PTE_W,
  ppn,
  va,
} from '../hardware/hardware.ts';
import type { Mapping, TablePage } from './view.ts';

/** What tells formats of page tables apart, as far as memory below 4 GiB goes. */
export interface TableFormat {
  readonly levels: number;
  readonly indexBits: number;
  /** Words of an entry; the first has the address and the flags. */
  readonly entryWords: number;
  /** The flags of an entry that mean something to its kernel. */
  readonly permissions: number;
  /** Whether an entry above the lowest level may map a large page, instead of leading to a table. */
  readonly hasLargePages: boolean;
}

/** Four levels of 512 entries of eight bytes. */
export const X86_64: TableFormat = {
  ...{ levels: 4, indexBits: 9, entryWords: 2 },
  ...{ permissions: PTE_P | PTE_W | PTE_U, hasLargePages: false },
};
/** Two levels of 1,024 entries of four bytes, with pages of 4 MiB. */
export const I386: TableFormat = {
  ...{ levels: 2, indexBits: 10, entryWords: 1 },
  ...{ permissions: PTE_FLAGS & ~(PTE_A | PTE_D), hasLargePages: true },
};

/**
 * Reads page tables of either format: entries, tables below a root, mappings and translations. No effect; what leads out of memory leads
 * nowhere.
 */
export class PageTables {
  private readonly words: Int32Array;
  private readonly pages: number;
  private readonly format: TableFormat;
  /** Entries of a table. */
  readonly length: number;
  /** So many tables below a root are followed. Without circles there are no more of them than pages. */
  most: number;
  /** Whether more tables than that were met. */
  areEndless = false;
  private left = 0;

  /** Tables in `words`, a memory of `pages` pages; an entry that leads out of it leads nowhere. */
  constructor(words: Int32Array, pages: number, format: TableFormat) {
    this.words = words;
    this.pages = pages;
    this.format = format;
    this.length = 2 ** format.indexBits;
    this.most = pages;
  }

  get entryBytes(): number {
    return this.format.entryWords * 4;
  }

  /** Pages of tables below `root` that begin from `from` up to below `end`, children before parents. */
  tables(root: Ppn, from = 0, end = Number.POSITIVE_INFINITY): TablePage[] {
    const found: TablePage[] = [];
    this.left = this.most;
    this.visit(root, this.format.levels, 0, end, (level, start, page) => {
      if (level < this.format.levels && start >= from) found.push({ level, va: va(start), page });
    });
    return found;
  }

  /** What the tables below `root` map from `from` up to below `end`, by address. */
  mappings(root: Ppn, from = 0, end = Number.POSITIVE_INFINITY): Mapping[] {
    const found: Mapping[] = [];
    this.left = this.most;
    this.visit(root, this.format.levels, 0, end, (level, start, page) => {
      if (level > 1) return;
      const last = Math.min(this.length, (end - start) / PAGE_SIZE);
      for (let i = Math.max(0, (from - start) / PAGE_SIZE); i < last; i++) {
        const entry = this.entry(page, i);
        if ((entry & PTE_P) !== 0) found.push(this.mapping(start + i * PAGE_SIZE, entry));
      }
    });
    return found;
  }

  /** The first word of entry number `index` of the table in `page`. */
  entry(page: Ppn, index: number): number {
    return this.words[page * PAGE_WORDS + index * this.format.entryWords];
  }

  /** Bytes that one entry of a table of `level` covers. */
  spanAt(level: number): number {
    return 2 ** (PAGE_BITS + (level - 1) * this.format.indexBits);
  }

  private mapping(address: number, entry: number): Mapping {
    const { permissions } = this.format;
    return { va: va(address), pa: ((entry & ~PTE_FLAGS) >>> 0) as Pa, permissions: entry & permissions };
  }

  private visit(
    page: Ppn,
    level: number,
    start: number,
    end: number,
    visitor: (level: number, start: number, page: Ppn) => void,
  ): void {
    if (--this.left < 0) {
      this.areEndless = true;
      return;
    }
    const span = this.spanAt(level);
    const last = level > 1 ? Math.min(this.length, Math.ceil((end - start) / span)) : 0;
    for (let i = 0; i < last; i++) {
      const entry = this.entry(page, i);
      const child = entry === 0 ? -1 : this.child(entry);
      if (child >= 0) this.visit(ppn(child), level - 1, start + i * span, end, visitor);
    }
    visitor(level, start, page);
  }

  /** The page of the table that `entry`, of a higher level, leads to; -1 if to none. */
  private child(entry: number): number {
    const isLarge = this.format.hasLargePages && (entry & PTE_PS) !== 0;
    const page = (entry & ~PTE_FLAGS) >> PAGE_BITS;
    return (entry & PTE_P) === 0 || isLarge || page < 0 || page >= this.pages ? -1 : page;
  }
}
