/**
 * Entering the kernel and leaving it: delivery of traps through the interrupt descriptor table, system calls, `iret`, loads of
 * CR3, and faults of the kernel itself. Wherever the processor would go on with kernel code, a word of kernel text is
 * fetched and the kernel stack is touched through the current tables; if that fails, so does the delivery of the fault.
 */
import { type Pa, type Va, va } from './address.ts';
import * as cost from './cost.ts';
import * as count from './counters.ts';
import type { Cpu } from './cpu.ts';
import * as frame from './frame.ts';
import { NobodyRuns, TripleFault } from './halt.ts';
import { InterruptTable } from './interrupt-table.ts';
import type { Fault, Mmu, PagingFormat } from './mmu.ts';
import * as register from './registers.ts';
import type { Timer } from './timer.ts';
import * as tlb from './tlb.ts';
import * as trap from './trap.ts';
import { popTrapframe, pushTrapframe, TF_ES, TRAPFRAME_BYTES, TRAPFRAME_WORDS } from './trapframe.ts';

// V8 folds a module's own constants into machine code, and loads imported ones at each use (docs/performance.md).
const { EVENTS, KERNEL_CYCLES, SLOT_SYSTEM_CALLS, SYSTEM_CALLS, USER_CYCLES, slotCounter } = count;
const { CS, ERROR_CODE, FRAME_BYTES, FRAME_WORDS, R11, RAX, RCX, RDI, RDX, RFLAGS, RIP, VECTOR } = frame;
const { KERNEL_STACK, LSTAR, PRIVILEGE, SLOT } = register;
const { KERNEL_FETCH, KERNEL_READ, KERNEL_WRITE } = tlb;
const FRAME_CYCLES = FRAME_WORDS * cost.WORD_MOVED;
const TRAPFRAME_CYCLES = TRAPFRAME_WORDS * cost.WORD_MOVED;
const SYSTEM_CALL_CYCLES = cost.SYSTEM_CALL;
const RETURN_CYCLES = cost.RETURN;
const LOAD_CR3_CYCLES = cost.LOAD_CR3;

/** What a kernel gives the CPU: where traps end. The interrupted program's registers lie at `frame`, a kernel address. */
export interface TrapHandler {
  systemCall(frame: Va): void;
  exception(vector: number, frame: Va): void;
  /** A fault in kernel mode: throws a panic. */
  kernelFault(fault: Fault): never;
  /** One turn of the loop that the kernel is in while no process runs: idle, or after a panic. */
  poll(): void;
  /** The word of kernel text at `address`. */
  textWord(address: number): number;
}

const DEEPEST_FAULT = 8;
const hex = (address: number): string => `0x${address.toString(16)}`;

const unreachable = (address: number, message: string): TripleFault =>
  Object.assign(new TripleFault(message), { reached: address });

export class KernelEntry {
  private readonly cpu: Cpu;
  private readonly mmu: Mmu;
  private readonly timer: Timer;
  private readonly gates: InterruptTable;
  private readonly words: Int32Array;
  /** Whether kernel and programs are of 32 bits. */
  private readonly narrow: boolean;
  private handler: TrapHandler | null = null;
  /** How many faults of the kernel are being delivered, one inside the other. */
  private faultDepth = 0;

  constructor(cpu: Cpu, mmu: Mmu, timer: Timer, format: PagingFormat = 'x86-64') {
    this.cpu = cpu;
    this.mmu = mmu;
    this.timer = timer;
    this.gates = new InterruptTable(cpu, mmu, format);
    this.words = cpu.memory.words;
    this.narrow = format === 'i386';
  }

  connect(handler: TrapHandler): void {
    this.handler = handler;
  }

  get kernel(): TrapHandler {
    if (this.handler === null) throw new Error('the machine has no kernel: connect one before it runs');
    return this.handler;
  }

  /** A program calls the kernel: by `syscall`, or at 32 bits by `int` to the vector that JOS uses. */
  systemCall(): void {
    const { cpu } = this;
    if (this.narrow && !this.gates.isOpen(trap.SYSTEM_CALL_VECTOR)) return this.refuse(trap.SYSTEM_CALL_VECTOR);
    cpu.counters[SYSTEM_CALLS] += 1;
    cpu.counters[slotCounter(cpu.slot, SLOT_SYSTEM_CALLS)] += 1;
    cpu.counters[EVENTS] += 1;
    this.timer.countEvent();
    if (cpu.listeners.any) this.tellSystemCall();
    if (this.narrow) this.deliver(trap.SYSTEM_CALL_VECTOR, 0);
    else this.syscall();
  }

  /** `syscall` (Intel SDM vol. 2, SYSCALL): return address to rcx, flags to r11; the kernel's entry code saves the registers. */
  private syscall(): void {
    const { cpu } = this;
    cpu.copy(RCX, RIP);
    cpu.copy(R11, RFLAGS);
    cpu.setControl(VECTOR, -1);
    cpu.credit(USER_CYCLES);
    cpu.spend(SYSTEM_CALL_CYCLES);
    this.kernel.systemCall(this.enter(cpu.control(LSTAR)));
    this.checkLeft();
  }

