import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Va } from '../../hardware/address.ts';
import { CS, ERROR_CODE, RFLAGS, RIP } from '../../hardware/frame.ts';
import * as operation from '../../hardware/operation.ts';
import { PRIVILEGE } from '../../hardware/registers.ts';
import { GENERAL_PROTECTION } from '../../hardware/trap.ts';
import { P_FAULTED, Panic, WeensyKernel } from '../../kernel/kernel.ts';
import { getpid, type OperationStep } from '../../userland/userland.ts';
import { booted, bootScript, bootScripts, DATA, haltOf, physicalOf, script, TEXT } from './booted.ts';

/** Every instruction of ring 0, with operands that would hurt if it were not refused. */
const PRIVILEGED: readonly OperationStep[] = [
  [operation.disableInterrupts],
  [operation.halt],
  [operation.portIn, 0x60],
  [operation.portOut, 0x64, 0xfe],
  [operation.loadCr3, 0],
  [operation.invalidatePage, TEXT],
];
const vector = fc.nat(255).filter((vector) => vector !== 3);
const named = (steps: readonly OperationStep[]) => steps.map((step) => [step[0].name, step] as const);

/** All that the program itself can see of its memory and registers, as the kernel saved them. */
const visible = (kernel: WeensyKernel): unknown => {
  const pages = kernel.view.userMappings(kernel.view.processes()[0]).filter(({ va }) => va >= TEXT);
  const { memory } = kernel.machine;
  const [process] = kernel.ptable.slice(1);
  return [
    pages.map(({ va, pa, permissions }) => [va, pa, permissions, memory.words.slice(pa >> 2, (pa >> 2) + 1024).join()]),
    [RFLAGS, CS].map((register) => process.register(register)),
    process.pagetable,
  ];
};

describe('at ring 3', () => {
  test.each(named(PRIVILEGED))('%s is a general-protection fault at its own address and has no effect', (_, step) => {
    const kernel = bootScript([getpid], step, [operation.store8, DATA, 1]);
    const before = visible(kernel);
    const halt = haltOf(kernel);
    expect(halt).toBeInstanceOf(Panic);
    expect(halt?.message).toBe(`Unhandled exception 13 (rip=0x${(TEXT + 4).toString(16)})!`);
    expect(kernel.ptable[1].register(ERROR_CODE)).toBe(0);
    expect(visible(kernel)).toEqual(before);
  });

  test('an instruction is refused again as often as the kernel goes back to it, and passed over where the kernel says so', () => {
    class Lenient extends WeensyKernel {
      readonly seen: (readonly [vector: number, rip: number])[] = [];
      tries = 0;
      override exception(vector: number, saved: Va): void {
        const process = this.enter(saved);
        this.seen.push([vector, process.register(RIP)]);
        if (this.seen.length > this.tries) process.setRegister(RIP, process.register(RIP) + 4);
        this.run(process);
      }
    }
    const refused = fc.constantFrom(...PRIVILEGED, [operation.softwareInterrupt, 77] as OperationStep);
    fc.assert(
      fc.property(refused, fc.nat(4), (step, tries) => {
        const steps = [[getpid], step, [operation.store8, DATA, 9], [getpid], { to: 3 }] as const;
        const kernel = booted(new Lenient({ programs: [script([...steps])] })) as Lenient;
        kernel.tries = tries;
        kernel.machine.run(20);
        expect(kernel.seen).toEqual(Array.from({ length: tries + 1 }, () => [GENERAL_PROTECTION, TEXT + 4]));
        expect(kernel.machine.memory.bytes[physicalOf(kernel, DATA)]).toBe(9);
      }),
      { numRuns: 30 },
    );
  });

  test('an interrupt by software is refused for every vector but 3, with the gate in the error code', () => {
    fc.assert(
      fc.property(vector, (vector) => {
        const kernel = bootScript([operation.softwareInterrupt, vector], [operation.store8, DATA, 1]);
        const before = visible(kernel);
        expect(haltOf(kernel)?.message).toBe('Unhandled exception 13 (rip=0x100000)!');
        expect(kernel.ptable[1].register(ERROR_CODE)).toBe(vector * 8 + 2);
        expect(visible(kernel)).toEqual(before);
      }),
      { numRuns: 30, examples: [[32], [13], [0], [255]] },
    );
  });

  test('interrupt 3 is a breakpoint, which leaves the instruction pointer behind it', () => {
    const kernel = bootScript([getpid], [operation.softwareInterrupt, 3]);
    expect(haltOf(kernel)?.message).toBe('Unhandled exception 3 (rip=0x100008)!');
    expect(kernel.ptable[1].register(RIP)).toBe(TEXT + 8);
  });

  test('an interrupt by software of no vector stops the program as its own error, and the others go on', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(-1, 256, 3.5, Number.NaN), fc.integer({ min: 256 })), (vector) => {
        const kernel = bootScripts([[operation.softwareInterrupt, vector]], [[getpid], { to: 0 }]);
        expect(haltOf(kernel)).toBe(null);
        expect(kernel.machine.execution.programErrors.map(({ process, operation }) => [process, operation])).toEqual([
          [1, 1],
        ]);
        expect([kernel.ptable[1].state, kernel.machine.cpu.slot]).toEqual([P_FAULTED, 2]);
      }),
      { numRuns: 15 },
    );
  });

  test('programs run at privilege level 3 and are back at it after every system call', () => {
    const kernel = bootScript([getpid], { to: 0 });
    for (let i = 0; i < 10; i++) {
      expect(kernel.machine.cpu.control(PRIVILEGE)).toBe(3);
      kernel.machine.run(1);
    }
    expect(kernel.machine.execution.halt).toBe(null);
  });
});
