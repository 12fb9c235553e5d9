import { expect, test } from 'vitest';
import type { Program } from '../../hardware/operation.ts';
import { PTE_PWU, type WeensyKernel } from '../../kernel/kernel.ts';
import { exit, fork, getpid, load8, pageAlloc, type Step, schedYield, store8 } from '../../userland/userland.ts';
import { HEAP, programOf, ran, scriptOf } from '../kernel/weensyos/booted.ts';

const steps: readonly Step[] = [
  [pageAlloc, HEAP],
  [store8, HEAP, 7],
  [fork],
  { to: 6, ifZero: true },
  [schedYield],
  { to: 8 },
  [store8, HEAP, 9],
  [schedYield],
  [load8, HEAP],
  [getpid],
  [exit],
];

function* main(): Program {
  yield pageAlloc(HEAP);
  yield store8(HEAP, 7);
  if ((yield fork()) === 0) {
    yield store8(HEAP, 9);
    yield schedYield();
  } else {
    yield schedYield();
  }
  yield load8(HEAP);
  yield getpid();
  yield exit();
}

test('a script does to the memory of processes what the generator with the same operations does', () => {
  const kernels = [scriptOf(steps), programOf(main)].map((program) => ran([program], {}, 14));
  const [script, generator] = kernels.map(memoryOfProcesses);
  expect(script).toEqual(generator);
  expect(kernels[0].machine.counters).toEqual(kernels[1].machine.counters);
});

/** The bytes at which each process may write, but for the kernel's part. */
const memoryOfProcesses = ({ view, machine }: WeensyKernel): string[] =>
  view.processes().flatMap((process) =>
    view
      .userMappings(process)
      .filter(({ permissions }) => permissions === PTE_PWU)
      .map(({ va, pa }) => `${process.pid} ${va}: ${machine.memory.bytes.subarray(pa, pa + 4096).join()}`),
  );

test('a script that is over says so', () => {
  const { machine } = ran([scriptOf([[getpid]])]);
  expect(String(machine.execution.programErrors)).toMatch(/the script is over/);
});

test('a script that branches in a circle says so', () => {
  const { machine } = ran([scriptOf([[getpid], { to: 1 }])]);
  expect(String(machine.execution.programErrors)).toMatch(/branches in a circle/);
});

test('a loop of a script comes back to a position it has been in', () => {
  const kernel = ran([scriptOf([[schedYield], { to: 0 }])], {}, 10);
  const first = kernel.machine.fingerprint();
  kernel.machine.run(1);
  expect(kernel.machine.fingerprint()).toBe(first);
});
