/** `checkKernel` in a suite: what it keeps and tries again, and what one brings to it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JosKernel, JosLab4, type Process, WeensyKernel } from '../../kernel/kernel.ts';
import { checkKernel, KernelBroken, scenariosOf } from '../../monitor/check/suite/suite.ts';
import { defineProgram, fork, getpid, jos, load8, pageAlloc, schedYield, store8 } from '../../userland/userland.ts';
import type { Invariant } from '../specs.ts';
import { folderWith } from './terminal.ts';

const FEW = { operations: 200, failures: null };

/** A boot in which nothing is unusual. */
const PLAIN = {
  timer: { mode: 'off' },
  asked: [],
  choices: [],
  order: { kind: 'first-fit' },
  pages: 512,
  slots: 16,
  viewer: false,
};

class Forgets extends WeensyKernel {
  override share(): void {}
}
/** What a check that must fail says. */
const saidOf = async (...parameters: Parameters<typeof checkKernel>): Promise<string> => {
  const error = await checkKernel(...parameters).catch((thrown: unknown) => thrown);
  if (!(error instanceof KernelBroken)) throw new Error(`no report but ${error}`, { cause: error });
  return error.message;
};

test('a kernel that keeps its promises: how much was tried, of whichever kind it is', async () => {
  const { operations, coverage } = await checkKernel(JosLab4, FEW);
  expect([operations >= 200, coverage.length > 0]).toEqual([true, true]);
  expect((await checkKernel(JosKernel, { ...FEW, operations: 20 })).operations).toBeGreaterThan(19);
});

test('a failure names page, program, seed and file, is kept, and comes first the next time', async () => {
  const failures = join(folderWith({}), 'failures');
  const first = await saidOf(Forgets, { failures, seed: 3 });
  expect(first).toMatch(/^The kernel broke an invariant: exact reference count\.\n/);
  expect(first).toMatch(/\npage 0x\w+: expected 2: [\s\S]*\n {4}yield fork\(\);\n/);
  expect(first).toMatch(/\nFound in Forgets of \.\/specs\/monitor\/check-kernel\.spec\.ts by seed 3, in round 0/);
  const [name] = readdirSync(failures);
  expect(first).toContain(`Kept in ${join(failures, name)}`);
  const second = await saidOf(Forgets, { failures, seed: 4 });
  expect(second).toContain(`by what was kept of it when it went wrong before: ${join(failures, name)}`);
});

