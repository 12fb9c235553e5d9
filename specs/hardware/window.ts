/**
 * Six pages of a program's address space, and a model of them, byte by byte: what loads, stores and string operations must
 * agree with. The pages lie scattered in memory, some absent, some read-only, some the same page twice.
 */
import fc from 'fast-check';
import { countersFor } from '../../hardware/counters.ts';
import { Cpu } from '../../hardware/cpu.ts';
import { Memory } from '../../hardware/memory.ts';
import { Mmu } from '../../hardware/mmu.ts';
import { UserAccess } from '../../hardware/user-access.ts';
import { l1, linkPlainTables, P, PAGE, PLAIN_ROOT, putEntry, U, W } from './tables.ts';

export const START = 0x100000;
export const PAGES = 6;
export const END = START + PAGES * PAGE;
const FIRST_FRAME = 6;
const FRAMES = 8;

export interface WindowPage {
  readonly frame: number;
  readonly present: boolean;
  readonly writable: boolean;
}
const page: fc.Arbitrary<WindowPage> = fc.record({
  frame: fc.nat(FRAMES - 1),
  present: fc.nat(5).map((n) => n < 5),
  writable: fc.nat(5).map((n) => n < 5),
});
export const pages = fc.array(page, { minLength: PAGES, maxLength: PAGES });
/** An address in the window, often near the end of a page. */
export const address = fc
  .tuple(
    fc.nat(PAGES - 1),
    fc.oneof(
      fc.nat(PAGE - 1),
      fc.nat(7).map((n) => (n < 4 ? n : PAGE - 8 + n)),
    ),
  )
  .map(([page, offset]) => START + page * PAGE + offset);

/** Byte `i` of the data pages: zeros for seed 0, nearly all zeros for 1, else anything. */
const contentAt = (i: number, seed: number): number => {
  const mixed = Math.imul(Math.imul(i + seed, 0x9e3779b1) ^ 0x5bd1e995, 0x2c1b3c6d) >>> 8;
  return seed === 0 || (seed === 1 && mixed % 41 !== 0) ? 0 : mixed & 0xff;
};

export class Window {
  readonly memory = new Memory(FIRST_FRAME + FRAMES);
  readonly mmu: Mmu;
  private readonly access: UserAccess;
  private pages: readonly WindowPage[] = [];
  /** The model of the data pages, changed by the model's own methods alone. */
  readonly model: Uint8Array;

  constructor(pages: readonly WindowPage[], seed = 0) {
    const counters = countersFor(1);
    this.mmu = new Mmu(this.memory, counters);
    this.access = new UserAccess(new Cpu(this.memory, counters), this.mmu);
    linkPlainTables(this.memory);
    const first = FIRST_FRAME * PAGE;
    for (let i = 0; i < FRAMES * PAGE; i++) this.memory.store8(first + i, contentAt(i, seed));
    this.model = this.data.slice();
    this.map(pages);
  }

  /** Maps the window anew. */
  map(pages: readonly WindowPage[]): void {
    this.pages = pages;
    for (const [i, { frame, present, writable }] of pages.entries()) {
      const flags = (present ? P : 0) + (writable ? W : 0) + U;
      putEntry(this.memory, l1(START + i * PAGE), (FIRST_FRAME + frame) * PAGE + flags);
    }
    this.mmu.loadRoot(PLAIN_ROOT);
  }

  /** What lies in the data pages now. */
  get data(): Uint8Array {
    return this.memory.bytes.subarray(FIRST_FRAME * PAGE, (FIRST_FRAME + FRAMES) * PAGE);
  }

  perform(kind: number, operands: Float64Array): number {
    return this.access.perform(kind, operands);
  }

  /** The model's index of the byte at `va`, or -1 if an access faults there. */
  byteAt(va: number, write: boolean): number {
    const page = this.pages[Math.floor((va - START) / PAGE)];
    if (page === undefined || !page.present || (write && !page.writable)) return -1;
    return page.frame * PAGE + (va % PAGE);
  }
}

export const operandsOf = (...operands: number[]): Float64Array =>
  Float64Array.from({ length: 8 }, (_, i) => operands[i] ?? 0);
/** Whether the data pages are what the model says. */
export const agrees = ({ data, model }: Window): boolean => Buffer.compare(data, model) === 0;
