/**
 * Execution of programs at ring 3: fetch, resume the program, do what it asks. Each operation completes (the instruction
 * pointer moves on, its result is in rax) or traps. Between any two the timer may interrupt.
 */

import { ControlOperations } from './control.ts';
import * as cost from './cost.ts';
import * as counter from './counters.ts';
import type { Cpu } from './cpu.ts';
import type { KernelEntry } from './entry.ts';
import * as frame from './frame.ts';
import { Halt } from './halt.ts';
import { type Image, imageNumberOf } from './image.ts';
import type { Listeners } from './listeners.ts';
import type { Mmu, PagingFormat } from './mmu.ts';
import * as operation from './operation.ts';
import { ProgramError } from './program-error.ts';
import * as register from './registers.ts';
import { Thread } from './thread.ts';
import type { Timer } from './timer.ts';
import * as tlb from './tlb.ts';
import { BREAKPOINT, INVALID_OPCODE, PROGRAM_ERROR } from './trap.ts';
import { ARGUMENT_REGISTERS_32, SYSTEM_CALL_REGISTERS_32 } from './trapframe.ts';
import type { UserAccess } from './user-access.ts';

// V8 folds a module's own constants into machine code, and loads imported ones at each use (docs/performance.md).
const { INSTRUCTION } = cost;
const { CYCLES, DEADLINE, EVENTS, OPERATIONS } = counter;
const { ARGUMENT_REGISTERS, FLAG_INTERRUPT, RAX, RFLAGS, RIP, RSP, SYSTEM_CALL_REGISTERS } = frame;
const { COPY, LOAD8, SYSTEM_CALL, slot } = operation;
const { RUN_STATE, RUNNING } = register;
const { USER_FETCH } = tlb;

const BREAKPOINT_BYTE = 0xcc;

export class Execution {
  /** Programs that broke the rules of programs, in the order they were stopped. */
  readonly programErrors: ProgramError[] = [];
  /** Why the machine stopped, if it did. */
  halt: Halt | null = null;
  private readonly cpu: Cpu;
  private readonly mmu: Mmu;
  private readonly entry: KernelEntry;
  private readonly access: UserAccess;
  private readonly control: ControlOperations;
  private readonly listeners: Listeners;
  private readonly timer: Timer;
  private readonly images: readonly (Image | undefined)[];
  private readonly threads: (Thread | null)[];
  private readonly words: Int32Array;
  private readonly counters: Float64Array;
  /** Whether programs are of 32 bits. */
  private readonly narrow: boolean;
  private readonly argumentRegisters: readonly number[];
  /** For the number of the call, and its arguments. */
  private readonly systemCallRegisters: readonly number[];
  private readonly registers = new Float64Array(ARGUMENT_REGISTERS.length);

  constructor(
    cpu: Cpu,
    mmu: Mmu,
    entry: KernelEntry,
    access: UserAccess,
    images: readonly (Image | undefined)[],
    threads: (Thread | null)[],
    timer: Timer,
    format: PagingFormat,
  ) {
    this.cpu = cpu;
    this.mmu = mmu;
    this.entry = entry;
    this.access = access;
    this.listeners = cpu.listeners;
    this.timer = timer;
    this.images = images;
    this.threads = threads;
    this.words = cpu.memory.words;
    this.counters = cpu.counters;
    this.narrow = format === 'i386';
    this.argumentRegisters = this.narrow ? ARGUMENT_REGISTERS_32 : ARGUMENT_REGISTERS;
    this.systemCallRegisters = [RAX, ...(this.narrow ? SYSTEM_CALL_REGISTERS_32 : SYSTEM_CALL_REGISTERS)];
    this.control = new ControlOperations(cpu, entry, this.argumentRegisters, this.narrow);
  }

  /**
   * What the program passes with the system call that it makes, beside its number, while the CPU still has its registers; at 32 bits as
   * unsigned words.
   */
  callArguments(): number[] {
    const [, ...registers] = this.systemCallRegisters;
    return registers.map((register) => (this.narrow ? this.cpu.get(register) >>> 0 : this.cpu.get(register)));
  }

  /**
   * Passes at most `boundaries` boundaries between operations, and at most `events` system calls and timer interrupts,
   * each to its end; fewer if the machine leaves the run state RUNNING. A boot has to have come to a program before.
   */
  run(boundaries: number, events = Number.POSITIVE_INFINITY): void {
    this.guard(() => this.entry.checkLeft());
    const lastBoundary = this.counters[OPERATIONS] + boundaries;
    const lastEvent = this.counters[EVENTS] + events;
    const goesOn = (): boolean =>
      this.counters[OPERATIONS] < lastBoundary && this.counters[EVENTS] < lastEvent && this.cpu.runState === RUNNING;
    while (goesOn()) this.guard(() => this.runUnguarded(lastBoundary, lastEvent));
  }

  /** Runs `code`, taking what may unwind it: a halt stops the machine, a program's error stops the program. */
  guard(code: () => void): void {
    try {
      code();
    } catch (error) {
      if (error instanceof ProgramError) this.stopProgram(error);
      else if (error instanceof Halt) this.stop(error);
      else throw error;
    }
  }

