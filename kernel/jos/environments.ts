/**
 * Environments, which other systems call processes (kern/env.c): their table, how one is set up with a program, run, and given back.
 * All of it is words of the machine; the table can be read by programs at UENVS.
 */
import {
  type Image,
  PAGE_SIZE,
  type Pa,
  type Segment,
  frame as segments,
  trapframe,
  type Va,
  va,
} from '../../hardware/hardware.ts';
import * as abi from './abi.ts';
import { Env } from './env.ts';
import { hex8 } from './init.ts';
import {
  ALLOC_ZERO,
  E_NO_MEM,
  NPTENTRIES,
  PDX,
  PGSIZE,
  PTE_ADDR,
  PTE_P,
  PTE_U,
  PTE_W,
  PTSIZE,
  ROUNDDOWN,
  ROUNDUP,
  USTACKTOP,
  UTOP,
  UVPT,
} from './memlayout.ts';
import { NULL } from './pages.ts';
import { JosKernel } from './pmap.ts';
import * as variables from './variables.ts';

// V8 folds a module's own constants into machine code, and loads imported ones at each use (docs/performance.md).
const { ENV_BYTES, ENV_RUNNABLE, ENV_RUNNING } = abi;
const { CURENV, ENV_FREE_LIST, ENVS } = variables;

/** Where the generation of an environment's id starts: above the index. */
const ENVGENSHIFT = 12;

export abstract class JosEnvironments extends JosKernel {
  private readonly views: Env[] = [];

  /** Gives the CPU to an environment that can run; does not come back to the caller. */
  abstract schedYield(): void;

  // The table

  /** Virtual address of the table. */
  get envs(): Va {
    return va(this.variable(ENVS));
  }
  set envs(table: Va) {
    this.setVariable(ENVS, table);
  }

  get envFreeList(): Va {
    return va(this.variable(ENV_FREE_LIST));
  }
  set envFreeList(head: Va) {
    this.setVariable(ENV_FREE_LIST, head);
  }

  /** The environment that runs, or was interrupted; null if there is none. */
  get curenv(): Env | null {
    const address = va(this.variable(CURENV));
    return address === NULL ? null : this.envAt(address);
  }
  set curenv(env: Env | null) {
    this.setVariable(CURENV, env === null ? NULL : env.address);
  }

  /** The environment whose descriptor is at `address`. */
  envAt(address: Va): Env {
    const index = Math.trunc((address - this.envs) / ENV_BYTES);
    const known = this.views[index];
    if (known?.address === address) return known;
    this.views[index] = new Env(this.supervisor, address, index);
    return this.views[index];
  }

  /** The environment at place `index` of the table. */
  envNumber(index: number): Env {
    return this.envAt(va(this.envs + index * ENV_BYTES));
  }

  /** Room for the table, zeroed, while boot_alloc still gives memory away. */
  makeEnvs(): void {
    const bytes = abi.NENV * ENV_BYTES;
    this.envs = this.bootAlloc(bytes);
    this.memset(this.envs, 0, bytes);
  }

  /** Puts all environments on the free list, so that the first one taken is that at place 0. */
  envInit(): void {
    this.curenv = null;
    this.envFreeList = NULL;
    for (let index = abi.NENV - 1; index >= 0; index--) {
      const env = this.envNumber(index);
      env.status = abi.ENV_FREE;
      env.link = this.envFreeList;
      this.envFreeList = env.address;
    }
  }

  /**
   * The environment of that id, 0 for the current one; null if there is none. With `checkPerm` also null unless it is the current one
   * or a child of that.
   */
  envid2env(id: number, checkPerm: boolean): Env | null {
    const { curenv } = this;
    if (id === 0) return curenv;
    const env = this.envNumber(abi.ENVX(id));
    if (env.status === abi.ENV_FREE || env.id !== id) return null;
    const mayTouch = curenv !== null && (env.address === curenv.address || env.parentId === curenv.id);
    return checkPerm && !mayTouch ? null : env;
  }

  // Setting up

  /** Takes a free environment for a child of `parentId`, runnable, with an empty address space; or returns a negative error. */
  envAlloc(parentId: number): Env | number {
    const address = this.envFreeList;
    if (address === NULL) return -abi.E_NO_FREE_ENV;
    const env = this.envAt(address);
    const failed = this.envSetupVm(env);
    if (failed < 0) return failed;
    env.id = this.nextId(env);
    env.parentId = parentId;
    env.status = ENV_RUNNABLE;
    env.runs = 0;
    this.initRegisters(env);
    env.pgfaultUpcall = 0;
    env.ipcRecving = false;
    this.envFreeList = env.link;
    this.cprintf(`[${hex8(this.curenv?.id ?? 0)}] new env ${hex8(env.id)}`);
    return env;
  }

  /** The id of the next generation at the same place, so that ids of the dead are not mistaken for it. Never 0 or less. */
  nextId(env: Env): number {
    const generation = (env.id + (1 << ENVGENSHIFT)) & ~(abi.NENV - 1);
    return (generation <= 0 ? 1 << ENVGENSHIFT : generation) | env.index;
  }

