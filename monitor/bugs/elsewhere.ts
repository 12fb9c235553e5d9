/** `ringfence bugs --moment`: which seeded bugs of the same system go wrong in the run of a moment, too; so which mistakes it would show. */
import { JosKernel, JosLab4, WeensyKernel } from '../../kernel/kernel.ts';
import { isPath, UsageError } from '../../presentation/boot/usage-error.ts';
import type { Values } from '../../presentation/boot/values.ts';
import type { Opened } from '../../presentation/presentation.ts';
import { firstBadOfRun, lab2Judging, type SeededBug, TRACED_PAGES, type Whereabouts } from '../../specs/specs.ts';
import { ProgressLine } from '../command-line/progress.ts';
import { printLines } from '../command-line/width.ts';
import type { Of } from '../json/shape.ts';
import { reportReady } from '../limits/supervisor.ts';
import { failingLine, momentAfter } from '../moments/failing.ts';
import { tellOfMoment } from '../moments/given-moments.ts';
import { openedOn, openedOnBase, openToRun } from '../moments/opened-run.ts';
import { bugsOf } from './choice.ts';
import { ELSEWHERE } from './json.ts';
import { NOWHERE, type Wrong, wrongAt, wrongIn } from './wrong.ts';

/** How many bugs may go wrong for each to be shown with its moment. */
const FEW = 3;

/** A bug in the run: what goes wrong, and the moment of that; null if nothing does, or no moment can be named. */
interface Tried {
  readonly bug: SeededBug;
  readonly wrong: Wrong | null;
  readonly moment: string | null;
}

/**
 * Tries bugs in the run of the moment that `values` give: those whose ids are among `names`, or all that can be in it. Paths among `names` name files
 * of the run anew. Resolves to 0. Throws a UsageError.
 */
export const bugsElsewhere = async (names: readonly string[], values: Values): Promise<number> => {
  const opened = await openToRun(names.filter(isPath), values);
  const bugs = await bugsFor(
    opened,
    names.filter((name) => !isPath(name)),
  );
  reportReady();
  tellOfMoment(opened);
  const usual = await usuallyWrong(opened);
  const progress = new ProgressLine();
  const tried: Tried[] = [];
  for (const bug of bugs) {
    progress.tell(() => `${tried.length} of ${bugs.length} tried; ${bug.id} now`);
    const one = await triedIn(opened, bug, usual);
    progress.done();
    tried.push(one);
    if (values.json === true) process.stdout.write(`${JSON.stringify(told(one))}\n`);
  }
  if (values.json !== true) printLines(linesOf(tried));
  return 0;
};

/** The seeded bugs that can be in such a run, of those that `ids` mean. Throws a UsageError if there are none. */
const bugsFor = async (opened: Opened, ids: readonly string[]): Promise<readonly SeededBug[]> => {
  const prefix = prefixOf(opened);
  if (prefix === null)
    throw new UsageError('--moment: it is of a kernel from scratch: seeded bugs are of WeensyOS, JOS and allocators');
  const asked = await bugsOf(ids);
  const found = asked.filter(({ id }) => id.startsWith(`${prefix}-`));
  if (found.length > 0) return found;
  throw new UsageError(`--moment: it is of ${KINDS[prefix]}, and ${asked[0].id} cannot be in its run`);
};

/** What their ids begin with. A `fault-` shows beside recordings alone. */
const prefixOf = ({ run, make }: Opened): string | null => {
  if (run.what === 'allocator') return 'alloc';
  if (run.what === 'scenario' && run.library !== undefined) return 'lib';
  const kernel = make().system?.kernel;
  if (kernel instanceof WeensyKernel) return 'weensyos';
  if (kernel instanceof JosLab4) return 'env';
  return kernel instanceof JosKernel ? 'jos' : null;
};

/** What goes wrong on the right kernel: that is the doing of the programs. A scenario does nothing wrong there. */
const usuallyWrong = async (opened: Opened): Promise<Wrong | null> => {
  const right = openedOnBase(opened);
  return right && wrongIn(right, stepOf(opened));
};

const stepOf = ({ moment }: Opened): number => moment?.step ?? 0;

const triedIn = async (opened: Opened, bug: SeededBug, usual: Wrong | null): Promise<Tried> => {
  const there = await openedWith(opened, bug);
  if (there instanceof Error) return { bug, wrong: wrongAt(there, whereInBoot(bug)), moment: null };
  const wrong = await wrongIn(there, stepOf(opened));
  if (wrong === null || isAlike(wrong, usual)) return { bug, wrong: null, moment: null };
  const isLate = wrong.caughtBy === 'patience';
  const moment = isLate ? null : momentAfter(there.run, () => there.make().playing, wrong.step);
  return { bug, wrong, moment };
};

/** The run with `bug`; or what stopped the boot that a trial begins with. */
const openedWith = async (opened: Opened, { id }: SeededBug): Promise<Opened | Error> => {
  try {
    return await openedOn(opened, id);
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error)) throw error;
    return error;
  }
};

/** Where the boot of a kernel of lab 2 goes wrong. */
const whereInBoot = ({ Code }: SeededBug): Whereabouts => {
  const make = (): JosKernel => new (Code as typeof JosKernel)({ pages: TRACED_PAGES });
  return firstBadOfRun({ make, judging: lab2Judging, operations: 0 }) ?? NOWHERE;
};

const isAlike = (wrong: Wrong, usual: Wrong | null): boolean =>
  usual !== null && wrong.says === usual.says && wrong.event === usual.event;

const linesOf = (tried: readonly Tried[]): string[] => {
  const shown = tried.filter(({ wrong }) => wrong !== null);
  const what = `${tried.length} seeded ${tried.length === 1 ? 'bug' : 'bugs'} of ${KINDS[tried[0].bug.id.replace(/-.*/, '')]}`;
  if (shown.length === 0) return [`   None of the ${what} goes wrong in the run of this moment.`];
  return [
    `   In the run of this moment ${shown.length} of the ${what} ${shown.length === 1 ? 'goes' : 'go'} wrong:`,
    ...shown.flatMap((one) => ['', ...entryOf(one, shown.length <= FEW)]),
    '',
    '   To read about one: ringfence bugs show ID',
  ];
};

const KINDS: Readonly<Record<string, string>> = {
  weensyos: 'WeensyOS',
  jos: 'lab 2 of JOS',
  env: 'JOS with environments',
  lib: 'libraries of lab 4',
  alloc: 'allocators',
};

const entryOf = ({ bug, wrong, moment }: Tried, isShown: boolean): string[] => {
  if (wrong === null) return [];
  const { caughtBy, says, wentWrongIn, event } = wrong;
  const where = wentWrongIn === null ? '' : ` in ${wentWrongIn},`;
  return [
    `   ${bug.id}: ${bug.title}`,
    `     ${caughtBy}; wrong first${where} at event ${event}`,
    ...(isShown ? [`     ${says.split('\n')[0]}`] : []),
    ...(isShown && moment !== null ? [`     ${failingLine({ moment, during: wentWrongIn })}`] : []),
  ];
};

const told = ({ bug: { id, system, title }, wrong, moment }: Tried): Of<typeof ELSEWHERE> => {
  const head = { schema: ELSEWHERE.id, id, system, title };
  if (wrong === null) return { ...head, caughtBy: null };
  const { caughtBy, says, wentWrongIn, event } = wrong;
  return { ...head, caughtBy, says, wentWrongIn, event, moment };
};
