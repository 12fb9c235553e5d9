/**
 * WeensyOS, the complete kernel: process setup, isolated address spaces, `page_alloc`, `fork` with shared read-only text,
 * `exit`, and round robin by timer and yield. All its state lies in the machine's words. Each behaviour that a student may
 * get wrong is one method, to be overridden whole. What students are given ready made stands in k-hardware.ts.
 */
import {
  type Executable,
  frame,
  type Image,
  PAGE_SIZE,
  type Pa,
  type Ppn,
  PTE_P,
  PTE_U,
  PTE_W,
  pa,
  pageRoundDown,
  paOf,
  ppn,
  ppnOf,
  type Segment,
  trap,
  USE_TABLES,
  type Va,
  va,
} from '../../hardware/hardware.ts';
import * as abi from './abi.ts';
import { loadKernel } from './boot.ts';
import { hex, WeensyHardware } from './k-hardware.ts';
import * as layout from './layout.ts';
import * as proc from './process.ts';
import { PTE_PWU, ptiter, Vmiter } from './vmiter.ts';

/** What `syscall` returns when the caller does not run on at once: another process was resumed, or nothing runs. */
export const NO_RETURN = Number.MIN_SAFE_INTEGER;

/** kalloc fills pages with this, the breakpoint instruction, so that whoever forgets to clear them learns it. */
const POISON = 0xcccccccc | 0;
const NO_PAGE = pa(0);
const NO_PPN = ppn(-1);

/**
 * The kernel of WeensyOS. `boot()` starts `programs` as processes 1, 2, …; a class that extends it overrides a method for each thing that
 * it does otherwise. System calls return negative numbers for errors; a bug is a `Panic` that ends the run.
 */
export class WeensyKernel extends WeensyHardware {
  private reserved: Int32Array | null = null;

  // Booting

  /** Sets the machine and all kernel data up, then one process for each of `programs`, and runs process 1. */
  kernelStart(programs: readonly Executable[]): void {
    const { symbols, pages, machine } = this;
    loadKernel(machine, pages, symbols.address('systemCall'), symbols.address('exception'));
    this.mapKernelMemory();
    this.allocator?.initialize?.((page) => this.isAllocatable(ppn(page)));
    this.console.clear();
    this.setVariable(layout.RANDOM_STATE, this.parameters.order.kind === 'random' ? this.parameters.order.seed : 0);
    for (const [index, program] of programs.entries()) this.processSetup(index + 1, machine.install(program));
    machine.timer.arm(this.parameters.timer);
    this.schedule();
  }

  /** Kernel memory is mapped to itself; below `PROC_START_ADDR` only the console may be used by programs, and page 0 by nobody. */
  mapKernelMemory(): void {
    const it = new Vmiter(this, layout.KERNEL_PAGETABLE);
    for (let page = 0; page < this.pages; page++) {
      const address = page * PAGE_SIZE;
      const user = address >= abi.PROC_START_ADDR || address === abi.CONSOLE_ADDR;
      it.find(va(address)).map(pa(address), page === 0 ? 0 : user ? PTE_PWU : PTE_P | PTE_W);
    }
    this.machine.entry.loadRoot(layout.KERNEL_PAGETABLE);
  }

  // Physical pages

  /** Takes a free page, with reference count 1 and filled with 0xCC; returns its address, or 0 if there is none. */
  kalloc(): Pa {
    const page = this.findFreePage();
    if (page < 0) return NO_PAGE;
    this.physpages.setRefcount(page, 1);
    this.supervisor.fillPage(va(paOf(page)), POISON);
    return paOf(page);
  }

  /** Drops one reference to the page at `address`, which is free when none is left. Nothing happens for address 0. */
  kfree(address: Pa): void {
    if (address === NO_PAGE) return;
    const page = ppnOf(address);
    const count = this.physpages.refcount(page);
    this.assert(count > 0, 'physpages[pa / PAGESIZE].refcount > 0');
    this.physpages.setRefcount(page, count - 1);
    if (count === 1 && this.allocator?.free(page, 1) === false) this.assert(false, 'allocator.free(page, 1)');
  }

  /** Adds a reference to the page at `address`. */
  share(address: Pa): void {
    const page = ppnOf(address);
    this.physpages.setRefcount(page, this.physpages.refcount(page) + 1);
  }