  private tellSystemCall(): void {
    const { cpu } = this;
    const argument = cpu.get(this.narrow ? RDX : RDI);
    cpu.listeners.tell({ type: 'system call', slot: cpu.slot, number: cpu.get(RAX), argument });
  }

  /** The timer's interrupt. */
  tick(): void {
    this.timer.rearm();
    this.cpu.counters[count.INTERRUPTS] += 1;
    this.cpu.counters[EVENTS] += 1;
    if (this.cpu.listeners.any) this.cpu.listeners.tell({ type: 'timer', slot: this.cpu.slot });
    this.deliver(trap.TIMER_VECTOR, 0);
  }

  /** Delivers the fault that the MMU reported for the running program, at the current instruction. */
  fault(): void {
    const { vector, errorCode, address } = this.mmu.fault;
    if (vector === trap.PAGE_FAULT) this.setFaultAddress(address);
    this.exception(vector, errorCode, address);
  }

  /** Raises an exception of the running program. `address` is what listeners are told. */
  exception(vector: number, errorCode: number, address = this.cpu.get(RIP)): void {
    this.cpu.counters[count.FAULTS] += 1;
    if (this.cpu.listeners.any)
      this.cpu.listeners.tell({ type: 'exception', slot: this.cpu.slot, vector, errorCode, address });
    this.deliver(vector, errorCode);
  }

  /** `int vector` at ring 3 (SDM vol. 3, 6.12.1.1): a general-protection fault unless the gate's level allows ring 3. */
  softwareInterrupt(vector: number, nextRip: number): void {
    if (!this.gates.isOpen(vector)) return this.refuse(vector);
    this.cpu.set(RIP, nextRip);
    this.exception(vector, 0);
  }

  private refuse(vector: number): void {
    this.exception(trap.GENERAL_PROTECTION, vector * 8 + 2);
  }

  /** Loads CR3 from kernel code. */
  loadRoot(root: Pa): void {
    this.cpu.spend(LOAD_CR3_CYCLES);
    this.mmu.loadRoot(root);
    this.touchKernel(this.cpu.control(LSTAR), 'after loading CR3');
  }

  /** Loads CR0 from kernel code. Rights that depend on CR0.WP are not kept in the TLB beyond that. */
  loadControl0(value: number): void {
    this.loadControl(register.CR0, value, register.CR0_WP);
  }

  /** Loads CR4; what it says of page sizes and global pages empties the TLB (Intel SDM vol. 3, 4.10.4.1). */
  loadControl4(value: number): void {
    this.loadControl(register.CR4, value, register.CR4_PSE | register.CR4_PGE);
  }

  /** `iret` to the frame at kernel address `saved`, whose program is that of process `slot`. */
  returnTo(saved: Va, slot: number): void {
    const { cpu } = this;
    const source = this.mmu.translate(saved, KERNEL_READ);
    if (source < 0) this.raiseInKernel();
    if (this.narrow) popTrapframe(cpu, source >> 2);
    else cpu.memory.copyWords(cpu.frame, source >> 2, FRAME_WORDS);
    cpu.spend(this.narrow ? TRAPFRAME_CYCLES : FRAME_CYCLES);
    if (slot !== cpu.slot) this.countSwitch(slot);
    this.leave(slot);
  }

  private loadControl(control: number, value: number, flushing: number): void {
    const before = this.cpu.control(control);
    this.cpu.spend(LOAD_CR3_CYCLES);
    this.cpu.setControl(control, value);
    if (((before ^ value) & flushing) !== 0) this.mmu.tlb.flush(false);
    this.touchKernel(this.cpu.control(LSTAR), 'after loading a control register');
  }

  private countSwitch(to: number): void {
    const { cpu } = this;
    cpu.counters[count.CONTEXT_SWITCHES] += 1;
    if (cpu.listeners.any) cpu.listeners.tell({ type: 'switch', from: cpu.slot, to });
  }

  /** The end of a system call: back to the caller, whose registers the CPU still holds, with `result` in rax. */
  returnFromSystemCall(result: number): void {
    this.cpu.set(RAX, result);
    this.leave(this.cpu.slot);
  }

  /** The kernel found nothing to run: it waits for a key (`TrapHandler.poll`). */
  idle(): void {
    this.cpu.credit(KERNEL_CYCLES);
    this.cpu.runState = register.IDLE;
    if (this.cpu.listeners.any) this.cpu.listeners.tell({ type: 'idle' });
  }

  /** Raises the fault that the MMU just reported, in kernel mode. */
  raiseInKernel(): never {
    const fault = { ...this.mmu.fault };
    if (fault.vector === trap.PAGE_FAULT) this.setFaultAddress(fault.address);
    this.faultDepth += 1;
    try {
      if (this.faultDepth > DEEPEST_FAULT) throw new TripleFault('faults within faults used up the kernel stack');
      this.deliverInKernel(fault);
      return this.kernel.kernelFault(fault);
    } finally {
      this.faultDepth -= 1;
    }
  }