describe('What one brings', () => {
  const NO_FORKS: Invariant = {
    name: 'nobody forks',
    sentence: 'There is one process.',
    why: 'For this spec.',
    violations: ({ view }) => {
      const { length } = view.processes?.() ?? [];
      return length > 2 ? [{ expected: 'at most 2', found: `${length}` }] : [];
    },
  };

  test('invariants of one’s own are judged as others are, alone if that is wanted', async () => {
    expect(await saidOf(WeensyKernel, { failures: null, invariants: [NO_FORKS] })).toContain('nobody forks');
    expect(await saidOf(Forgets, { failures: null, invariants: [NO_FORKS], only: 'nobody forks' })).toContain(
      'nobody forks',
    );
    await expect(checkKernel(Forgets, { ...FEW, only: 'nobody forks' })).rejects.toThrow(
      /no invariant is named "nobody forks": there are .*nothing leaks/,
    );
  });

  test('a program comes before random ones, and with them: a mistake that no random one shows', async () => {
    class Rare extends WeensyKernel {
      override pageAlloc(process: Process, address: number): number {
        if (address === 0x1234000) this.kalloc();
        return super.pageAlloc(process, address as never);
      }
    }
    const asks = defineProgram({
      name: 'asks',
      entries: {
        *main() {
          yield pageAlloc(0x1234000);
          for (;;) yield schedYield();
        },
      },
    });
    const said = await saidOf(Rare, { ...FEW, programs: [asks] });
    expect(said).toMatch(
      /broke an invariant: nothing leaks[\s\S]*the program asks, which was given[\s\S]*before any random/,
    );
  });

  test('of JOS, too', async () => {
    class Rare extends JosLab4 {
      override sysPageAlloc(id: number, address: number, perm: number): number {
        if (address === 0x7654000) this.setPpRef(this.pageAlloc(0), 1);
        return super.sysPageAlloc(id, address, perm);
      }
    }
    const asks = jos.defineJosProgram({
      name: 'asks',
      entries: {
        *main() {
          yield jos.sysPageAlloc(0, 0x7654000, 7);
          yield jos.exit();
        },
      },
    });
    const failures = join(folderWith({}), 'failures');
    expect(await saidOf(Rare, { ...FEW, failures, programs: [asks] })).toMatch(/nothing leaks[\s\S]*the program asks/);
    // Without the program, what was kept of it is left alone.
    await expect(checkKernel(Rare, { ...FEW, failures, operations: 1 })).resolves.toBeDefined();
  });

  test('a call is made that the kernel does not declare', async () => {
    class Silent extends WeensyKernel {
      override syscall(process: Process, number: number, argument: number): number {
        return number === 99 ? (this.kalloc() === 0 ? -1 : 0) : super.syscall(process, number, argument);
      }
    }
    const leak = { name: 'leak', number: 99, arguments: [], results: [{ value: 0 as const, when: 'always' }] };
    expect(await saidOf(Silent, { failures: null, calls: [leak] })).toMatch(
      /nothing leaks[\s\S]*after leak of process/,
    );
  });

  test('scenarios are made of the usual ones', async () => {
    const calm = scenariosOf(Forgets).map((scenario) => ({
      ...scenario,
      programs: [[[fork]]],
      timer: { mode: 'off' },
      asked: [],
      choices: [],
    }));
    expect(await saidOf(Forgets, { ...FEW, scenario: calm })).toContain('exact reference count');
    const still = scenariosOf(Forgets).map((scenario) => ({
      ...scenario,
      programs: [
        [
          [load8, 0x101000],
          [store8, 0x101000, 1],
        ],
      ],
    }));
    await expect(checkKernel(Forgets, { ...FEW, scenario: still })).resolves.toBeDefined();
  });
});

test('where one invariant is judged, no model is', async () => {
  class Lies extends WeensyKernel {
    override syscall(process: Process, number: number, argument: number): number {
      return number === 1 ? 77 : super.syscall(process, number, argument);
    }
  }
  const asks = { ...FEW, operations: 1, scenario: fc.constant({ ...PLAIN, programs: [[[getpid]]] }) };
  expect(await saidOf(Lies, asks)).toContain('getpid gives 77');
  await expect(checkKernel(Lies, { ...asks, only: 'nothing leaks' })).resolves.toBeDefined();
});

test('what makes no sense is refused', async () => {
  await expect(checkKernel(Map)).rejects.toThrow('Map is no kernel: give a class that extends WeensyKernel');
  for (const [options, says] of [
    [{ operations: 0 }, 'operations are a number from 1 up, not 0'],
    [{ seed: 1.5 }, 'a seed is a whole number, not 1.5'],
    [{ workers: 2 }, 'say where it is, as file: new URL('],
    [{ workers: 2, file: 'x.js', calls: [] }, 'workers cannot be given calls'],
  ] as const) {
    await expect(checkKernel(WeensyKernel, options)).rejects.toThrow(says);
  }
  await expect(checkKernel(JosKernel, { programs: [] })).rejects.toThrow('in lab 2 there are no programs');
});

test('threads load the kernel from its file', async () => {
  const source = "export { WeensyKernel as default } from 'ringfence/kernel';\n";
  const file = join(folderWith({ 'same.ts': source }), 'same.ts');
  const { operations } = await checkKernel(WeensyKernel, { operations: 2501, failures: null, workers: 2, file });
  expect(operations).toBeGreaterThan(2500);
});
