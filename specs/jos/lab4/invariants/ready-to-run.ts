import { frame } from '../../../../hardware/hardware.ts';
import { josAbi } from '../../../../kernel/kernel.ts';
import type { EnvInvariant, EnvViolation } from '../invariant.ts';

const { ENV_RUNNABLE, ENV_RUNNING } = josAbi;

export const readyToRun: EnvInvariant = {
  name: 'ready to run',
  sentence: 'An environment that can run has a page directory, a code segment of ring 3, and interrupts on.',
  why: 'Without the first the machine stops, without the second the program is the kernel, without the third it is never interrupted.',
  violations: ({ state }) =>
    state.envs.flatMap(({ id, status, directory, cs, eflags }): EnvViolation[] => {
      if (status !== ENV_RUNNABLE && status !== ENV_RUNNING) return [];
      if (directory === 0) return [{ env: id, expected: 'a page directory', found: 'none' }];
      if ((cs & 3) !== 3)
        return [{ env: id, expected: 'a code segment of ring 3', found: `segment 0x${cs.toString(16)}` }];
      return eflags & frame.FLAG_INTERRUPT ? [] : [{ env: id, expected: 'interrupts on', found: 'off' }];
    }),
};
