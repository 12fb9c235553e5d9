/**
 * The interrupt descriptor table as the processor reads it: by kernel virtual address, through the tables in force. A gate has
 * 16 bytes at 64 bits and eight at 32; handler, level and type lie in its first eight in both (trap.ts).
 */
import type { Cpu } from './cpu.ts';
import { TripleFault } from './halt.ts';
import type { Mmu, PagingFormat } from './mmu.ts';
import { IDTR, LSTAR } from './registers.ts';
import { KERNEL_READ } from './tlb.ts';
import * as trap from './trap.ts';

export class InterruptTable {
  private readonly cpu: Cpu;
  private readonly mmu: Mmu;
  private readonly gateBytes: number;
  /** The first two words of the gate last read. */
  private first = 0;
  private second = 0;

  constructor(cpu: Cpu, mmu: Mmu, format: PagingFormat) {
    this.cpu = cpu;
    this.mmu = mmu;
    this.gateBytes = format === 'i386' ? trap.SMALL_GATE_BYTES : trap.GATE_BYTES;
  }

  /** `vector` if it has a gate, else the double fault (Intel SDM vol. 3, 6.15); without a gate for that, the processor gives up. */
  deliverable(vector: number): number {
    if (vector === trap.PROGRAM_ERROR) return vector;
    this.read(vector);
    if (trap.gateIsPresent(this.second)) return vector;
    this.read(trap.DOUBLE_FAULT);
    if (trap.gateIsPresent(this.second)) return trap.DOUBLE_FAULT;
    throw new TripleFault(`vector ${vector} has no gate, and neither has the double fault`);
  }

  /** Address of the kernel's code for `vector`. */
  handlerOf(vector: number): number {
    if (vector === trap.PROGRAM_ERROR) return this.cpu.control(LSTAR);
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
    if (table === 0) throw new TripleFault(`vector ${vector} has no gate: no interrupt descriptor table was loaded`);
    const at = this.mmu.translate(table + vector * this.gateBytes, KERNEL_READ);
    if (at < 0) throw new TripleFault(`the gate of vector ${vector} cannot be read`);
    const { words } = this.cpu.memory;
    this.first = words[at >> 2];
    this.second = words[(at >> 2) + 1];
  }
}
