/** Workloads of judging: runs with all invariants checked, and campaigns of random scenarios. */

import { type Watched, WeensyKernel } from '../kernel/kernel.ts';
import { Checker, campaign, weensyJudging, weensyTrial } from '../specs/specs.ts';
import { exitProgram } from '../userland/userland.ts';
import { best, type Sample } from './timing.ts';

const CHECKED_EVENTS = 60_000;
/** Few: each looks at all of memory. */
const COUNTED_EVENTS = 200;
/** Events until memory is full. */
const WARM_UP = 2000;
const ROUNDS = 3;
const SCENARIOS = 200;
const SEED = 1;

/** The exit mix, with all invariants checked whenever the kernel goes back to a program. */
export const checkedEvents = (): Sample => {
  const run = judged((kernel) => new Checker(kernel, 'every-trap', weensyJudging));
  return { nanoseconds: best(CHECKED_EVENTS, () => run(CHECKED_EVENTS)) };
};

/** The same, with everything counted from scratch each time. */
export const countedEvents = (): Sample => {
  const run = judged((kernel) => {
    const checker = new Checker(kernel, 'end', weensyJudging);
    kernel.machine.listen(() => checker.count(), ['return']);
  });
  return { nanoseconds: best(COUNTED_EVENTS, () => run(COUNTED_EVENTS), ROUNDS) };
};

/** The exit mix beyond its beginning, with whatever `attach` attaches; runs for so many events. */
const judged = (attach: (kernel: Watched) => void): ((events: number) => void) => {
  const kernel = new WeensyKernel({ programs: [exitProgram()] });
  attach(kernel);
  kernel.boot();
  kernel.machine.run(Number.POSITIVE_INFINITY, WARM_UP);
  return (events) => kernel.machine.run(Number.POSITIVE_INFINITY, events);
};
/** Random scenarios against model and invariants: one operation of them, boots and all. */
export const campaigns = (): Sample => {
  const run = () => campaign(weensyTrial(), { seed: SEED, runs: SCENARIOS });
  const { operations } = run();
  const nanoseconds = best(operations, run, ROUNDS);
  const scenariosASecond = Math.round((SCENARIOS * 1e9) / (nanoseconds * operations));
  return { nanoseconds, details: { scenariosASecond } };
};
