/** Random programs on the correct kernel: every invariant after every operation, and every load as the model says. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Pa, register, type Va, va } from '../../hardware/hardware.ts';
import { type Process, type Vmiter, WeensyKernel } from '../../kernel/kernel.ts';
import type { Step } from '../../userland/userland.ts';
import { firstViolation } from '../checker.ts';
import { BSS, scriptOf } from '../machines.ts';
import { boot, readable, script } from './arbitrary.ts';
import { ReadbackModel } from './readback.ts';

const BOUNDARIES = 120;
const RUNS = 300;

/** Runs `scripts` side by side; returns what was seen. Throws at the first wrong load, or state if those are checked. */
const campaign = (
  Kernel: typeof WeensyKernel,
  scripts: readonly (readonly Step[])[],
  parameters: object,
  checked = true,
): Set<string> => {
  const kernel = new Kernel({ ...parameters, programs: scripts.map(scriptOf) });
  kernel.boot();
  const model = new ReadbackModel(kernel, BSS);
  for (let i = 0; i < BOUNDARIES && kernel.machine.cpu.runState === register.RUNNING; i++) {
    model.step();
    const broken = checked ? firstViolation(kernel) : null;
    if (broken !== null) throw new Error(`${broken[0].name}: ${broken[1].found}, expected ${broken[1].expected}`);
  }
  const { halt } = kernel.machine.execution;
  // A load or store of a non-canonical address is the one thing in these programs that the real kernel panics about.
  if (halt !== null && !/Unhandled exception 13/.test(halt.message)) throw halt;
  return model.seen;
};

const scripts = fc.array(script, { minLength: 1, maxLength: 2 });
const report = (found: fc.RunDetails<[(readonly Step[])[], object]>): void => {
  if (!found.failed) return;
  const [programs, parameters] = found.counterexample ?? [[], {}];
  const text = programs.map((steps) => `function* main() {\n${readable(steps)}\n}`).join('\n');
  const why = found.errorInstance instanceof Error ? found.errorInstance.message : '';
  throw new Error(
    `${why}\n${text}\n${JSON.stringify(parameters)}\nto replay: seed ${found.seed}, path ${found.counterexamplePath}`,
  );
};

test('random programs see their own memory, and no invariant breaks after any operation', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(scripts, boot, (programs, parameters) => {
      for (const goal of campaign(WeensyKernel, programs, parameters)) seen.add(goal);
    }),
    { numRuns: RUNS, reporter: report },
  );
  const goals = [
    'exit',
    'fault',
    'fork',
    'fork without a slot',
    'load of a known byte',
    'page replaced',
    'page_alloc of a bad address',
    'preemption',
  ];
  for (const goal of goals) expect(seen, goal).toContain(goal);
});

class HandsOutDirtyPages extends WeensyKernel {
  override replacePage(process: Process, address: Va, page: Pa): number {
    this.supervisor.store8(va(page + 1), 7);
    return super.replacePage(process, address, page);
  }
}
class ForksWithoutContent extends WeensyKernel {
  override copyPage(to: Vmiter, from: Vmiter): boolean {
    const page = this.kalloc();
    if (page === 0) return false;
    this.supervisor.fillPage(va(page), 0);
    return to.tryMap(page, from.perm) === 0;
  }
}
class SharesWhatIsWritable extends WeensyKernel {
  override copyMapping(to: Vmiter, from: Vmiter): boolean {
    return this.sharePage(to, from);
  }
}
class ForgetsHighPages extends WeensyKernel {
  override copyMapping(to: Vmiter, from: Vmiter): boolean {
    return from.va === 0x200000 || super.copyMapping(to, from);
  }
}

describe('What programs read back is enough to notice', () => {
  const faults: readonly (readonly [string, typeof WeensyKernel, RegExp])[] = [
    ['a page that is not zeroed', HandsOutDirtyPages, /reads 7 at 0x\w+, where 0 should be/],
    ['a fork that copies no contents', ForksWithoutContent, /reads 0 at/],
    ['a fork that shares writable pages', SharesWhatIsWritable, /reads \d+ at .* should be/],
    ['a fork that leaves out a page', ForgetsHighPages, /faults at 0x20\w+, which it may use/],
  ];
  for (const [what, Kernel, says] of faults) {
    test(what, () => {
      const property = fc.property(scripts, boot, (programs, parameters) => {
        campaign(Kernel, programs, parameters, false);
      });
      expect(() => fc.assert(property, { numRuns: 2000, reporter: report })).toThrow(says);
    });
  }
});