  private runUnguarded(lastBoundary: number, lastEvent: number): void {
    const { counters, words } = this;
    const state = this.cpu.frame + RUN_STATE;
    while (counters[OPERATIONS] < lastBoundary && counters[EVENTS] < lastEvent && words[state] === RUNNING) this.step();
  }

  private stop(halt: Halt): void {
    this.halt = halt;
    this.cpu.runState = halt.state;
  }

  private stopProgram(error: ProgramError): void {
    const thread = this.current();
    error.locate(thread.image.name, thread.entryName, thread.operations, this.cpu.slot);
    this.programErrors.push(error);
    this.guard(() => this.entry.exception(PROGRAM_ERROR, 0));
  }

  /** One boundary: takes the timer's interrupt if it is due, else fetches and executes one operation. */
  private step(): void {
    this.counters[OPERATIONS] += 1;
    if (this.counters[CYCLES] >= this.counters[DEADLINE] && this.isInterrupted()) return this.entry.tick();
    const rip = this.cpu.get(RIP);
    const at = this.mmu.translate(rip, USER_FETCH);
    if (at < 0) return this.entry.fault();
    const word = this.words[at >> 2];
    const thread = this.threads[this.cpu.slot];
    if (thread?.goesOnAt(rip, word)) this.execute(thread, this.resume(thread));
    else this.redirect(thread, rip, word);
  }

  /** Past the deadline, the timer's interrupt is taken if the running program's flag is set: a kernel may have cleared it. */
  private isInterrupted(): boolean {
    return (this.cpu.get(RFLAGS) & FLAG_INTERRUPT) !== 0 && this.timer.isDue();
  }

  private resume(thread: Thread): number {
    const rax = this.cpu.get(RAX);
    if (!thread.hasBegun) return this.begin(thread, rax);
    return thread.resume(this.narrow && thread.lastKind === SYSTEM_CALL ? rax | 0 : rax);
  }

  /** Starts the program with its registers, of which rax says how many there are. */
  private begin(thread: Thread, count: number): number {
    const { argumentRegisters } = this;
    for (let i = 0; i < argumentRegisters.length && i < count; i++)
      this.registers[i] = this.cpu.get(argumentRegisters[i]);
    return thread.begin(this.registers, count);
  }

  /** The instruction pointer is not where the thread goes on: a second try, the start of a program or upcall, or a trap. */
  private redirect(thread: Thread | null, rip: number, word: number): void {
    const resumed = thread?.resumedAt(rip, word, this.cpu.get(RSP)) ?? null;
    if (resumed === null) return this.start(thread, rip, word);
    this.threads[this.cpu.slot] = resumed;
    const kept = resumed.retry(rip);
    this.execute(resumed, kept !== 0 ? kept : this.resume(resumed));
  }

  /** Starts the entry whose text is at `rip`; on top of `before`, if the last operation of that faulted, or of what lies below it. */
  private start(before: Thread | null, rip: number, word: number): void {
    const image = this.images[imageNumberOf(word)];
    const entry = image !== undefined && image.textWord(rip) === word ? image.entryAt(rip) : -1;
    if (image === undefined || entry < 0) return this.executeBytes(rip, word);
    const started = new Thread(image, entry);
    if (before !== null) started.follow(before);
    this.threads[this.cpu.slot] = started;
    this.execute(started, this.resume(started));
  }

  /** The trap that foreign bytes give when executed: 0xCC is a breakpoint, everything else counts as an invalid opcode. */
  private executeBytes(rip: number, word: number): void {
    if (((word >>> ((rip & 3) << 3)) & 0xff) === BREAKPOINT_BYTE) this.entry.softwareInterrupt(BREAKPOINT, rip + 1);
    else this.entry.exception(INVALID_OPCODE, 0);
  }

  private execute(thread: Thread, kind: number): void {
    this.counters[CYCLES] += INSTRUCTION;
    if (kind >= LOAD8 && kind <= COPY) return this.data(thread, kind);
    if (this.listeners.operations) this.tell(kind, slot.operands);
    if (kind === SYSTEM_CALL) this.systemCall(thread, slot.operands);
    else this.control.perform(thread, kind, slot.operands);
  }

  /** A load, store or string operation. */
  private data(thread: Thread, kind: number): void {
    const { operands } = slot;
    const result = this.access.perform(kind, operands);
    if (this.listeners.operations) this.tell(kind, operands, result);
    if (result >= 0) thread.complete(this.cpu, result);
    else this.faulted(thread);
  }

  private faulted(thread: Thread): void {
    thread.keep(slot, this.cpu.get(RSP));
    this.entry.fault();
  }

  private systemCall(thread: Thread, operands: Float64Array): void {
    const { systemCallRegisters } = this;
    for (let i = 0; i < systemCallRegisters.length; i++) this.cpu.set(systemCallRegisters[i], operands[i]);
    this.cpu.setControl(RIP, thread.nextRip);
    this.entry.systemCall();
  }

  private tell(kind: number, operands: Float64Array, result = -1): void {
    const shown = operation.operandsOf(kind, operands);
    const done = result < 0 ? {} : { result };
    this.listeners.tell({ type: 'operation', slot: this.cpu.slot, kind, operands: shown, ...done });
  }

  private current(): Thread {
    const thread = this.threads[this.cpu.slot];
    if (thread === null) throw new Error(`process ${this.cpu.slot} executes without a thread`);
    return thread;
  }
}
