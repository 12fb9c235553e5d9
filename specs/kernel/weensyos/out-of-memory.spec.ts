/** Memory runs out at every point where the kernel allocates, one after the other; nothing may be lost or half done. */
import { describe, expect, test } from 'vitest';
import { choicesOf, counter, type Executable, register } from '../../../hardware/hardware.ts';
import type { Program } from '../../../hardware/operation.ts';
import { abi, WeensyKernel } from '../../../kernel/kernel.ts';
import { kernelBacktrace } from '../../../kernel/panic.ts';
import { defineProgram, exit, fork, jump, pageAlloc, schedYield, store8 } from '../../../userland/userland.ts';
import { Checker } from '../../judge/checker.ts';
import { weensyJudging } from '../../weensyos/judging.ts';

const LOW = 0x102000;
const HIGH = 0x210000;
const WHOLE = ['processSetup', 'pageAlloc', 'fork'];

/** Grows on both sides of 2 MiB, forks, and goes on until the child has left. */
function* main(): Program {
  for (const page of [LOW, HIGH]) {
    if ((yield pageAlloc(page)) === 0) yield store8(page, 1);
  }
  if ((yield fork()) === 0) yield exit();
  yield schedYield();
  return jump(main);
}
const program = (readOnlyBytes: number): Executable =>
  defineProgram({
    name: 'grows',
    entries: { main },
    readOnlyData: new Uint8Array(readOnlyBytes),
    bssSize: readOnlyBytes > 0 ? 0 : 4096,
  });

/** What was allocating, from `kalloc` out to the function that is meant as a whole. */
const siteOf = (functions: readonly string[]): string => {
  const path = functions.slice(functions.indexOf('kalloc') + 1);
  return path.slice(0, path.findIndex((name) => WHOLE.includes(name)) + 1).join(' < ');
};

interface Outcome {
  readonly site: string | null;
  readonly boots: boolean;
}

/** Boots and runs `executable` with its allocation number `failing` failing, and all invariants checked at every trap. */
const runWithout = (failing: number, executable: Executable): Outcome => {
  const oracle = choicesOf(['allocation'], [...new Array(failing).fill(0), 1]);
  const kernel = new WeensyKernel({ programs: [executable], pages: 1024, oracle });
  let site: string | null = null;
  let result: number | null = null;
  const listener = (): string[] => kernelBacktrace(listener);
  kernel.machine.listen((event) => {
    if (event.type === 'out of memory') site = siteOf(listener());
    if (event.type === 'return' && site !== null) result ??= event.result;
  });
  const checker = new Checker(kernel, 'every-trap', weensyJudging);
  kernel.boot();
  const boots = kernel.machine.cpu.runState === register.RUNNING;
  if (boots) kernel.machine.run(Number.POSITIVE_INFINITY, 8);
  if (boots) checker.check();
  if (boots && site !== null) expect(result).toBe(abi.E_FAILED);
  return { site, boots };
};

/** The sites that failed while booting and while running, each allocation in turn. */
const sweep = (executable: Executable): { readonly boot: Set<string>; readonly run: Set<string> } => {
  const found = { boot: new Set<string>(), run: new Set<string>() };
  for (let failing = 0; ; failing++) {
    const { site, boots } = runWithout(failing, executable);
    if (site === null) return found;
    (boots ? found.run : found.boot).add(site);
  }
};

describe('Where memory runs out in a small program, it is', () => {
  const { boot, run } = sweep(program(0));

  test('a table, a page of a segment, the stack or its table, and the boot ends', () => {
    expect([...boot].toSorted()).toEqual([
      'kallocPagetable < descend < tryCopy < mapKernelPart < processSetup',
      'kallocPagetable < descend < tryMap < setupStack < processSetup',
      'kallocPagetable < processSetup',
      'loadSegment < processSetup',
      'setupStack < processSetup',
    ]);
  });

  test('a page, a table or a copy, and the call fails', () => {
    expect([...run].toSorted()).toEqual([
      'copyPage < copyMapping < copyAddressSpace < fork',
      'kallocPagetable < descend < tryCopy < mapKernelPart < copyAddressSpace < fork',
      'kallocPagetable < descend < tryMap < copyPage < copyMapping < copyAddressSpace < fork',
      'kallocPagetable < fork',
      'pageAlloc',
    ]);
  });
});

describe('Where memory runs out in a program whose text reaches beyond 2 MiB, it is also', () => {
  const { boot, run } = sweep(program(0x100000));

  test('a table for the segment', () => {
    expect([...boot]).toContain('kallocPagetable < descend < tryMap < loadSegment < processSetup');
  });

  test('a table for pages that are shared', () => {
    expect([...run]).toContain(
      'kallocPagetable < descend < tryMap < sharePage < copyMapping < copyAddressSpace < fork',
    );
  });
});

test('a table can be wanting for page_alloc, where a kernel has no stack whose table it could use; the page is given back', () => {
  class NoStack extends WeensyKernel {
    override setupStack(): void {}
  }
  const oracle = choicesOf(['allocation'], [...new Array(8).fill(0), 1]);
  const kernel = new NoStack({ programs: [program(0)], oracle });
  const results: number[] = [];
  const checker = new Checker(kernel, 'every-trap', weensyJudging);
  kernel.boot();
  expect(kernel.machine.counters[counter.QUESTIONS_ASKED]).toBe(6);
  const free = kernel.view.freePages();
  kernel.machine.listen((event) => event.type === 'return' && results.push(event.result));
  kernel.machine.run(Number.POSITIVE_INFINITY, 2);
  checker.check();
  expect([results, free - kernel.view.freePages()]).toEqual([[0, -1], 1]);
});
