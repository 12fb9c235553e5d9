/**
 * Environments of JOS as they are, counted from scratch and without any effect: the free list, all counts, and of each environment that is
 * not free its page tables and what they map. Read from physical memory, whatever the tables in force say.
 */
import { PAGE_SIZE, type Ppn, ppn, trapframe } from '../../../hardware/hardware.ts';
import { type JosLab4, josAbi, memlayout } from '../../../kernel/kernel.ts';

const { KERNBASE, NPTENTRIES, PAGE_INFO_BYTES, PDX, PGNUM, PTE_P, PTSIZE, UTOP } = memlayout;
/** Flags that the hardware sets. */
const ACCESSED_DIRTY = 0x60;
const USER_DIRECTORIES = PDX(UTOP);

/** A page mapped below UTOP. */
export interface EnvMapping {
  readonly address: number;
  readonly page: Ppn;
  /** The entry's flags, without A and D. */
  readonly flags: number;
}

/** A page table below UTOP: the entry of the page directory that leads to it. */
export interface EnvTable {
  readonly index: number;
  readonly page: Ppn;
}

/** An environment that is not free. */
export interface EnvState {
  readonly index: number;
  readonly id: number;
  readonly parentId: number;
  readonly status: number;
  /** The page of its page directory, 0 if it has none. */
  readonly directory: Ppn;
  readonly tables: readonly EnvTable[];
  readonly mappings: readonly EnvMapping[];
  /** Saved registers: the result of a system call, the code segment, and flags. */
  readonly eax: number;
  readonly cs: number;
  readonly eflags: number;
  readonly recving: boolean;
  readonly dstva: number;
}

export interface EnvironmentsState {
  /** Pages on the free list, head first; a list in a circle ends after as many as there are pages. */
  readonly free: readonly Ppn[];
  /** The reference count of each page. */
  readonly counts: readonly number[];
  readonly envs: readonly EnvState[];
  /** Index of the environment that runs, or -1. */
  readonly current: number;
  /** Places of the table on its free list. */
  readonly freeEnvs: readonly number[];
}

export const environmentsState = (kernel: JosLab4): EnvironmentsState => new Reader(kernel).state();

class Reader {
  private readonly kernel: JosLab4;
  private readonly words: Int32Array;
  private readonly pages: number;
  /** Where the table of pages and that of environments begin. */
  private readonly pageTable: number;
  private readonly envTable: number;

  constructor(kernel: JosLab4) {
    this.kernel = kernel;
    this.words = kernel.machine.memory.words;
    this.pages = Math.min(kernel.variables.npages, kernel.machine.memory.ramPages);
    this.pageTable = kernel.variables.pages;
    this.envTable = kernel.variables.envs;
  }

  state(): EnvironmentsState {
    const { variables } = this.kernel;
    const envs: EnvState[] = [];
    for (let index = 0; index < josAbi.NENV; index++) {
      if (this.field(index, josAbi.ENV_STATUS) !== josAbi.ENV_FREE) envs.push(this.env(index));
    }
    return {
      free: this.freeList(),
      counts: Array.from({ length: this.pages }, (_, page) => this.descriptor(page, 4) & 0xffff),
      envs,
      current: variables.curenv === 0 ? -1 : this.placeOf(variables.curenv),
      freeEnvs: this.freeEnvs(),
    };
  }

  /** The word at kernel virtual address `address`; 0 outside of memory. */
  private at(address: number): number {
    return this.words[((address - KERNBASE) >>> 0) >> 2] ?? 0;
  }

  private descriptor(page: number, offset: number): number {
    return this.at(this.pageTable + page * PAGE_INFO_BYTES + offset) >>> 0;
  }

  private freeList(): Ppn[] {
    const found: Ppn[] = [];
    for (
      let pp: number = this.kernel.variables.pageFreeList;
      pp !== 0 && found.length < this.pages;
      pp = this.at(pp) >>> 0
    ) {
      found.push(ppn((pp - this.pageTable) / PAGE_INFO_BYTES));
    }
    return found;
  }

  private freeEnvs(): number[] {
    const found: number[] = [];
    let address: number = this.kernel.variables.envFreeList;
    while (address !== 0 && found.length < josAbi.NENV) {
      found.push(this.placeOf(address));
      address = this.at(address + josAbi.ENV_LINK) >>> 0;
    }
    return found;
  }

  private placeOf(address: number): number {
    return (address - this.envTable) / josAbi.ENV_BYTES;
  }

  /** A word of the descriptor at place `index`. */
  private field(index: number, offset: number): number {
    return this.at(this.envTable + index * josAbi.ENV_BYTES + offset);
  }

  private env(index: number): EnvState {
    const pgdir = this.field(index, josAbi.ENV_PGDIR) >>> 0;
    const directory = ppn(pgdir === 0 ? 0 : PGNUM(pgdir - KERNBASE));
    const tables = pgdir === 0 ? [] : this.tables(directory);
    return {
      index,
      id: this.field(index, josAbi.ENV_ID),
      parentId: this.field(index, josAbi.ENV_PARENT_ID),
      status: this.field(index, josAbi.ENV_STATUS),
      directory,
      tables,
      mappings: tables.flatMap((table) => this.mappings(table)),
      eax: this.field(index, trapframe.TF_EAX * 4),
      cs: this.field(index, trapframe.TF_CS * 4),
      eflags: this.field(index, trapframe.TF_EFLAGS * 4),
      recving: this.field(index, josAbi.ENV_IPC_RECVING) !== 0,
      dstva: this.field(index, josAbi.ENV_IPC_DSTVA) >>> 0,
    };
  }

  private tables(directory: Ppn): EnvTable[] {
    const found: EnvTable[] = [];
    for (let index = 0; index < USER_DIRECTORIES; index++) {
      const entry = this.entry(directory, index);
      if (entry & PTE_P && PGNUM(entry) < this.pages) found.push({ index, page: ppn(PGNUM(entry)) });
    }
    return found;
  }

  private mappings({ index, page: table }: EnvTable): EnvMapping[] {
    const found: EnvMapping[] = [];
    for (let i = 0; i < NPTENTRIES; i++) {
      const entry = this.entry(table, i);
      if ((entry & PTE_P) === 0) continue;
      const flags = entry & 0xfff & ~ACCESSED_DIRTY;
      found.push({ address: index * PTSIZE + i * PAGE_SIZE, page: ppn(PGNUM(entry)), flags });
    }
    return found;
  }

  private entry(table: Ppn, index: number): number {
    return this.words[(table * PAGE_SIZE) / 4 + index];
  }
}
