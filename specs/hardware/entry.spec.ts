import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { va } from '../../hardware/address.ts';
import { DEADLINE, INTERRUPTS, OPERATIONS } from '../../hardware/counters.ts';
import * as frame from '../../hardware/frame.ts';
import { TripleFault } from '../../hardware/halt.ts';
import { compute, goTo, load8, softwareInterrupt, store8 } from '../../hardware/operation.ts';
import { CR0, CR4, CR4_PGE, CR4_PSE, IDTR, LSTAR, RUN_STATE, TRIPLE_FAULTED } from '../../hardware/registers.ts';
import { Panic, WeensyKernel } from '../../kernel/kernel.ts';
import { getpid, type OperationStep, schedYield } from '../../userland/userland.ts';
import {
  booted,
  bootScript,
  bootScripts,
  entryOf,
  haltOf,
  KERNEL_STACK,
  KERNEL_TEXT,
  PRESENT,
  restrict,
  script,
  WRITABLE,
} from './booted.ts';

const INTERRUPT_TABLE = 0x57000;
/** The ways into the kernel, by the vector whose gate is read, if any. */
const ENTRIES: readonly (readonly [name: string, step: OperationStep, vector: number | null])[] = [
  ['a system call', [getpid], null],
  ['a page fault', [load8, 0], 14],
  ['a breakpoint', [softwareInterrupt, 3], 3],
  ['a jump to nowhere', [goTo, 2 ** 50], 13],
];
const [STACK, TEXT, TABLE] = [KERNEL_STACK, KERNEL_TEXT, INTERRUPT_TABLE];

const expectTripleFault = (kernel: WeensyKernel, message: RegExp): void => {
  const halt = haltOf(kernel);
  expect(halt).toBeInstanceOf(TripleFault);
  expect(halt?.message).toMatch(message);
  expect(kernel.machine.cpu.control(RUN_STATE)).toBe(TRIPLE_FAULTED);
};
/** Clears the present bit of a gate. */
const removeGate = ({ machine }: WeensyKernel, vector: number): void =>
  machine.memory.store((machine.cpu.control(IDTR) + vector * 16 + 4) >> 2, 0);

describe.each(ENTRIES)('entering the kernel by %s', (_, step, vector) => {
  test('is a triple fault if the process’s tables do not map the kernel’s text', () => {
    const kernel = bootScript(step);
    restrict(kernel, TEXT, PRESENT);
    expectTripleFault(kernel, /^kernel text at 0x4[0-9a-f]{4} cannot be fetched, entering the kernel$/);
  });

  test('is a triple fault if the kernel’s stack is not mapped, or not writable', () => {
    for (const flags of [PRESENT, WRITABLE]) {
      const kernel = bootScript(step);
      restrict(kernel, STACK, flags);
      expectTripleFault(kernel, /^the kernel stack below 0x80000 cannot be written, entering the kernel$/);
    }
  });

  test('is a triple fault if the kernel’s text was overwritten', () => {
    const kernel = bootScript(step);
    kernel.machine.memory.fillPage(TEXT / 4096, 0);
    expectTripleFault(kernel, /^kernel text at 0x4[0-9a-f]{4} was overwritten, entering the kernel$/);
  });

  test('is a triple fault if the gate that it needs cannot be read, or is absent like that of the double fault', () => {
    const unreadable = bootScript(step, [getpid], { to: 1 });
    restrict(unreadable, TABLE, PRESENT);
    const absent = bootScript(step, [getpid], { to: 1 });
    for (const gate of [vector ?? 14, 8]) removeGate(absent, gate);
    if (vector === null) expect([haltOf(unreadable), haltOf(absent)]).toEqual([null, null]);
    else expectTripleFault(unreadable, new RegExp(`^the gate of vector ${vector} cannot be read$`));
    if (vector !== null && vector !== 3)
      expectTripleFault(absent, new RegExp(`^vector ${vector} has no gate, and neither has the double fault$`));
  });
});

describe('entering the kernel', () => {
  test('goes through the gate of the double fault if its own is absent', () => {
    const kernel = bootScript([load8, 0]);
    removeGate(kernel, 14);
    expect(haltOf(kernel)).not.toBeInstanceOf(TripleFault);
    expect(kernel.ptable[1].register(frame.RIP)).toBe(0x100000);
  });

  test('tells a double fault with error code 0, whatever that of the first was', () => {
    const faults: readonly (readonly [step: OperationStep, vector: number, code: number])[] = [
      [[load8, 0], 14, 4],
      [[store8, 0, 1], 14, 6],
      [[store8, 0x100000, 1], 14, 7],
      [[softwareInterrupt, 7], 13, 7 * 8 + 2],
    ];
    for (const [step, vector, code] of faults) {
      const seen = [false, true].map((isAbsent) => {
        const kernel = bootScript(step);
        if (isAbsent) removeGate(kernel, vector);
        haltOf(kernel);
        return kernel.ptable[1].register(frame.ERROR_CODE);
      });
      expect(seen).toEqual([code, 0]);
    }
  });

  test('writes a read-only stack while CR0.WP is clear', () => {
    const kernel = bootScript([getpid], { to: 0 });
    kernel.machine.cpu.setControl(CR0, 0);
    restrict(kernel, STACK, WRITABLE);
    expect(haltOf(kernel)).toBe(null);
  });

  test('by translations that went stale works, until CR3 is loaded', () => {
    const kernel = bootScript([getpid], { to: 0 });
    kernel.machine.memory.store(entryOf(kernel, STACK), 0);
    expectTripleFault(kernel, /^the kernel stack below 0x80000 cannot be written, after loading CR3$/);
  });

  test('after a triple fault happens no more: the machine stands still', () => {
    const kernel = bootScript([getpid], { to: 0 });
    kernel.machine.memory.store(kernel.machine.cpu.control(LSTAR) >> 2, 0);
    expectTripleFault(kernel, /overwritten/);
    const operations = kernel.machine.counters[OPERATIONS];
    haltOf(kernel);
    expect(kernel.machine.counters[OPERATIONS]).toBe(operations);
  });
});