  /** A page for a page table: taken and zeroed; 0 if there is none. */
  kallocPagetable(): Pa {
    const table = this.kalloc();
    if (table === NO_PAGE) return NO_PAGE;
    this.supervisor.fillPage(va(table), 0);
    this.supervisor.noteUse(table, USE_TABLES);
    return table;
  }

  /** The next free page in the boot's page order, or the one that its allocator gives; -1 if there is none. */
  findFreePage(): Ppn {
    if (this.allocator !== null) return ppn(this.allocator.allocate(1, false));
    const { supervisor, pages } = this;
    const { order } = this.parameters;
    const stride = order.kind === 'cursor' ? order.stride : 1;
    const counts = supervisor.locate(layout.PHYSPAGES);
    let passedOver = this.pagesPassedOver();
    let page = this.firstCandidate();
    for (let tried = 1; ; tried++) {
      const steps = supervisor.stepsToZero(counts, pages, page, stride, this.reservedPages());
      tried += steps;
      if (tried > pages) break;
      page = (page + steps * stride) % pages;
      if (passedOver-- === 0) {
        if (order.kind === 'cursor') this.setVariable(layout.NEXT_PAGE, page);
        supervisor.spend(tried);
        return ppn(page);
      }
      page = (page + stride) % pages;
    }
    supervisor.spend(pages);
    return NO_PPN;
  }

  /** Whether kalloc may give `page` away. The answer is for ever. */
  isAllocatable(page: Ppn): boolean {
    return layout.isAllocatable(page, this.view.allocatableEnd);
  }

  /** A byte for each page that is not zero where it is not allocatable. Made once: the search for a free page passes hundreds. */
  private reservedPages(): Int32Array {
    if (this.reserved === null) {
      const bytes = Uint8Array.from({ length: Math.ceil(this.pages / 4) * 4 }, (_, page) =>
        this.isAllocatable(ppn(page)) ? 0 : 1,
      );
      this.reserved = new Int32Array(bytes.buffer);
    }
    return this.reserved;
  }

  /** Where the search for a free page starts. The random order draws with the generator of Numerical Recipes, 7.1. */
  firstCandidate(): number {
    const { order } = this.parameters;
    if (order.kind === 'first-fit') return 0;
    if (order.kind === 'cursor') return this.variable(layout.NEXT_PAGE);
    const state = (Math.imul(this.variable(layout.RANDOM_STATE), 1664525) + 1013904223) | 0;
    this.setVariable(layout.RANDOM_STATE, state);
    return (state >>> 16) % this.pages;
  }

  // Setting processes up

  /** Makes process `pid` of `image`, runnable from its first entry. Memory must suffice. */
  processSetup(pid: number, image: Image): void {
    const process = this.ptable[pid];
    this.tell({ type: 'setup', slot: pid, name: image.name });
    this.initProcess(process, pid);
    const root = this.kallocPagetable();
    this.assert(
      root !== NO_PAGE && this.mapKernelPart(root, layout.KERNEL_PAGETABLE),
      'process_setup: out of memory for page tables',
    );
    for (const segment of image.segments) this.loadSegment(root, segment);
    this.setupStack(process, root);
    process.setRegister(frame.RIP, image.entryAddress(0));
    process.pagetable = root;
    process.state = proc.P_RUNNABLE;
    this.tell({ type: 'set up', slot: pid });
  }

  /** Maps all below `PROC_START_ADDR` as the tables under `source` do; false if memory ran out. */
  mapKernelPart(root: Pa, source: Pa): boolean {
    return new Vmiter(this, root).tryCopy(new Vmiter(this, source), va(abi.PROC_START_ADDR)) === 0;
  }

  /** Copies a segment of a program page by page into fresh pages: file bytes, then zeros. */
  loadSegment(root: Pa, segment: Segment): void {
    const { bytes, size, writable } = segment;
    this.tell({ type: 'segment', va: segment.va, fileSize: bytes.length, size, writable });
    const it = new Vmiter(this, root);
    for (let address = pageRoundDown(segment.va); address < segment.va + size; address += PAGE_SIZE) {
      const page = this.kalloc();
      this.assert(page !== NO_PAGE, 'process_setup: out of memory for the program');
      this.supervisor.fillPage(va(page), 0);
      const offset = address - segment.va;
      this.supervisor.writeBytes(va(page), bytes.subarray(offset, offset + PAGE_SIZE));
      const mapped = it.find(va(address)).tryMap(page, this.segmentPermissions(writable));
      this.assert(mapped === 0, 'process_setup: out of memory for page tables');
    }
  }

