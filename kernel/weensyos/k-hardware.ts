/**
 * What WeensyOS hands to its students ready made, around the kernel proper (kernel.ts): entry from traps, kernel variables,
 * keys and soft reboot, the memory viewer's place in memory, messages, assertions and panics.
 */
import {
  consoleCells,
  type Executable,
  type Fault,
  frame,
  type Listeners,
  Machine,
  type MachineEvent,
  PAGE_SIZE,
  type Pa,
  PowerOff,
  pa,
  pageRoundDown,
  register,
  type Supervisor,
  type TrapHandler,
  trap,
  type Va,
  va,
} from '../../hardware/hardware.ts';
import type { PageAllocator } from '../allocators/page-allocator.ts';
import type { CallDescription } from '../call-description.ts';
import { kernelBacktrace, Panic } from '../panic.ts';
import { SYSCALL_NAMES } from './abi.ts';
import { WEENSYOS_CALLS } from './call-descriptions.ts';
import { ConsoleWriter } from './console-writer.ts';
import { allocatorOf } from './custom-allocator.ts';
import * as layout from './layout.ts';
import { MemoryViewer } from './memviewer.ts';
import { checkParameters, DEFAULT_PARAMETERS, type WeensyParameters } from './parameters.ts';
import { Physpages } from './physpages.ts';
import * as proc from './process.ts';
import { Symbols } from './symbols.ts';
import { WeensyView } from './view.ts';
import { type TableKernel, Vmiter } from './vmiter.ts';

/** Where messages start on the screen; a position past the last row makes the screen scroll first. */
const FAULT_ROW = 24;
const ASSERTION_ROW = 23;
const PANIC_ROW = 25;
const FAULT_ATTRIBUTE = 0x0c;
const PANIC_ATTRIBUTE = 0xc0;
const LONGEST_USER_STRING = 160;

export const hex = (value: number): string => `0x${value.toString(16)}`;

const describeFault = (errorCode: number): string =>
  `${errorCode & trap.FAULT_WRITE ? 'write' : 'read'} ${errorCode & trap.FAULT_PRESENT ? 'protection problem' : 'missing page'}`;

/** Which function of the kernel reached where, which the real kernel's message does not say. */
const describeReach = ({ vector, address }: Fault, functions: readonly string[]): string => {
  const [inner = 'the kernel', outer] = functions.filter((name, i) => name !== functions[i - 1]);
  const who = outer === undefined ? inner : `${inner}, called by ${outer},`;
  const where = Number.isFinite(address) ? hex(address) : `${address}, which is no address`;
  if (vector === trap.MACHINE_CHECK) return ` ${who} reached for ${where}, where there is no memory`;
  if (vector === trap.PAGE_FAULT || address !== 0) return ` ${who} reached for ${where}`;
  return ` in ${inner}`;
};

export abstract class WeensyHardware implements TrapHandler, TableKernel {
  /** The system calls that there are: a kernel with more of them says so here. */
  static readonly calls: readonly CallDescription[] = WEENSYOS_CALLS;
  readonly parameters: WeensyParameters;
  readonly machine: Machine;
  readonly supervisor: Supervisor;
  readonly listeners: Listeners;
  readonly physpages: Physpages;
  /** What knows which pages are free in place of the counts; null if these do. */
  readonly allocator: PageAllocator | null;
  readonly ptable: readonly proc.Process[];
  readonly view: WeensyView;
  readonly viewer: MemoryViewer;
  protected readonly console: ConsoleWriter;
  protected readonly symbols: Symbols;
  private allocationsAreOpen = false;

  /** Connects the kernel to a machine of its own; `boot` starts it. Throws a RangeError for parameters that make no sense. */
  constructor(parameters: Partial<WeensyParameters> = {}) {
    this.parameters = { ...DEFAULT_PARAMETERS, ...parameters };
    checkParameters(this.parameters);
    this.machine = new Machine(this.parameters.pages, this.parameters.slots, { oracle: this.parameters.oracle });
    this.supervisor = this.machine.supervisor;
    this.listeners = this.machine.listeners;
    this.physpages = new Physpages(this.supervisor, this.listeners);
    this.allocator = allocatorOf(this.supervisor, this.parameters);
    this.ptable = Array.from({ length: this.parameters.slots }, (_, slot) => new proc.Process(this.supervisor, slot));
    this.console = new ConsoleWriter(this.supervisor);
    this.symbols = new Symbols([this, this.supervisor, Vmiter.prototype]);
    this.view = new WeensyView(this.machine, this.parameters, (this.constructor as typeof WeensyHardware).calls);
    this.viewer = new MemoryViewer(this.view);
    this.machine.connect(this);
  }

  /** Sets up the machine, kernel data and one process for each of `programs`; ends by running process 1. */
  abstract kernelStart(programs: readonly Executable[]): void;
  abstract systemCall(saved: Va): void;
  abstract exception(vector: number, saved: Va): void;
  abstract kalloc(): Pa;
  abstract kallocPagetable(): Pa;
  abstract schedule(): void;