  /** Registers of a program about to start: segments of ring 3, the top of its stack, interrupts on. */
  initRegisters(env: Env): void {
    env.clearRegisters();
    for (const segment of [trapframe.TF_DS, trapframe.TF_ES, trapframe.TF_SS]) {
      env.setRegister(segment, segments.USER_DATA);
    }
    env.setRegister(trapframe.TF_CS, segments.USER_CODE);
    env.setRegister(trapframe.TF_ESP, USTACKTOP);
    env.setRegister(trapframe.TF_EFLAGS, segments.FLAG_INTERRUPT);
    this.machine.clearThread(env.index);
  }

  /** Gives `env` a page directory: above UTOP the kernel's, but its own at UVPT. Returns 0 or -E_NO_MEM. */
  envSetupVm(env: Env): number {
    const page = this.pageAlloc(ALLOC_ZERO);
    if (page === NULL) return -E_NO_MEM;
    this.setPpRef(page, this.ppRef(page) + 1);
    env.pgdir = this.page2kva(page);
    this.supervisor.copyPage(env.pgdir, this.kernPgdir);
    this.store(va(env.pgdir + PDX(UVPT) * 4), this.paddr(env.pgdir) | PTE_P | PTE_U);
    return 0;
  }

  /** Maps fresh pages of zeros, for the program to use, wherever the `bytes` from `address` on reach. Memory must suffice. */
  regionAlloc(env: Env, address: number, bytes: number): void {
    const end = ROUNDUP(address + bytes, PGSIZE);
    for (let at = ROUNDDOWN(address, PGSIZE); at < end; at += PGSIZE) {
      const page = this.pageAlloc(ALLOC_ZERO);
      if (page === NULL) this.panic('region_alloc: out of memory');
      if (this.pageInsert(env.pgdir, page, at, PTE_W | PTE_U) < 0) this.panic('region_alloc: out of memory');
    }
  }

  /** Loads the program of `image` and gives it a page of stack. */
  loadIcode(env: Env, image: Image): void {
    for (const { va: start, size } of image.segments) this.regionAlloc(env, start, size);
    this.regionAlloc(env, USTACKTOP - PGSIZE, PGSIZE);
    this.lcr3(env.pgdir);
    for (const segment of image.segments) this.copySegment(segment);
    this.lcr3(this.kernPgdir);
    env.setRegister(trapframe.TF_EIP, image.entryAddress(0));
  }

  /** Copies a segment's bytes to its own address; the pages hold zeros. */
  private copySegment({ va: start, bytes }: Segment): void {
    for (let offset = 0; offset < bytes.length; offset += PAGE_SIZE) {
      this.supervisor.writeBytes(va(start + offset), bytes.subarray(offset, offset + PAGE_SIZE));
    }
  }

  /** Makes an environment of `image`, without a parent. Memory must suffice. */
  envCreate(image: Image): Env {
    const env = this.envAlloc(0);
    if (typeof env === 'number') return this.panic(`env_create: ${abi.describeError(env)}`);
    this.loadIcode(env, image);
    return env;
  }

  // Running

  /** Runs `env` on its own page tables. */
  envRun(env: Env): void {
    const { curenv } = this;
    if (curenv !== null && curenv.status === ENV_RUNNING) curenv.status = ENV_RUNNABLE;
    this.curenv = env;
    env.status = ENV_RUNNING;
    env.runs += 1;
    this.lcr3(env.pgdir);
    this.machine.entry.returnTo(env.registers, env.index);
  }

  lcr3(pgdir: Va): void {
    this.machine.entry.loadRoot(this.paddr(pgdir));
  }

  /** The entry of `address` need not be forgotten if the tables are not those in force. */
  override tlbInvalidate(pgdir: Va, address: number): void {
    const { curenv } = this;
    if (curenv === null || curenv.pgdir === pgdir) super.tlbInvalidate(pgdir, address);
  }

  // Ending

  /** Gives back all memory of `env` and its place in the table. */
  envFree(env: Env): void {
    const { curenv } = this;
    if (curenv?.address === env.address) this.lcr3(this.kernPgdir);
    this.cprintf(`[${hex8(curenv?.id ?? 0)}] free env ${hex8(env.id)}`);
    this.freeUserMemory(env.pgdir);
    const page = this.pa2page(this.paddr(env.pgdir));
    env.pgdir = NULL;
    this.pageDecref(page);
    env.status = abi.ENV_FREE;
    env.link = this.envFreeList;
    this.envFreeList = env.address;
  }

  /** Removes everything below UTOP, page tables and all. */
  freeUserMemory(pgdir: Va): void {
    const end = PDX(UTOP);
    const next = (from: number): number => this.supervisor.findWord(pgdir, from, end);
    for (let i = next(0); i < end; i = next(i + 1)) {
      const entry = va(pgdir + i * 4);
      const table = PTE_ADDR(this.load(entry)) as Pa;
      this.freeTable(pgdir, i * PTSIZE, this.kaddr(table));
      this.store(entry, 0);
      this.pageDecref(this.pa2page(table));
    }
  }

  /** Removes the pages that the table at `table` maps, for addresses from `start` on. */
  private freeTable(pgdir: Va, start: number, table: Va): void {
    const next = (from: number): number => this.supervisor.findWord(table, from, NPTENTRIES);
    for (let i = next(0); i < NPTENTRIES; i = next(i + 1)) this.pageRemove(pgdir, start + i * PGSIZE);
  }

  /** Ends `env`; if it is the current one, another runs. */
  envDestroy(env: Env): void {
    const isCurrent = this.curenv?.address === env.address;
    this.envFree(env);
    if (!isCurrent) return;
    this.curenv = null;
    this.schedYield();
  }
}
