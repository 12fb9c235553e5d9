/** Hunts bugs of WeensyOS: by random programs, or by the programs of the course for what those cannot show. */
import type { Executable } from '../../hardware/hardware.ts';
import type { PageOrder, WeensyKernel } from '../../kernel/kernel.ts';
import { allocators, exitProgram, forkProgram } from '../../userland/userland.ts';
import { catcherOf, huntByCampaign, sentenceOf } from '../bugs/campaign-hunt.ts';
import type { Catch, SeededBug } from '../bugs/seeded-bug.ts';
import { Checker, InvariantBroken } from '../judge/checker.ts';
import { firstBadOfRun } from '../moments/first-bad.ts';
import type { ProgramsRun } from '../moments/moment.ts';
import { orderText } from './boot-words.ts';
import type { WeensyBug } from './bug.ts';
import { weensyJudging } from './judging.ts';
import { weensyTrial } from './trial.ts';

/** By the names that commands know them by. */
const COURSE_PROGRAMS: Readonly<Record<string, readonly Executable[]>> = {
  allocators: allocators(),
  fork: [forkProgram()],
  exit: [exitProgram()],
};
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
      byCourse
        ? huntByCourse(bug, options.cases)
        : huntByCampaign(weensyTrial({ Kernel }), { kernel: id, ...STRICTLY }, options),
  };
};

/** Bugs are held to all that the real kernel does; a kernel of a user's own is not, if nothing is said. */
const STRICTLY = { options: { contract: 'strict' } } as const;

const huntByCourse = ({ id, Kernel }: WeensyBug, most: number): Catch | null => {
  const runs = Object.entries(COURSE_PROGRAMS).flatMap(([name, programs]) =>
    COURSE_ORDERS.map((order) => ({ name, parameters: { programs, order } })),
  );
  for (const [i, { name, parameters }] of runs.slice(0, most).entries()) {
    const make = (): WeensyKernel => new Kernel(parameters);
    const error = errorOfRun(make());
    if (error === null) continue;
    const bad = firstBadOfRun({ make, judging: weensyJudging, events: EVENTS });
    return {
      caughtBy: catcherOf(error),
      says: sentenceOf(error),
      wentWrongIn: bad?.during ?? null,
      shown: { run: courseRun(id, name, parameters.order), step: bad?.operations ?? null },
      cases: i + 1,
      length: null,
      sequence: [],
    };
  }
  return null;
};

const courseRun = (kernel: string, program: string, order: PageOrder): ProgramsRun => ({
  what: 'programs',
  kernel,
  programs: [program],
  boot: { order: orderText(order), timer: 'off' },
});

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
