/**
 * What JOS hands to its students ready made, around the memory management (pmap.ts): the entry into C, kernel variables, cprintf,
 * CMOS, memset, assertions and panics.
 */
import {
  counter,
  type Fault,
  type Listeners,
  Machine,
  type Pa,
  register,
  type Supervisor,
  type TrapHandler,
  TripleFault,
  trap,
  type Va,
  va,
} from '../../hardware/hardware.ts';
import { kernelBacktrace, Panic, type PanicSite } from '../panic.ts';
import { enter, type ImagePlaces, kernelTextWord, placesOf } from './entrypgdir.ts';
import { EXTPHYSMEM, KERNBASE, kstacktop, PGNUM, PGSIZE, type Variant } from './memlayout.ts';
import { checkJosParameters, DEFAULT_JOS, type JosParameters } from './parameters.ts';
import { JosVariables, KERN_PGDIR, NEXTFREE, NPAGES, NPAGES_BASEMEM, PAGE_FREE_LIST, PAGES } from './variables.ts';
import { JosView } from './view.ts';

/** Where memset's code lies: at the start of a page of kernel text. */
const MEMSET_TEXT = va(KERNBASE + EXTPHYSMEM + PGSIZE);

/** An assertion of the lab's checks failed: `code` is its letter and number in the list of assertions (docs/jos.md). */
export class AssertionFailed extends Panic {
  readonly code: string;

  constructor(code: string, message: string, site: ConstructorParameters<typeof Panic>[1]) {
    super(message, site);
    this.name = 'AssertionFailed';
    this.code = code;
  }
}

export abstract class JosInit implements TrapHandler {
  readonly parameters: JosParameters;
  readonly machine: Machine;
  readonly supervisor: Supervisor;
  readonly listeners: Listeners;
  readonly places: ImagePlaces;
  /** The variables below, for those who look without touching the machine. */
  readonly variables: JosVariables;
  private shown: JosView | null = null;

  /**
   * Connects the kernel to a machine of its own, with room for as many programs as `slots`; `boot` starts it. Throws a RangeError for
   * parameters that make no sense.
   */
  constructor(parameters: Partial<JosParameters> = {}, slots = 1) {
    this.parameters = { ...DEFAULT_JOS, ...parameters };
    checkJosParameters(this.parameters);
    this.machine = new Machine(this.parameters.pages, slots, { paging: 'i386', oracle: this.parameters.oracle });
    this.supervisor = this.machine.supervisor;
    this.listeners = this.machine.listeners;
    this.places = placesOf(this.parameters.end);
    this.variables = new JosVariables(this.machine.memory, this.places);
    this.machine.connect(this);
  }

  abstract memInit(): void;

  /** Boots to the prompt of the kernel's monitor, or to where the kernel stops. */
  boot(): void {
    this.machine.execution.guard(() => {
      enter(this.machine, this.parameters.end);
      this.memInit();
      this.goOn();
      this.machine.entry.checkLeft();
    });
  }

  /** What follows once memory is managed: the prompt. */
  goOn(): void {
    this.monitor();
    this.machine.entry.idle();
  }

  /** What the kernel shows its observers. */
  get view(): JosView {
    this.shown ??= this.makeView();
    return this.shown;
  }

  protected makeView(): JosView {
    return new JosView(this.machine, this.variables, this.variant);
  }

  get variant(): Variant {
    return this.parameters.variant;
  }

  /** Top of the kernel stack in virtual memory. */
  get kstacktop(): number {
    return kstacktop(this.variant);
  }

  /** What greets the user after the boot. */
  monitor(): void {
    this.cprintf('Welcome to the JOS kernel monitor!');
    this.cprintf("Type 'help' for a list of commands.");
  }

  // Variables

  get npages(): number {
    return this.variable(NPAGES);
  }
  set npages(pages: number) {
    this.setVariable(NPAGES, pages);
  }

  /** Pages below the I/O hole. */
  get npagesBasemem(): number {
    return this.variable(NPAGES_BASEMEM);
  }
  set npagesBasemem(pages: number) {
    this.setVariable(NPAGES_BASEMEM, pages);
  }

  /** Virtual address of the kernel's page directory. */
  get kernPgdir(): Va {
    return va(this.variable(KERN_PGDIR));
  }
  set kernPgdir(pgdir: Va) {
    this.setVariable(KERN_PGDIR, pgdir);
  }

  /** Virtual address of the array of page descriptors. */
  get pages(): Va {
    return va(this.variable(PAGES));
  }
  set pages(array: Va) {
    this.setVariable(PAGES, array);
  }

  get pageFreeList(): Va {
    return va(this.variable(PAGE_FREE_LIST));
  }
  set pageFreeList(head: Va) {
    this.setVariable(PAGE_FREE_LIST, head);
  }