describe('a load of CR4', () => {
  /** A page that is cached as a global one, in whose place of the TLB nothing else lies that is used here. */
  const MARKER = 0x1cc000;
  const GLOBAL_KINDS = 0x3f;

  test('empties the TLB of global pages too exactly if it changes what CR4 says of global pages or of sizes', () => {
    const bits = fc.subarray([CR4_PSE, CR4_PGE, 0x20, 0x200]).map((set) => set.reduce((value, bit) => value | bit, 0));
    const kernel = bootScript([getpid], { to: 0 });
    const { entry, cpu, mmu } = kernel.machine;
    const property = fc.property(fc.array(bits, { minLength: 1, maxLength: 12 }), fc.boolean(), (values, isGlobal) => {
      for (const value of values) {
        mmu.tlb.fill(MARKER, MARKER, GLOBAL_KINDS, 12, isGlobal);
        const changed = (cpu.control(CR4) ^ value) & (CR4_PSE | CR4_PGE);
        entry.loadControl4(value);
        expect(mmu.tlb.cached().some((cached) => cached.va === MARKER)).toBe(changed === 0);
      }
    });
    fc.assert(property);
  });
});

describe('the registers of a program', () => {
  const register = fc.maxSafeInteger().map((value) => value + 0);
  /** Offsets of those that a system call keeps. */
  const kept = [6, 8, 14, 16, 18, 22, 24, 26, 28, frame.FS, frame.GS, frame.RSP, frame.SS];
  const put = ({ machine }: WeensyKernel, values: number[]): void =>
    kept.forEach((at, i) => void machine.cpu.set(at, values[i]));
  const got = ({ machine }: WeensyKernel): number[] => kept.map((at) => machine.cpu.get(at));
  const values = fc.array(register, { minLength: kept.length, maxLength: kept.length });

  test('come back from a system call, while another program runs with its own', () => {
    fc.assert(
      fc.property(values, values, (first, second) => {
        const kernel = bootScripts([[schedYield], { to: 0 }], [[schedYield], { to: 0 }]);
        put(kernel, first);
        kernel.machine.run(1);
        expect(kernel.machine.cpu.slot).toBe(2);
        put(kernel, second);
        kernel.machine.run(1);
        expect([kernel.machine.cpu.slot, got(kernel)]).toEqual([1, first]);
        kernel.machine.run(1);
        expect([kernel.machine.cpu.slot, got(kernel)]).toEqual([2, second]);
      }),
      { numRuns: 20 },
    );
  });

  test('all come back from the timer’s interrupt', () => {
    fc.assert(
      fc.property(values, register, (values, result) => {
        const kernel = bootScript([compute, 1], { to: 0 });
        kernel.machine.run(1);
        put(kernel, values);
        for (const at of [frame.RAX, frame.RCX, frame.R11]) kernel.machine.cpu.set(at, result);
        const { memory, cpu, counters } = kernel.machine;
        const of = (from: number, to: number): Int32Array => memory.words.slice(cpu.frame + from, cpu.frame + to);
        const before = [of(0, frame.VECTOR), of(frame.RIP, frame.FRAME_WORDS)];
        counters[DEADLINE] = 0;
        kernel.machine.run(1);
        expect(counters[INTERRUPTS]).toBe(1);
        expect([of(0, frame.VECTOR), of(frame.RIP, frame.FRAME_WORDS)]).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });

  test('with a code segment of ring 0 are not returned to: a general-protection fault of the kernel', () => {
    const kernel = bootScript([schedYield], { to: 0 });
    kernel.machine.cpu.set(frame.CS, frame.KERNEL_CODE);
    const halt = haltOf(kernel);
    expect(halt).toBeInstanceOf(Panic);
    expect(halt?.message).toMatch(/^Unhandled exception 13 /);
  });
});

describe('an access of kernel code', () => {
  const during = (access: (kernel: WeensyKernel) => void): WeensyKernel => {
    class Broken extends WeensyKernel {
      override syscall(): number {
        access(this);
        return 0;
      }
    }
    return booted(new Broken({ programs: [script([[getpid]])] }));
  };

  test('to a null pointer is a kernel page fault that says whether it read or wrote', () => {
    fc.assert(
      fc.property(fc.nat(4092), fc.boolean(), (address, writes) => {
        const kernel = during(({ supervisor }) =>
          writes ? supervisor.store8(va(address), 1) : supervisor.load8(va(address)),
        );
        const halt = haltOf(kernel);
        expect(halt).toBeInstanceOf(Panic);
        const how = writes ? 'write' : 'read';
        expect(halt?.message).toMatch(`Kernel page fault on 0x${address.toString(16)} (${how} missing page, rip=0x4`);
      }),
      { numRuns: 10 },
    );
  });

  test('to memory that is not there is a machine check', () => {
    const kernel = during(({ supervisor }) => supervisor.load8(va(600 * 4096)));
    expect(haltOf(kernel)?.message).toMatch(/^Unhandled exception 18 /);
  });
});
