/**
 * Operations of programs that neither move data nor call the kernel: they compute, choose, jump, interrupt, look at the stack pointer, or try
 * instructions of ring 0, which are refused.
 */
import { CYCLES } from './counters.ts';
import type { Cpu } from './cpu.ts';
import type { KernelEntry } from './entry.ts';
import { RAX, RIP, RSP } from './frame.ts';
import * as operation from './operation.ts';
import { ProgramError } from './program-error.ts';
import type { Thread } from './thread.ts';
import { GENERAL_PROTECTION, VECTORS } from './trap.ts';

export class ControlOperations {
  private readonly cpu: Cpu;
  private readonly entry: KernelEntry;
  /** Where a call passes its arguments, and whether they have 32 bits. */
  private readonly argumentRegisters: readonly number[];
  private readonly narrow: boolean;

  constructor(cpu: Cpu, entry: KernelEntry, argumentRegisters: readonly number[], narrow: boolean) {
    this.cpu = cpu;
    this.entry = entry;
    this.argumentRegisters = argumentRegisters;
    this.narrow = narrow;
  }

  /** Performs the operation of `kind` that `thread` asked for: it completes, or traps. */
  perform(thread: Thread, kind: number, operands: Float64Array): void {
    switch (kind) {
      case operation.COMPUTE:
        return this.compute(thread, operands[0]);
      case operation.CHOOSE:
        return this.choose(thread, operands[0]);
      case operation.STACK_POINTER:
        return thread.complete(this.cpu, this.cpu.get(RSP));
      case operation.SET_STACK_POINTER:
        this.cpu.set(RSP, operands[0]);
        return thread.complete(this.cpu, 0);
      case operation.ADDRESS_OF:
        return thread.complete(this.cpu, thread.image.entryAddress(operation.slot.target as number));
      case operation.SOFTWARE_INTERRUPT:
        return this.softwareInterrupt(thread, operands[0]);
      case operation.GO_TO:
        this.cpu.set(RAX, 0);
        return this.cpu.set(RIP, operands[0]);
      case operation.JUMP:
        return this.jump(thread, operands);
      case operation.DISABLE_INTERRUPTS:
      case operation.HALT:
      case operation.PORT_IN:
      case operation.PORT_OUT:
      case operation.LOAD_CR3:
      case operation.INVALIDATE_PAGE:
        return this.refused(thread);
      default:
        throw new ProgramError(`yielded ${kind}, which is no operation`);
    }
  }

  private compute(thread: Thread, cycles: number): void {
    if (!(cycles >= 0 && cycles < Number.POSITIVE_INFINITY))
      throw new ProgramError(`compute(${cycles}): cycles are a number from 0 up`);
    this.cpu.counters[CYCLES] += cycles;
    thread.complete(this.cpu, 0);
  }

  private choose(thread: Thread, alternatives: number): void {
    if (!Number.isInteger(alternatives) || alternatives < 1) {
      throw new ProgramError(`choose(${alternatives}): give the number of alternatives, from 1 up`);
    }
    thread.complete(this.cpu, this.cpu.choices.choose('program', alternatives));
  }

  private softwareInterrupt(thread: Thread, vector: number): void {
    if (!Number.isInteger(vector) || vector < 0 || vector >= VECTORS) {
      throw new ProgramError(`softwareInterrupt(${vector}): vectors are whole numbers from 0 to ${VECTORS - 1}`);
    }
    thread.keep(operation.slot, this.cpu.get(RSP));
    this.entry.softwareInterrupt(vector, thread.nextRip);
  }

  /** An instruction of ring 0 (Intel SDM vol. 3, 5.9): general-protection fault with error code 0. */
  private refused(thread: Thread): void {
    thread.keep(operation.slot, this.cpu.get(RSP));
    this.entry.exception(GENERAL_PROTECTION, 0);
  }

  /** Registers of the jump go where a call passes its arguments; rax says how many. */
  private jump(thread: Thread, operands: Float64Array): void {
    const count = operands[0];
    const { argumentRegisters } = this;
    for (let i = 0; i < count; i++) this.cpu.set(argumentRegisters[i], this.carried(operands, i + 1));
    this.cpu.set(RAX, count);
    thread.jump(operation.slot.target as number);
    this.cpu.set(RIP, thread.nextRip);
  }

  /** Register number `i` of a jump. At 32 bits it has no sign, and could not be told from what it is after an interrupt. */
  private carried(operands: Float64Array, i: number): number {
    const value = operands[i];
    if (!this.narrow || value === value >>> 0) return value;
    throw new ProgramError(
      `a jump carries 32 bits, and its register ${i} is ${value}: pass whole numbers from 0 to 2^32 - 1`,
    );
  }
}