  /** Boots: afterwards process 1 is about to execute its first operation, or nothing is runnable. */
  boot(): void {
    if (!this.allocationsAreOpen) this.openAllocations();
    const { execution, entry } = this.machine;
    execution.guard(() => {
      this.kernelStart(this.parameters.programs);
      entry.checkLeft();
    });
  }

  /** From here on each call of `kalloc`, whoever wrote it, is put to the oracle, which may have it fail, and told of if it gives no page. */
  private openAllocations(): void {
    const { kalloc, machine } = this;
    const asked = (): Pa => {
      const page = machine.choices.choose('allocation', 2) === 1 ? pa(0) : kalloc.call(this);
      if (page === 0) this.tell({ type: 'out of memory' });
      return page;
    };
    this.kalloc = asked;
    this.allocationsAreOpen = true;
  }

  get pages(): number {
    return this.parameters.pages;
  }

  /** Where the kernel's image and its own page table lie. */
  imageAddresses(): { readonly start: number; readonly end: number; readonly pagetable: number } {
    return { start: layout.KERNEL_START, end: layout.KERNEL_END, pagetable: layout.KERNEL_PAGETABLE };
  }

  textWord(address: number): number {
    return layout.kernelTextWord(address);
  }

  // Kernel variables

  variable(address: Va): number {
    return this.supervisor.load32(address);
  }

  setVariable(address: Va, value: number): void {
    this.supervisor.store32(address, value);
  }

  /** The process that runs, or ran last. Before the first, that of slot 0. */
  get current(): proc.Process {
    return this.ptable[layout.slotAt(this.variable(layout.CURRENT))];
  }
  set current({ slot }: proc.Process) {
    this.setVariable(layout.CURRENT, layout.processAddress(slot));
  }

  // Entry

  /** On the kernel's own tables from here on: saves the registers at kernel address `saved` in the current process. */
  protected enter(saved: Va): proc.Process {
    this.machine.entry.loadRoot(layout.KERNEL_PAGETABLE);
    const process = this.current;
    this.supervisor.copyWords(process.registers, saved, frame.FRAME_WORDS);
    return process;
  }

  /** What the kernel does first at every trap: the viewer's page, then keys. True if a key rebooted it. */
  protected atEntry(): boolean {
    if (this.parameters.viewer && this.variable(layout.VIEWER_PAGE) === 0) {
      this.setVariable(layout.VIEWER_PAGE, this.kalloc());
    }
    return this.checkKeyboard();
  }

  /** Obeys a key, if one was typed: a letter of the boot's commands reboots with those programs, `q` powers off. */
  checkKeyboard(): boolean {
    const code = this.machine.keyboard.read();
    if (code < 0) return false;
    const key = String.fromCharCode(code);
    if (key === 'q' || key === '\x03') throw new PowerOff();
    const programs = this.parameters.commands[key];
    if (programs === undefined) return false;
    this.kernelStart(programs);
    return true;
  }

  /** One turn of the loop in which the kernel waits for a key: nothing is runnable, or it has panicked. */
  poll(): void {
    this.checkKeyboard();
  }

  /** Zeroes the descriptor, and gives it user segments and an enabled interrupt flag. */
  initProcess(process: proc.Process, pid: number): void {
    process.clear();
    process.pid = pid;
    process.setRegister(frame.CS, frame.USER_CODE);
    for (const segment of [frame.SS, frame.FS, frame.GS]) process.setRegister(segment, frame.USER_DATA);
    process.setRegister(frame.RFLAGS, frame.FLAG_INTERRUPT);
    this.machine.clearThread(pid);
  }

  /** The real kernel's own check of tables before it runs a process on them. */
  checkPagetable(root: Pa): void {
    const { KERNEL_PAGETABLE: kernel, KERNEL_START: text } = layout;
    this.assert(root % PAGE_SIZE === 0, '((uintptr_t) pagetable & PAGEOFFMASK) == 0');
    this.assert(this.mapsItself(root, text), 'vmiter(pagetable, exception_entry).pa() == kptr2pa(exception_entry)');
    this.assert(this.mapsItself(kernel, root), 'vmiter(kernel_pagetable, pagetable).pa() == kptr2pa(pagetable)');
    this.assert(this.mapsItself(root, kernel), 'vmiter(pagetable, kernel_pagetable).pa() == kptr2pa(kernel_pagetable)');
  }

  private mapsItself(root: Pa, address: number): boolean {
    return this.supervisor.lookUp(root, va(address)) === address;
  }

  // Choices

  /** How many free pages the oracle passes over: 0 where nobody chooses. */
  protected pagesPassedOver(): number {
    const { choices } = this.machine;
    return choices.isOpen('page') ? choices.choose('page', Math.max(1, this.view.freePages())) : 0;
  }

  /** How many runnable processes the oracle passes over: 0 where nobody chooses. */
  protected processesPassedOver(): number {
    const { choices } = this.machine;
    if (!choices.isOpen('next process')) return 0;
    const runnable = this.view.slots().filter(({ state }) => state === proc.STATE_NAMES[proc.P_RUNNABLE]);
    return choices.choose('next process', Math.max(1, runnable.length));
  }

