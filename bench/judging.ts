/** Workloads of judging: runs with all invariants checked, and campaigns of random scenarios. */
import { WeensyKernel } from '../kernel/kernel.ts';
import { Checker, campaign } from '../specs/specs.ts';
import { exitProgram } from '../userland/userland.ts';
import { best, type Sample } from './timing.ts';

/** Few: a check looks at all of memory. */
const CHECKED_EVENTS = 200;
const ROUNDS = 3;
const SCENARIOS = 20;
const SEED = 1;

/** The first events of the exit mix, with all invariants checked whenever the kernel goes back to a program. */
export const checkedEvents = (): Sample => {
  const kernel = new WeensyKernel({ programs: [exitProgram()] });
  new Checker(kernel, 'every-trap');
  kernel.boot();
  const run = (): void => kernel.machine.run(Number.POSITIVE_INFINITY, CHECKED_EVENTS);
  return { nanoseconds: best(CHECKED_EVENTS, run, ROUNDS) };
};

/** Random scenarios against model and invariants: one operation of them, boots and all. */
export const campaigns = (): Sample => {
  const run = () => campaign({ seed: SEED, runs: SCENARIOS });
  const { operations } = run();
  const nanoseconds = best(operations, run, ROUNDS);
  const scenariosASecond = Math.round((SCENARIOS * 1e9) / (nanoseconds * operations));
  return { nanoseconds, details: { scenariosASecond } };
};