  private deliverInKernel(fault: Fault): void {
    try {
      this.touchKernel(this.gates.handlerOf(this.gates.deliverable(fault.vector)), 'delivering a fault of the kernel');
    } catch (error) {
      if (error instanceof TripleFault) error.fault = fault;
      throw error;
    }
  }

  /** Delivers `vector`; one whose gate is absent becomes a double fault. */
  private deliver(vector: number, errorCode: number): void {
    const { cpu } = this;
    const delivered = this.gates.deliverable(vector);
    cpu.setControl(VECTOR, delivered);
    cpu.set(ERROR_CODE, delivered === vector ? errorCode : 0);
    cpu.credit(USER_CYCLES);
    cpu.spend(cost.TRAP);
    this.kernel.exception(delivered, this.enter(this.gates.handlerOf(delivered)));
    this.checkLeft();
  }

  /**
   * A kernel leaves a trap by going back to a program, or by waiting: its handler has nowhere to return to. Throws a Halt if it did neither,
   * which it is also to be asked after a boot.
   */
  checkLeft(): void {
    const { cpu } = this;
    if (cpu.control(PRIVILEGE) === 0 && cpu.runState === register.RUNNING) throw new NobodyRuns(cpu.slot);
  }

  /** Privilege 0; saves the running frame on the kernel stack and returns its kernel address. */
  private enter(handler: number): Va {
    const { cpu } = this;
    cpu.setControl(PRIVILEGE, 0);
    const top = this.touchKernel(handler, 'entering the kernel');
    if (this.narrow) return this.enterNarrow(top);
    cpu.memory.copyWords((top >> 2) + 2 - FRAME_WORDS, cpu.frame, FRAME_WORDS);
    cpu.spend(FRAME_CYCLES);
    return va(cpu.control(KERNEL_STACK) - FRAME_BYTES);
  }

  /** The same with a trap frame of 32 bits; `top` is the physical address of the stack's top quadword. */
  private enterNarrow(top: number): Va {
    const saved = (this.cpu.control(KERNEL_STACK) >>> 0) - TRAPFRAME_BYTES;
    pushTrapframe(this.cpu, (top >> 2) + 2 - TRAPFRAME_WORDS, saved + TF_ES * 4);
    this.cpu.spend(TRAPFRAME_CYCLES);
    return va(saved);
  }

  /** Back to ring 3; a frame that says otherwise is a general-protection fault of the kernel. */
  private leave(slot: number): void {
    const { cpu } = this;
    cpu.spend(RETURN_CYCLES);
    if ((cpu.control(CS) & 3) !== 3) this.refuseToLeave();
    cpu.credit(KERNEL_CYCLES);
    cpu.setControl(SLOT, slot);
    cpu.setControl(PRIVILEGE, 3);
    if (cpu.listeners.any) this.tellReturn(slot);
  }

  private tellReturn(slot: number): void {
    const result = this.cpu.get(RAX);
    // A register of 32 bits has no sign, and what a call returns has one.
    this.cpu.listeners.tell({ type: 'return', slot, result: this.narrow ? result | 0 : result });
  }

  private refuseToLeave(): never {
    Object.assign(this.mmu.fault, { vector: trap.GENERAL_PROTECTION, errorCode: 0, address: 0 });
    this.raiseInKernel();
  }

  /** Fetches kernel text at `handler` and touches the stack's top quadword, whose physical address it returns. */
  private touchKernel(at: number, when: string): number {
    const handler = at >>> 0;
    const text = this.mmu.translate(handler, KERNEL_FETCH);
    const top = this.cpu.control(KERNEL_STACK) >>> 0;
    const isText = text >= 0 && this.words[text >> 2] === this.kernel.textWord(handler);
    const stack = isText ? this.mmu.translate(top - 8, KERNEL_WRITE) : -1;
    return stack >= 0 ? stack : this.giveUp(handler, text, top, when);
  }

  /** The kernel cannot go on: its text at `handler`, found at physical address `text`, or the stack below `top` is not there. */
  private giveUp(handler: number, text: number, top: number, when: string): never {
    if (text < 0) throw unreachable(handler, `kernel text at ${hex(handler)} cannot be fetched, ${when}`);
    if (this.words[text >> 2] !== this.kernel.textWord(handler)) {
      throw unreachable(handler, `kernel text at ${hex(handler)} was overwritten, ${when}`);
    }
    throw unreachable(top - 8, `the kernel stack below ${hex(top)} cannot be written, ${when}`);
  }

  private setFaultAddress(address: number): void {
    this.cpu.setControl(register.CR2, address);
    this.cpu.setControl(register.CR2_HIGH, frame.highWord(address));
  }
}
