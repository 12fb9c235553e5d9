import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ERROR_CODE, RIP } from '../../hardware/frame.ts';
import { compute, goTo, load8, store8 } from '../../hardware/operation.ts';
import { EFER, EFER_NXE } from '../../hardware/registers.ts';
import type { WeensyKernel } from '../../kernel/kernel.ts';
import { abi, defineProgram, type Program } from '../../userland/userland.ts';
import {
  bootProgram,
  bootScript,
  DATA,
  entryOf,
  KERNEL_TEXT,
  PRESENT,
  physicalOf,
  restrict,
  TEXT,
  USER,
} from './booted.ts';

/** The first exception of the program, with the instruction pointer and error code that the kernel was given. */
const exceptionOf = (kernel: WeensyKernel): unknown => {
  const vectors: number[] = [];
  kernel.machine.listen((event) => event.type === 'exception' && vectors.push(event.vector));
  for (let i = 0; i < 20 && vectors.length === 0; i++) kernel.machine.run(1);
  const [rip, code] = [RIP, ERROR_CODE].map((register) => kernel.ptable[1].register(register));
  return { vector: vectors[0], rip, code };
};
/** Five operations in a row that no memory is needed for but text. */
const computing = Array.from({ length: 5 }, () => [compute, 1] as const);
const ran = (kernel: WeensyKernel): number => kernel.machine.memory.bytes[physicalOf(kernel, DATA)];
const overwrite = (kernel: WeensyKernel, address: number, word: number): void =>
  kernel.machine.memory.store(physicalOf(kernel, address) >> 2, word);

describe('a jump to a bare address', () => {
  test('is a page fault where nothing is mapped, and a protection fault in the kernel', () => {
    expect(exceptionOf(bootScript([goTo, 0]))).toEqual({ vector: 14, rip: 0, code: 4 });
    expect(exceptionOf(bootScript([goTo, KERNEL_TEXT]))).toEqual({ vector: 14, rip: KERNEL_TEXT, code: 5 });
  });

  test('into words of zero is an invalid opcode, at any alignment', () => {
    fc.assert(
      fc.property(fc.nat(4095), (offset) => {
        expect(exceptionOf(bootScript([goTo, DATA + offset]))).toEqual({ vector: 6, rip: DATA + offset, code: 0 });
      }),
      { numRuns: 10 },
    );
  });

  test('onto bytes 0xCC, as the kernel leaves in a fresh stack, is a breakpoint that passes one byte', () => {
    fc.assert(
      fc.property(fc.nat(4095), (offset) => {
        const rip = abi.STACK_PAGE + offset;
        expect(exceptionOf(bootScript([goTo, rip]))).toEqual({ vector: 3, rip: rip + 1, code: 0 });
      }),
      { numRuns: 10 },
    );
  });

  test('runs the very byte that it points to, not those around it', () => {
    fc.assert(
      fc.property(fc.nat(3), fc.nat(3), (poisoned, at) => {
        const kernel = bootScript([store8, DATA + 4 + poisoned, 0xcc], [goTo, DATA + 4 + at]);
        expect(exceptionOf(kernel)).toMatchObject({ vector: poisoned === at ? 3 : 6 });
      }),
      { numRuns: 16 },
    );
  });

  test('that is not canonical is a general-protection fault', () => {
    for (const rip of [2 ** 47, -(2 ** 47) - 1, 2 ** 52]) {
      expect(exceptionOf(bootScript([goTo, rip]))).toEqual({ vector: 13, rip, code: 0 });
    }
  });

  test('into the middle of text is an invalid opcode, but the next instruction goes on', () => {
    expect(exceptionOf(bootScript([goTo, TEXT + 8], [store8, DATA, 1]))).toMatchObject({ vector: 6, rip: TEXT + 8 });
    const kernel = bootScript([goTo, TEXT + 4], [store8, DATA, 1], { to: 0 });
    kernel.machine.run(2);
    expect(ran(kernel)).toBe(1);
  });

  test('to an entry of the program starts it there', () => {
    function* main(): Program {
      yield goTo(TEXT + 2048);
    }
    function* other(): Program {
      yield store8(DATA, 2);
    }
    const kernel = bootProgram(defineProgram({ name: 'two', entries: { main, other }, bssSize: 4096 }));
    kernel.machine.run(2);
    expect(ran(kernel)).toBe(2);
  });
});

describe('a program’s text', () => {
  test('cannot be written by the program', () => {
    expect(exceptionOf(bootScript([store8, TEXT, 1]))).toEqual({ vector: 14, rip: TEXT, code: 7 });
  });

  test('is fetched for every operation: without its page, or at the kernel’s level alone, the next one faults', () => {
    for (const [flags, code] of [
      [PRESENT, 4],
      [USER, 5],
    ]) {
      const kernel = bootScript(...computing);
      kernel.machine.run(3);
      restrict(kernel, TEXT, flags);
      expect(exceptionOf(kernel)).toEqual({ vector: 14, rip: TEXT + 12, code });
    }
  });

  test('that is execute-disabled can be read and not fetched', () => {
    const kernel = bootScript([load8, TEXT], { to: 0 });
    const { cpu, memory, mmu } = kernel.machine;
    cpu.setControl(EFER, EFER_NXE);
    memory.store(entryOf(kernel, TEXT) + 1, 1 << 31);
    mmu.tlb.invalidate(TEXT);
    expect(mmu.probe(TEXT as never)).toMatchObject({ executable: false, user: true });
    expect(exceptionOf(kernel)).toEqual({ vector: 14, rip: TEXT, code: 21 });
  });

  test('that was overwritten gives the trap of the bytes that are there', () => {
    const foreign = fc.oneof(
      fc.integer(),
      fc.integer().map((word) => (word & ~0xff) | 0xcc),
    );
    fc.assert(
      fc.property(foreign, fc.integer({ min: 0, max: 3 }), (word, before) => {
        const kernel = bootScript(...computing);
        kernel.machine.run(before);
        const rip = TEXT + before * 4;
        fc.pre(word !== kernel.machine.memory.words[physicalOf(kernel, rip) >> 2]);
        overwrite(kernel, rip, word);
        const breakpoint = (word & 0xff) === 0xcc;
        expect(exceptionOf(kernel)).toEqual({ vector: breakpoint ? 3 : 6, rip: breakpoint ? rip + 1 : rip, code: 0 });
      }),
      { numRuns: 25 },
    );
  });

  test('that is put back lets the program go on', () => {
    const kernel = bootScript([compute, 1], [store8, DATA, 7], { to: 0 });
    const word = kernel.machine.memory.words[physicalOf(kernel, TEXT + 4) >> 2];
    overwrite(kernel, TEXT + 4, 0);
    kernel.machine.run(1);
    overwrite(kernel, TEXT + 4, word);
    kernel.machine.run(1);
    expect(ran(kernel)).toBe(7);
  });
});