  // Messages

  /** Writes the memory viewer's picture to the console, as the real kernel does at every trap. */
  memshow(): void {
    const cells = consoleCells(this.machine.memory);
    this.viewer.draw(cells, this.viewer.shown());
    this.console.cells(cells);
  }

  log(text: string): void {
    this.tell({ type: 'log', text });
  }

  /** Tells listeners, if there are any. For what happens seldom: the event is made in any case. */
  protected tell(event: MachineEvent): void {
    if (this.listeners.any) this.listeners.tell(event);
  }

  /** A program touched what it may not: says so and stops that process; the others go on. */
  protected userPageFault(process: proc.Process): void {
    const { cpu } = this.machine;
    const address = frame.joinWords(cpu.control(register.CR2), cpu.control(register.CR2_HIGH));
    const why = describeFault(process.register(frame.ERROR_CODE));
    const rip = hex(process.register(frame.RIP));
    this.stopProcess(process, `Process ${process.pid} page fault on ${hex(address)} (${why}, rip=${rip})!`);
  }

  /** Stops `process` for good, with a line at the bottom of the screen, and goes on with the others. */
  protected stopProcess(process: proc.Process, message: string): void {
    this.log(message);
    this.console.print(FAULT_ROW, FAULT_ATTRIBUTE, message);
    process.state = proc.P_FAULTED;
    this.schedule();
  }

  // Panics

  kernelFault(fault: Fault): never {
    const functions = kernelBacktrace(this.kernelFault);
    const rip = hex(this.symbols.address(functions[0] ?? ''));
    const page = `Kernel page fault on ${hex(fault.address)} (${describeFault(fault.errorCode)}, rip=${rip})!`;
    const other = `Unhandled exception ${fault.vector} (rip=${rip})!`;
    const message = fault.vector === trap.PAGE_FAULT ? page : other;
    return this.stopKernel(PANIC_ROW, message, functions, describeReach(fault, functions));
  }

  /** Stops the kernel for something that `process` did. */
  processPanic(process: proc.Process, message: string): never {
    return this.stopKernel(PANIC_ROW, message, [`rip ${hex(process.register(frame.RIP))}`]);
  }

  /** The `panic` system call. The real kernel stops the whole machine, and so does this one. */
  userPanic(process: proc.Process, address: Va): never {
    const text = address === 0 ? '' : `: ${this.userString(process, address)}`;
    return this.processPanic(process, `USER PANIC${text}`);
  }

  panic(message: string): never {
    return this.stopKernel(PANIC_ROW, `PANIC: ${message}`, kernelBacktrace(this.panic));
  }

  /** Stops the kernel with the real kernel's message unless `condition`. */
  assert(condition: boolean, assertion: string, description?: string): void {
    if (!condition) this.assertionFailed(assertion, description);
  }

  private assertionFailed(assertion: string, description?: string): never {
    const failed = `kernel: kernel assertion '${assertion}' failed`;
    const text = description === undefined ? failed : `kernel: ${description}\n${failed}`;
    return this.stopKernel(ASSERTION_ROW, text, kernelBacktrace(this.assert));
  }

  /** Shows memory as it is, then the message and the backtrace below it, and stops the machine. `more` is for who asks why. */
  private stopKernel(row: number, message: string, functions: readonly string[], more = ''): never {
    const { counters, cpu } = this.machine;
    const backtrace = functions.map((name, depth) => `  #${depth}  ${this.symbols.describe(name)}`);
    this.memshow();
    this.console.print(row, PANIC_ATTRIBUTE, [message, ...backtrace].join('\n'));
    for (const line of [message, ...backtrace]) this.log(line);
    const site = { cycle: counters[0], process: cpu.slot, handling: this.describeTrap(), backtrace: functions };
    throw new Panic(`${message}${more}`, site, more !== '');
  }

  /** What the kernel is handling, by the registers that the CPU still holds of the program. */
  private describeTrap(): string {
    const { cpu } = this.machine;
    if (cpu.slot === 0) return 'boot';
    const vector = cpu.control(frame.VECTOR);
    if (vector === -1) return SYSCALL_NAMES[cpu.get(frame.RAX)] ?? `system call ${cpu.get(frame.RAX)}`;
    return vector === trap.TIMER_VECTOR ? 'timer interrupt' : `exception ${vector}`;
  }

  /** Reads a string of a program, byte by byte through its own tables, to its end or to the first byte it cannot read. */
  private userString(process: proc.Process, address: Va): string {
    const it = new Vmiter(this, process.pagetable, va(pageRoundDown(address)));
    let text = '';
    for (let at: number = address; text.length < LONGEST_USER_STRING; at++) {
      if (!it.find(va(pageRoundDown(at))).user) return text;
      const byte = this.supervisor.load8(va(it.pa + (at % PAGE_SIZE)));
      if (byte === 0) return text;
      text += String.fromCharCode(byte);
    }
    return text;
  }
}
