import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { va } from '../../hardware/address.ts';
import { joinWords } from '../../hardware/frame.ts';
import { copy, fill, jump, load8, scan, store8, store32 } from '../../hardware/operation.ts';
import { CR2, CR2_HIGH } from '../../hardware/registers.ts';
import { type Process, WeensyKernel } from '../../kernel/kernel.ts';
import {
  defineProgram,
  getpid,
  type OperationStep,
  type Program,
  type ProgramFile,
  pageAlloc,
  schedYield,
} from '../../userland/userland.ts';
import { booted, script } from './booted.ts';

const PAGE = 4096;
const HEAP = 0x140000;
const PAGES = 4;

/** A kernel that answers a program's page fault with the page, and lets it try again when it is its turn. */
class PagingKernel extends WeensyKernel {
  faults = 0;

  protected override userPageFault(process: Process): void {
    const { cpu } = this.machine;
    const address = joinWords(cpu.control(CR2), cpu.control(CR2_HIGH));
    this.faults += 1;
    this.pageAlloc(process, va(address - (address % PAGE)));
    this.schedule();
  }
}

const pagingKernel = (...programs: ProgramFile[]): PagingKernel => {
  const kernel = new PagingKernel({ programs });
  booted(kernel);
  return kernel;
};
/** What the heap holds, absent pages as zeros. */
const heapOf = (kernel: WeensyKernel, pid = 1): string => {
  const { mmu, memory } = kernel.machine;
  const pages = Array.from(
    { length: PAGES },
    (_, i) => mmu.probe(va(HEAP + i * PAGE), kernel.ptable[pid].pagetable)?.pa ?? 0,
  );
  return pages
    .map((pa) =>
      Buffer.from(memory.bytes.subarray(pa, pa === 0 ? 0 : pa + PAGE))
        .toString('hex')
        .padEnd(PAGE * 2, '0'),
    )
    .join();
};
const allPages: OperationStep[] = Array.from({ length: PAGES }, (_, i) => [pageAlloc, HEAP + i * PAGE]);

const address = fc.tuple(fc.nat(PAGES - 2), fc.nat(PAGE - 1)).map(([page, offset]) => HEAP + page * PAGE + offset);
const byte = fc.integer({ min: 1, max: 255 });
const length = fc.nat(PAGE);
const step: fc.Arbitrary<OperationStep> = fc.oneof(
  fc.tuple(fc.constant(store8), address, byte),
  fc.tuple(fc.constant(store32), fc.oneof(address, fc.constant(HEAP + PAGE - 2)), fc.integer()),
  fc.tuple(fc.constant(load8), address),
  fc.tuple(fc.constant(fill), address, byte, length),
  fc.tuple(fc.constant(scan), address, byte, length),
  fc.tuple(fc.constant(copy), address, address, length),
) as unknown as fc.Arbitrary<OperationStep>;

describe('an operation that faulted', () => {
  test('is executed again when the kernel returns to it, with the same end as if it had never faulted', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
        const program = script([...steps, [schedYield], { to: steps.length }]);
        const ready = script([...allPages, ...steps, [schedYield], { to: steps.length + PAGES }]);
        const [paging, allocated] = [pagingKernel(program), booted(new WeensyKernel({ programs: [ready] }))];
        for (const kernel of [paging, allocated]) kernel.machine.run(60);
        expect(heapOf(paging)).toBe(heapOf(allocated));
        expect([paging, allocated].map((kernel) => kernel.machine.execution.halt)).toEqual([null, null]);
      }),
      { numRuns: 40 },
    );
  });

  test('is kept while another program runs, and each goes on with its own', () => {
    const scripts = [3, 5].map((byte) => script([[fill, HEAP, byte, PAGES * PAGE], [schedYield], { to: 1 }]));
    const kernel = pagingKernel(...scripts);
    kernel.machine.run(30);
    const filled = (byte: string): string => Array.from({ length: PAGES }, () => byte.repeat(PAGE)).join();
    expect([1, 2].map((pid) => heapOf(kernel, pid))).toEqual([filled('03'), filled('05')]);
  });

  test('goes on where it stopped, one fault a page', () => {
    const kernel = pagingKernel(script([[fill, HEAP + 100, 7, 3 * PAGE], [schedYield], { to: 1 }]));
    kernel.machine.run(20);
    expect(kernel.faults).toBe(4);
  });

  test('returns its value to the program once, which goes on from there', () => {
    function* main(): Program {
      let sum = 0;
      for (let i = 0; i < PAGES; i++) sum = sum * 10 + (yield load8(HEAP + i * PAGE)) + 1;
      yield store32(HEAP, sum);
      return jump(end);
    }
    function* end(): Program {
      yield schedYield();
      return jump(end);
    }
    const kernel = pagingKernel(defineProgram({ name: 'sum', entries: { main, end } }));
    kernel.machine.run(30);
    expect([kernel.faults, heapOf(kernel).slice(0, 8)]).toEqual([PAGES, '57040000']);
  });

  test('is tried again when the run is rewound to between fault and retry', () => {
    const kernel = pagingKernel(script([[getpid], [store8, HEAP, 9], [schedYield], { to: 2 }]));
    kernel.machine.run(2);
    expect(kernel.faults).toBe(1);
    const mark = kernel.machine.mark();
    for (let i = 0; i < 2; i++) {
      kernel.machine.run(1);
      expect(heapOf(kernel).slice(0, 4)).toBe('0900');
      kernel.machine.undo(mark);
      expect(heapOf(kernel).slice(0, 4)).toBe('0000');
    }
  });

  test('is tried again as that operation in a loop of one, where the next one stands at the same address', () => {
    const kernel = pagingKernel(script([[store8, HEAP, 9], [fill, HEAP + PAGE, 3, 2 * PAGE], { to: 1 }]));
    kernel.machine.run(40);
    expect(heapOf(kernel)).toContain('03'.repeat(PAGE));
    expect(kernel.faults).toBe(3);
  });

  test('is not repeated once it went through', () => {
    const kernel = pagingKernel(
      script([[copy, HEAP + 1, HEAP, 10], [store8, HEAP, 5], [copy, HEAP + 1, HEAP, 3], [schedYield], { to: 3 }]),
    );
    kernel.machine.run(20);
    expect(heapOf(kernel).slice(0, 12)).toBe('050505050000');
  });
});