  /** Text is read-only, so that `fork` may share it. */
  segmentPermissions(writable: boolean): number {
    return writable ? PTE_PWU : PTE_P | PTE_U;
  }

  /** One page of stack at the top of virtual memory. Its contents are left as `kalloc` gave them. */
  setupStack(process: proc.Process, root: Pa): void {
    const page = this.kalloc();
    this.assert(page !== NO_PAGE, 'process_setup: out of memory for the stack');
    const mapped = new Vmiter(this, root, va(abi.STACK_PAGE)).tryMap(page, PTE_PWU);
    this.assert(mapped === 0, 'process_setup: out of memory for page tables');
    process.setRegister(frame.RSP, abi.MEMSIZE_VIRTUAL);
  }

  // Traps

  systemCall(saved: Va): void {
    const process = this.enter(saved);
    if (this.atEntry()) return;
    const result = this.syscall(process, process.register(frame.RAX), process.register(frame.RDI));
    if (result === NO_RETURN) return;
    this.assert(process.state === proc.P_RUNNABLE, 'current->state == P_RUNNABLE');
    this.machine.entry.loadRoot(process.pagetable);
    this.machine.entry.returnFromSystemCall(result);
  }

  exception(vector: number, saved: Va): void {
    const process = this.enter(saved);
    if (this.atEntry()) return;
    switch (vector) {
      case trap.TIMER_VECTOR:
        this.setVariable(layout.TICKS, this.variable(layout.TICKS) + 1);
        return this.schedule();
      case trap.PAGE_FAULT:
        return this.userPageFault(process);
      case trap.PROGRAM_ERROR:
        return this.stopProcess(process, `Process ${process.pid} stopped: its program is in error!`);
      default:
        this.processPanic(process, `Unhandled exception ${vector} (rip=${hex(process.register(frame.RIP))})!`);
    }
  }

  /** Carries out a system call of `process`; returns what goes to its rax, or NO_RETURN. */
  syscall(process: proc.Process, number: number, argument: number): number {
    switch (number) {
      case abi.SYSCALL_GETPID:
        return process.pid;
      case abi.SYSCALL_YIELD:
        return this.syscallYield(process);
      case abi.SYSCALL_PANIC:
        return this.userPanic(process, va(argument));
      case abi.SYSCALL_PAGE_ALLOC:
        return this.pageAlloc(process, va(argument));
      case abi.SYSCALL_FORK:
        return this.fork(process);
      case abi.SYSCALL_EXIT:
        return this.syscallExit(process);
      default: {
        const rip = hex(process.register(frame.RIP));
        return this.processPanic(process, `Unhandled system call ${number} (pid=${process.pid}, rip=${rip})!`);
      }
    }
  }

  // System calls; the contracts stand on the wrappers in userland

  syscallYield(process: proc.Process): number {
    process.setRegister(frame.RAX, 0);
    this.schedule();
    return NO_RETURN;
  }

  pageAlloc(process: proc.Process, address: Va): number {
    if (!this.isValidHeapAddress(address)) return abi.E_FAILED;
    const page = this.kalloc();
    if (page === NO_PAGE) return abi.E_FAILED;
    this.supervisor.fillPage(va(page), 0);
    return this.replacePage(process, address, page);
  }

  /** Maps `page` in place of whatever is mapped at `address`, and drops that; undoes its allocation if a table is missing. */
  replacePage(process: proc.Process, address: Va, page: Pa): number {
    const it = new Vmiter(this, process.pagetable, address);
    const old = it.user ? it.pa : NO_PAGE;
    if (it.tryMap(page, PTE_PWU) < 0) {
      this.kfree(page);
      return abi.E_FAILED;
    }
    this.kfree(old);
    return 0;
  }

  /** Whether a program may ask for a page at `address`. */
  isValidHeapAddress(address: Va): boolean {
    return address % PAGE_SIZE === 0 && address >= abi.PROC_START_ADDR && address < abi.MEMSIZE_VIRTUAL;
  }

  fork(parent: proc.Process): number {
    const child = this.findFreeSlot();
    if (child === null) return abi.E_FAILED;
    const root = this.kallocPagetable();
    if (root === NO_PAGE) return abi.E_FAILED;
    if (!this.copyAddressSpace(root, parent.pagetable)) return this.undoFork(root);
    this.initProcess(child, child.slot);
    this.copyRegisters(child, parent);
    child.setRegister(frame.RAX, 0);
    child.pagetable = root;
    child.state = proc.P_RUNNABLE;
    return child.pid;
  }

