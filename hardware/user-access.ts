/**
 * Loads, stores and string operations of programs, at user privilege. A result of -1 means that nothing more was done and
 * the MMU's fault says why; every other result is what the operation returns.
 */
import * as address from './address.ts';
import * as cost from './cost.ts';
import * as counter from './counters.ts';
import type { Cpu } from './cpu.ts';
import type { Memory } from './memory.ts';
import type { Mmu } from './mmu.ts';
import * as operation from './operation.ts';
import { ProgramError } from './program-error.ts';
import * as tlb from './tlb.ts';
import { firstNonzero } from './zeros.ts';

// V8 folds a module's own constants into machine code, and loads imported ones at each use (docs/performance.md).
const { PAGE_SIZE } = address;
const { WORD_MOVED } = cost;
const { CYCLES } = counter;
const { COPY, FILL, LOAD8, LOAD16, LOAD32, SCAN, STORE8, STORE16, STORE32 } = operation;
const { USER_READ, USER_WRITE } = tlb;

const OFFSET = PAGE_SIZE - 1;
/** Operand of a string operation that says how many bytes are done. */
const PROGRESS = 3;

export class UserAccess {
  private readonly cpu: Cpu;
  private readonly mmu: Mmu;
  private readonly memory: Memory;
  private readonly words: Int32Array;
  private readonly bytes: Uint8Array;
  /** Whether the last scan stopped at a byte that differs. */
  private differs = false;

  constructor(cpu: Cpu, mmu: Mmu) {
    this.cpu = cpu;
    this.mmu = mmu;
    this.memory = cpu.memory;
    this.words = cpu.memory.words;
    this.bytes = cpu.memory.bytes;
  }

  /** Performs the operation of `kind`. */
  perform(kind: number, operands: Float64Array): number {
    const va = operands[0];
    switch (kind) {
      case LOAD8:
        return this.load8(va);
      case LOAD16:
        return this.load(va, 2);
      case LOAD32:
        return this.load32(va);
      case STORE8:
        return this.store(va, operands[1], 1);
      case STORE16:
        return this.store(va, operands[1], 2);
      case STORE32:
        return this.store32(va, operands[1]);
      case FILL:
      case SCAN:
      case COPY:
        return this.string(kind, operands);
      default:
        throw new ProgramError(`yielded ${kind}, which is no operation`);
    }
  }

  private load8(va: number): number {
    const at = this.mmu.translate(va, USER_READ);
    return at < 0 ? this.failed(va) : this.bytes[at];
  }

  private load32(va: number): number {
    if ((va & 3) !== 0) return this.load(va, 4);
    const at = this.mmu.translate(va, USER_READ);
    return at < 0 ? this.failed(va) : this.words[at >> 2] >>> 0;
  }

  private store32(va: number, value: number): number {
    if ((va & 3) !== 0) return this.store(va, value, 4);
    const at = this.mmu.translate(va, USER_WRITE);
    if (at < 0) return this.failed(va);
    this.memory.store(at >> 2, value);
    return 0;
  }

  /** Loads `size` bytes at any address; both pages of an access that crosses are translated before any effect. */
  private load(va: number, size: number): number {
    const first = this.mmu.translate(va, USER_READ);
    if (first < 0) return this.failed(va);
    const near = Math.min(size, PAGE_SIZE - (first & OFFSET));
    const second = near < size ? this.mmu.translate(va + near, USER_READ) : 0;
    if (second < 0) return this.failed(va);
    let value = 0;
    for (let i = size - 1; i >= 0; i--) value = value * 256 + this.bytes[i < near ? first + i : second + i - near];
    return value;
  }

  private store(va: number, value: number, size: number): number {
    const first = this.mmu.translate(va, USER_WRITE);
    if (first < 0) return this.failed(va);
    const near = Math.min(size, PAGE_SIZE - (first & OFFSET));
    const second = near < size ? this.mmu.translate(va + near, USER_WRITE) : 0;
    if (second < 0) return this.failed(va);
    for (let i = 0; i < size; i++) {
      this.memory.store8(i < near ? first + i : second + i - near, value >> (8 * i));
    }
    return 0;
  }

  /**
   * A string operation, page by page. Progress is kept with the operation, as REP keeps it in registers (Intel SDM vol. 2,
   * REP), so that a second try after a fault goes on where the first stopped.
   */
  private string(kind: number, operands: Float64Array): number {
    const length = operands[2];
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new ProgramError(`a string operation over ${length} bytes: the length is a whole number from 0 up`);
    }
    while (operands[PROGRESS] < length) {
      const done = operands[PROGRESS];
      const moved =
        kind === COPY ? this.copyPart(operands, length - done) : this.bytesPart(kind, operands, length - done);
      if (moved < 0) return -1;
      operands[PROGRESS] = done + moved;
      this.cpu.counters[CYCLES] += (moved / 4) * WORD_MOVED;
      if (kind === SCAN && this.differs) return done + moved;
    }
    return kind === SCAN ? length : 0;
  }

  /** Fills or scans to the end of the page or of the range; returns how many bytes it passed, or -1. */
  private bytesPart(kind: number, operands: Float64Array, left: number): number {
    const va = operands[0] + operands[PROGRESS];
    const at = this.mmu.translate(va, kind === FILL ? USER_WRITE : USER_READ);
    if (at < 0) return this.failed(va);
    const part = Math.min(left, PAGE_SIZE - (at & OFFSET));
    if (kind === SCAN) return this.scanPart(at, operands[1] & 0xff, part);
    this.memory.fillBytes(at, part, operands[1]);
    return part;
  }

  private scanPart(at: number, value: number, part: number): number {
    const { bytes } = this;
    let passed = 0;
    while (passed < part && ((at + passed) & 7) !== 0 && bytes[at + passed] === value) passed++;
    if (value === 0 && ((at + passed) & 7) === 0)
      passed = firstNonzero(this.memory.quads, (at + passed) >> 3, (at + part) >> 3) * 8 - at;
    while (passed < part && bytes[at + passed] === value) passed++;
    this.differs = passed < part;
    return passed;
  }

  private copyPart(operands: Float64Array, left: number): number {
    const target = operands[0] + operands[PROGRESS];
    const source = operands[1] + operands[PROGRESS];
    const from = this.mmu.translate(source, USER_READ);
    if (from < 0) return this.failed(source);
    const to = this.mmu.translate(target, USER_WRITE);
    if (to < 0) return this.failed(target);
    const part = Math.min(left, PAGE_SIZE - Math.max(from & OFFSET, to & OFFSET));
    this.memory.copyBytes(to, from, part);
    return part;
  }

  /** A fault at `va`; but an address that is no whole number is the program's error, which no machine could have. */
  private failed(va: number): number {
    if (!Number.isSafeInteger(va)) throw new ProgramError(`${va} is no address: addresses are whole numbers`);
    return -1;
  }
}