  /** The next byte that boot_alloc gives away; 0 before the first. */
  get nextfree(): Va {
    return va(this.variable(NEXTFREE));
  }
  set nextfree(address: Va) {
    this.setVariable(NEXTFREE, address);
  }

  protected variable(offset: number): number {
    return this.load(va(KERNBASE + this.places.variables + offset * 4));
  }

  protected setVariable(offset: number, value: number): void {
    this.store(va(KERNBASE + this.places.variables + offset * 4), value);
  }

  // Memory by virtual address

  /** The word at `address`, unsigned, at any alignment. */
  load(address: Va): number {
    return (address & 3) === 0 ? this.supervisor.load32(va(address >>> 0)) >>> 0 : this.loadBytes(address);
  }

  store(address: Va, value: number): void {
    if ((address & 3) === 0) this.supervisor.store32(va(address >>> 0), value);
    else this.storeBytes(address, value);
  }

  private loadBytes(address: Va): number {
    const bytes = [3, 2, 1, 0].map((i) => this.supervisor.load8(va((address + i) >>> 0)));
    return bytes.reduce((word, byte) => (word << 8) | byte) >>> 0;
  }

  private storeBytes(address: Va, value: number): number {
    for (let i = 0; i < 4; i++) this.supervisor.store8(va((address + i) >>> 0), value >>> (8 * i));
    return 4;
  }

  /** Sets `count` bytes, whole words, from `address` on to `byte`. Its code is fetched when it returns, from where it lies. */
  memset(address: Va, byte: number, count: number): void {
    const word = Math.imul(byte & 0xff, 0x01010101);
    for (let done = 0; done < count; ) done += this.fillPart(va((address + done) >>> 0), word, count - done);
    if (this.supervisor.fetch32(MEMSET_TEXT) !== kernelTextWord(MEMSET_TEXT)) {
      throw new TripleFault('the code of memset was overwritten, by itself');
    }
  }

  /** Sets words from `at` on, up to the end of its page or of `left` bytes. Returns how many bytes that were. */
  private fillPart(at: Va, word: number, left: number): number {
    const part = Math.min(Math.ceil(left / 4) * 4, PGSIZE - (at % PGSIZE));
    if (part === PGSIZE) this.supervisor.fillPage(at, word);
    else if ((at & 3) === 0) this.supervisor.fillWords(at, word, part / 4);
    else return this.storeBytes(at, word);
    return part;
  }

  /** Kernel virtual address of physical address `address`. */
  kaddr(address: number): Va {
    if (PGNUM(address) >= this.npages) this.panic(`KADDR called with invalid pa ${hex8(address)}`);
    return va((address + KERNBASE) >>> 0);
  }

  /** Physical address of kernel virtual address `address`. */
  paddr(address: number): Pa {
    if (address >>> 0 < KERNBASE) this.panic(`PADDR called with invalid kva ${hex8(address)}`);
    return ((address >>> 0) - KERNBASE) as Pa;
  }

  // Messages

  cprintf(text: string): void {
    if (this.listeners.any) this.listeners.tell({ type: 'log', text });
  }

  panic(message: string): never {
    const text = `kernel panic at kern/pmap.c: ${message}`;
    this.cprintf(text);
    throw new Panic(text, this.panicSite(this.panic));
  }

  /** Assertion `code` of the checks. */
  assert(code: string, condition: boolean, expression: string): void {
    if (!condition) this.assertionFailed(code, expression);
  }

  private assertionFailed(code: string, expression: string): never {
    const text = `kernel panic at kern/pmap.c: assertion failed: ${expression}`;
    this.cprintf(text);
    throw new AssertionFailed(code, text, this.panicSite(this.assert));
  }

  private panicSite(below: (...parameters: never[]) => unknown): PanicSite {
    const { process, handling } = this.atWork();
    return { cycle: this.machine.counters[counter.CYCLES], process, handling, backtrace: kernelBacktrace(below) };
  }

  /** For whom the kernel works, 0 for nobody, and at what. Called in a panic: it must not touch memory through the MMU. */
  atWork(): Pick<PanicSite, 'process' | 'handling'> {
    return { process: 0, handling: 'boot' };
  }

  // Traps: there is no interrupt descriptor table yet, so that no trap arrives here

  systemCall(_saved: Va): void {
    this.panic('a system call, and nothing handles it');
  }

  exception(vector: number, _saved: Va): void {
    this.panic(`exception ${vector}, and nothing handles it`);
  }

  kernelFault(fault: Fault): never {
    return this.panic(`${fault.vector === trap.PAGE_FAULT ? 'page fault' : 'exception'} at ${hex8(fault.address)}`);
  }

  poll(): void {}

  textWord(address: number): number {
    return kernelTextWord(address);
  }

  /** Whether the machine stopped, and how. */
  get stopped(): boolean {
    return this.machine.cpu.runState !== register.IDLE;
  }
}

export const hex8 = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');