  /** Gives back what a fork that ran out of memory has made of the child. */
  undoFork(root: Pa): number {
    this.freeAddressSpace(root);
    return abi.E_FAILED;
  }

  syscallExit(process: proc.Process): number {
    this.exit(process);
    this.schedule();
    return NO_RETURN;
  }

  /** Gives back all memory of `process` and its slot. */
  exit(process: proc.Process): void {
    const root = process.pagetable;
    process.state = proc.P_FREE;
    process.pagetable = NO_PAGE;
    this.freeAddressSpace(root);
  }

  // Address spaces

  /** The free slot with the lowest number from 1 on, or null. */
  findFreeSlot(): proc.Process | null {
    for (let slot = 1; slot < this.ptable.length; slot++) {
      if (this.ptable[slot].state === proc.P_FREE) return this.ptable[slot];
    }
    return null;
  }

  /** Gives the tables under `root` all mappings of those under `parent`; false if memory ran out half way. */
  copyAddressSpace(root: Pa, parent: Pa): boolean {
    if (!this.mapKernelPart(root, parent)) return false;
    const from = new Vmiter(this, parent, va(abi.PROC_START_ADDR - PAGE_SIZE));
    const to = new Vmiter(this, root);
    while (from.findNextMapped(va(abi.MEMSIZE_VIRTUAL))) {
      if (from.user && !this.copyMapping(to.find(from.va), from)) return false;
    }
    return true;
  }

  /** Copies one mapping of a program: writable pages by content, read-only pages by sharing. */
  copyMapping(to: Vmiter, from: Vmiter): boolean {
    return from.writable ? this.copyPage(to, from) : this.sharePage(to, from);
  }

  copyPage(to: Vmiter, from: Vmiter): boolean {
    const page = this.kalloc();
    if (page === NO_PAGE) return false;
    this.supervisor.copyPage(va(page), va(from.pa));
    if (to.tryMap(page, from.perm) === 0) return true;
    this.kfree(page);
    return false;
  }

  sharePage(to: Vmiter, from: Vmiter): boolean {
    if (to.tryMap(from.pa, from.perm) < 0) return false;
    this.share(from.pa);
    return true;
  }

  /** Copies the saved registers, and with them what stands for the program's locals. */
  copyRegisters(child: proc.Process, parent: proc.Process): void {
    this.supervisor.copyWords(child.registers, parent.registers, frame.FRAME_WORDS);
    this.machine.copyThread(child.slot, parent.slot);
  }

  /** Frees the user pages under `root`, then its tables from the leaves up, then the root. The console is not touched. */
  freeAddressSpace(root: Pa): void {
    this.freeUserPages(root);
    this.freeTables(root);
    this.kfree(root);
  }

  freeUserPages(root: Pa): void {
    const it = new Vmiter(this, root, va(abi.PROC_START_ADDR - PAGE_SIZE));
    while (it.findNextMapped(va(abi.MEMSIZE_VIRTUAL))) if (it.user) this.kfree(it.pa);
  }

  freeTables(root: Pa): void {
    for (const table of ptiter(this.supervisor, root)) this.kfree(table);
  }

  // Scheduling

  /** Resumes the next runnable process after the current one, in order of slots, which may be the same; or goes idle. */
  schedule(): void {
    const next = this.nextRunnable(this.current.slot, this.processesPassedOver());
    if (next === null) this.machine.entry.idle();
    else this.run(next);
  }

  /** The first runnable process after slot `from`, round to that slot itself, but for `passedOver` of them; null if there is none. */
  nextRunnable(from: number, passedOver: number): proc.Process | null {
    const { ptable } = this;
    let left = passedOver;
    let slot = from;
    for (let step = 0; step < ptable.length; step++) {
      slot = slot + 1 < ptable.length ? slot + 1 : 0;
      if (ptable[slot].state === proc.P_RUNNABLE && left-- === 0) return ptable[slot];
    }
    return null;
  }

  /** Resumes `process`, which must be runnable and have tables that map the kernel. */
  run(process: proc.Process): void {
    this.assert(process.state === proc.P_RUNNABLE, 'p->state == P_RUNNABLE');
    this.current = process;
    this.checkPagetable(process.pagetable);
    this.machine.entry.loadRoot(process.pagetable);
    this.machine.entry.returnTo(process.registers, process.slot);
  }
}
