/** A kernel that comes to its end without resuming anybody stops the machine, and it is said when. */
import { expect, test } from 'vitest';
import { WeensyKernel } from '../../kernel/kernel.ts';
import { exitProgram } from '../../userland/userland.ts';

/** A kernel that schedules so many times, and then forgets to. */
const forgettingAfter = (times: number): WeensyKernel => {
  class Forgets extends WeensyKernel {
    private left = times;
    override schedule(): never {
      if (this.left-- > 0) super.schedule();
      return undefined as never;
    }
  }
  return new Forgets({ programs: [exitProgram(1)], timer: { mode: 'every', period: 3 } });
};

/** How the machine stopped, as it is said. */
const haltOf = (kernel: WeensyKernel): string => {
  try {
    kernel.boot();
    kernel.machine.run(1000);
    return String(kernel.machine.execution.halt);
  } catch (error) {
    return String(error);
  }
};

test('when the boot was over, or after whose trap', () => {
  expect(haltOf(forgettingAfter(0))).toMatch(
    /^NobodyRuns: nobody was scheduled when the boot was over: the kernel came back/,
  );
  expect(haltOf(forgettingAfter(1))).toMatch(
    /^NobodyRuns: nobody was scheduled after a trap of process 1: the kernel came back/,
  );
});
