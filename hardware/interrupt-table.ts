/**
 * The interrupt descriptor table as the processor reads it: by kernel virtual address, through the tables in force. A gate has
 * 16 bytes at 64 bits and eight at 32; handler, level and type lie in its first eight in both (trap.ts).
 */
import type { Cpu } from './cpu.ts';
import { TripleFault } from './halt.ts';
import type { Mmu, PagingFormat } from './mmu.ts';
import * as register from './registers.ts';
import * as tlb from './tlb.ts';
import * as trap from './trap.ts';

// V8 folds a module's own constants into machine code, and loads imported ones at each use (docs/performance.md).
const { IDTR, LSTAR } = register;
const { KERNEL_READ } = tlb;
const { DOUBLE_FAULT, PROGRAM_ERROR } = trap;

export class InterruptTable {
  private readonly cpu: Cpu;
  private readonly mmu: Mmu;
  private readonly words: Int32Array;
  private readonly gateBytes: number;
  /** The first two words of the gate last read. */
  private first = 0;
  private second = 0;

  constructor(cpu: Cpu, mmu: Mmu, format: PagingFormat) {
    this.cpu = cpu;
    this.mmu = mmu;
    this.words = cpu.memory.words;
    this.gateBytes = format === 'i386' ? trap.SMALL_GATE_BYTES : trap.GATE_BYTES;
  }

  /** `vector` if it has a gate, else the double fault (Intel SDM vol. 3, 6.15); without a gate for that, the processor gives up. */
  deliverable(vector: number): number {
    if (vector === PROGRAM_ERROR) return vector;
    this.read(vector);
    if (trap.gateIsPresent(this.second)) return vector;
    this.read(DOUBLE_FAULT);
    if (trap.gateIsPresent(this.second)) return DOUBLE_FAULT;
    throw new TripleFault(`vector ${vector} has no gate, and neither has the double fault`);
  }

  /** Address of the kernel's code for `vector`. */
  handlerOf(vector: number): number {
    if (vector === PROGRAM_ERROR) return this.cpu.control(LSTAR);
    this.read(vector);
    return trap.gateHandler(this.first, this.second);
  }

  /** Whether programs may raise `vector` by `int` (Intel SDM vol. 3, 6.12.1.1). */
  isOpen(vector: number): boolean {
    this.read(vector);
    return trap.gateLevel(this.second) === 3;
  }

  private read(vector: number): void {
    const table = this.cpu.control(IDTR) >>> 0;
    const at = table === 0 ? -1 : this.mmu.translate(table + vector * this.gateBytes, KERNEL_READ);
    if (at < 0) this.giveUp(vector, table);
    this.first = this.words[at >> 2];
    this.second = this.words[(at >> 2) + 1];
  }

  private giveUp(vector: number, table: number): never {
    if (table === 0) throw new TripleFault(`vector ${vector} has no gate: no interrupt descriptor table was loaded`);
    throw new TripleFault(`the gate of vector ${vector} cannot be read`);
  }
}
