/** Hunts bugs of WeensyOS: by random programs, or by the programs of the course for what those cannot show. */
import type { Executable } from '../../hardware/hardware.ts';
import type { PageOrder, WeensyKernel } from '../../kernel/kernel.ts';
import { allocators, exitProgram, forkProgram } from '../../userland/userland.ts';
import { catcherOf, huntByCampaign, sentenceOf } from '../bugs/campaign-hunt.ts';
import type { Catch, SeededBug } from '../bugs/seeded-bug.ts';
import { Checker, InvariantBroken } from '../judge/checker.ts';
import { firstBadOfRun } from '../moments/first-bad.ts';
import type { WeensyBug } from './bug.ts';
import { weensyJudging } from './judging.ts';
import { weensyTrial } from './trial.ts';

const COURSE_PROGRAMS: readonly (readonly Executable[])[] = [allocators(), [forkProgram()], [exitProgram()]];
const COURSE_ORDERS: readonly PageOrder[] = [{ kind: 'first-fit' }, { kind: 'cursor', stride: 3 }];
const EVENTS = 200;

/** `bug` with all that a list of bugs tells of it; its code is in `file`. */
export const weensySeed = (bug: WeensyBug, file: string): SeededBug => {
  const { id, title, story, caughtBy, goesWrongIn, because, programs, Kernel } = bug;
  const byCourse = programs === 'course';
  return {
    ...{ id, title, story, file, caughtBy, goesWrongIn, system: 'WeensyOS', Code: Kernel, docs: 'docs/invariants.md' },
    ...(because !== undefined && { because }),
    hunter: byCourse ? 'the programs of the course, checked at every trap' : 'random programs, as of ringfence check',
    hunt: (options) =>
      byCourse ? huntByCourse(Kernel, options.cases) : huntByCampaign(weensyTrial({ Kernel }), options),
  };
};

const huntByCourse = (Kernel: typeof WeensyKernel, most: number): Catch | null => {
  const runs = COURSE_PROGRAMS.flatMap((programs) => COURSE_ORDERS.map((order) => ({ programs, order })));
  for (const [i, parameters] of runs.slice(0, most).entries()) {
    const make = (): WeensyKernel => new Kernel(parameters);
    const error = errorOfRun(make());
    if (error === null) continue;
    const wentWrongIn = firstBadOfRun({ make, judging: weensyJudging, events: EVENTS })?.during ?? null;
    return {
      caughtBy: catcherOf(error),
      says: sentenceOf(error),
      wentWrongIn,
      cases: i + 1,
      length: null,
      sequence: [],
    };
  }
  return null;
};

/** What goes wrong in a run of `kernel`, with all invariants checked at every trap; null if nothing does. */
const errorOfRun = (kernel: WeensyKernel): Error | null => {
  const checker = new Checker(kernel, 'every-trap', weensyJudging);
  try {
    kernel.boot();
    kernel.machine.run(Number.POSITIVE_INFINITY, EVENTS);
    checker.check();
    return kernel.machine.execution.halt;
  } catch (error) {
    if (error instanceof InvariantBroken) return error;
    throw error;
  }
};
