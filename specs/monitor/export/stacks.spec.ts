/** Collapsed stacks of random runs of every kernel: their counts are the machine's own. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cost, counter, register } from '../../../hardware/hardware.ts';
import { Stacks } from '../../../presentation/export/stacks.ts';
import type { System } from '../../../presentation/kernels/kind.ts';
import { finish, type RandomRun, randomRun } from './runs.ts';

interface Stack {
  readonly frames: readonly string[];
  readonly cycles: number;
}

const stacksOf = (system: System, run: RandomRun): Stack[] => {
  const lines: string[] = [];
  const stacks = new Stacks(system.kernel, (line) => lines.push(line));
  finish(system, run);
  stacks.end();
  expect(lines).toEqual([...new Set(lines)]);
  expect(lines.filter((line) => !/^[^;]+(;[^;]+)+ [1-9]\d*$/.test(line))).toEqual([]);
  return lines.map((line) => {
    const end = line.lastIndexOf(' ');
    return { frames: line.slice(0, end).split(';'), cycles: Number(line.slice(end)) };
  });
};

const sumOf = (stacks: readonly Stack[]): number => stacks.reduce((sum, { cycles }) => sum + cycles, 0);

test('counts add up to all cycles of the machine; of each process to those that it was credited; and walks to what walks cost', () => {
  const sometimes = new Set<string>();
  fc.assert(
    fc.property(randomRun, (run) => {
      const system = run.make();
      const stacks = stacksOf(system, run);
      const { counters, cpu } = system.kernel.machine;
      expect(sumOf(stacks)).toBe(Math.floor(counters[counter.CYCLES]));
      const walks = sumOf(stacks.filter(({ frames }) => frames.at(-1) === 'page walks'));
      expect(Math.abs(walks - counters[counter.WALK_LOADS] * cost.WALK_LOAD)).toBeLessThan(stacks.length);
      for (const { frames } of stacks) for (const frame of frames.slice(1)) sometimes.add(frame);
      if (run.kernel !== 'WeensyOS') return;
      const rest = counters[counter.CYCLES] - counters[counter.CREDITED];
      const isInKernel = cpu.control(register.PRIVILEGE) === 0;
      for (let pid = 1; pid < 16; pid++) {
        const own = stacks.filter(({ frames }) => frames[0].split(' ')[1] === `${pid}`);
        const credited = (field: number): number => counters[counter.slotCounter(pid, field)] ?? 0;
        const user = credited(counter.USER_CYCLES) + (pid === cpu.slot && !isInKernel ? rest : 0);
        const kernel = credited(counter.KERNEL_CYCLES) + (pid === cpu.slot && isInKernel ? rest : 0);
        expect(Math.abs(sumOf(own.filter(({ frames }) => frames[1] === 'user')) - user)).toBeLessThan(stacks.length);
        expect(Math.abs(sumOf(own.filter(({ frames }) => frames[1] === 'kernel')) - kernel)).toBeLessThan(
          stacks.length,
        );
      }
    }),
    { numRuns: 30, seed: 2 },
  );
  for (const goal of ['user', 'kernel', 'boot', 'fork', 'tick', 'page fault', 'sys_cputs', 'main'])
    expect([...sometimes]).toContain(goal);
});
