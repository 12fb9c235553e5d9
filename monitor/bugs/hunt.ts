/** Hunting bugs, one after another, and saying what caught each. */

import type { Values } from '../../presentation/boot/values.ts';
import type { Catch, HuntOptions, SeededBug } from '../../specs/specs.ts';
import { ProgressLine } from '../command-line/progress.ts';
import { columnsOf, fitted, printLines } from '../command-line/width.ts';
import type { Of } from '../json/shape.ts';
import { Mistake } from '../limits/mistake.ts';
import { runLimited } from '../limits/watchdog.ts';
import { failingLine, momentAfter } from '../moments/failing.ts';
import { momentLine } from '../moments/given-moments.ts';
import { openRun } from '../moments/opened-run.ts';
import { type Case, PASSED, writeJunit } from '../report/junit.ts';
import { HUNTED } from './json.ts';

/** Long after any hunt is over, unless the bug makes its kernel loop. */
const PATIENCE_SECONDS = 120;
/** How many bugs may be hunted at once for each to be shown with what it takes to see it. */
const FEW = 3;

interface Hunt {
  readonly bug: SeededBug;
  readonly caught: Catch | null;
  readonly seconds: number;
}

/** Hunts `bugs`, printing as it goes, as `values` ask. Resolves to 1 if one was not caught that should be, else 0. */
export const huntAll = async (bugs: readonly SeededBug[], options: HuntOptions, values: Values): Promise<number> => {
  const json = values.json === true;
  const progress = new ProgressLine();
  const width = Math.max(...bugs.map(({ id }) => id.length));
  const hunts: Hunt[] = [];
  for (const bug of bugs) {
    progress.tell(() => `${hunts.length} of ${bugs.length} hunted; ${bug.id} now`);
    const done = hunt(bug, options);
    progress.done();
    hunts.push(done);
    const moment = json || bugs.length <= FEW ? await momentOf(done) : null;
    if (json) process.stdout.write(`${jsonOf(done, moment)}\n`);
    else printLines([rowOf(done, width), ...(bugs.length <= FEW ? detailsOf(done, moment) : [])]);
  }
  const escaped = hunts.filter(isEscaped);
  const seconds = hunts.reduce((sum, some) => sum + some.seconds, 0);
  writeJunit(values, { command: 'bugs hunt', subject: 'seeded bugs', seconds, cases: hunts.map(caseOf) });
  if (!json && bugs.length > 1) process.stdout.write(`\n${summaryOf(hunts, escaped.length)}\n`);
  return escaped.length > 0 ? 1 : 0;
};

const hunt = (bug: SeededBug, options: HuntOptions): Hunt => {
  const start = performance.now();
  let caught: Catch | null = null;
  const cameBack = runLimited(PATIENCE_SECONDS, () => {
    caught = bug.hunt(options);
  });
  const seconds = (performance.now() - start) / 1000;
  if (!cameBack)
    caught = {
      caughtBy: 'patience',
      says: LOOPS,
      wentWrongIn: null,
      cases: 0,
      length: null,
      sequence: [],
      shown: null,
    };
  return { bug, caught, seconds };
};

/** Where the run that shows the bug goes wrong first, as text: made for those who are shown it alone, for that takes time. */
const momentOf = async ({ caught }: Hunt): Promise<string | null> => {
  if (caught === null || caught.shown === null) return null;
  const { run, step } = caught.shown;
  try {
    const { make } = await openRun(run);
    return momentAfter(run, () => make().playing, step ?? Number.POSITIVE_INFINITY);
  } catch (error) {
    // It stops in the usual boot, and not in the one in which it was hunted.
    if (error instanceof Mistake) return null;
    throw error;
  }
};

const LOOPS = `it did not come back within ${PATIENCE_SECONDS} s`;

const isEscaped = ({ bug, caught }: Hunt): boolean => caught === null && bug.caughtBy !== null;

const caseOf = ({ bug, caught, seconds }: Hunt): Case => {
  const name = `${bug.id}: ${bug.title}`;
  if (!isEscaped({ bug, caught, seconds })) return { name, seconds, verdict: PASSED };
  return { name, seconds, verdict: { kind: 'failure', message: `not caught by ${bug.caughtBy}`, text: NOT_FOUND } };
};

const NOT_FOUND = 'Nothing was found: with --cases more is tried, with another --seed something else.';

const rowOf = ({ bug, caught, seconds }: Hunt, width: number): string => {
  const start = `   ${bug.id.padEnd(width)}  `;
  const time = `${seconds.toFixed(2)} s`;
  if (caught === null)
    return `${start}${(bug.caughtBy === null ? 'nothing to catch' : 'NOT CAUGHT').padEnd(CATCH_WIDTH)}  ${time}`;
  const { caughtBy, cases, length } = caught;
  const operations = length === null ? [] : [counted(length, 'operation')];
  return `${start}${[caughtBy.padEnd(CATCH_WIDTH), counted(cases, 'case'), ...operations, time].join('  ')}`;
};

/** As far as prose goes where nobody says how wide the terminal is. */
const COLUMNS = 110;
const columns = (): number => Math.min(COLUMNS, columnsOf(process.stdout));
/** The longest name of a catch. */
const CATCH_WIDTH = 46;

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** What it takes to see the bug. */
const detailsOf = ({ bug, caught }: Hunt, moment: string | null): string[] => {
  if (caught === null) {
    const why = bug.because ?? NOT_FOUND;
    return ['', ...fitted(`     ${why}`, columns()), ''];
  }
  const { says, wentWrongIn, sequence, length, shown } = caught;
  const first = wentWrongIn === null ? [] : [`went wrong first in: ${wentWrongIn}`];
  const shortest =
    sequence.length === 0 ? [] : ['', length === 0 ? 'the boot shows it:' : 'the sequence that shows it:', ...sequence];
  const there =
    moment === null
      ? NO_MOMENT
      : shown?.step == null
        ? momentLine(moment)
        : failingLine({ moment, during: wentWrongIn });
  return ['', ...[...says.split('\n'), ...first, ...shortest, '', there].map((line) => `     ${line}`.trimEnd()), ''];
};

const NO_MOMENT = 'No moment can be given of it: no command makes the run that shows it.';

const summaryOf = (hunts: readonly Hunt[], escaped: number): string => {
  const caught = hunts.filter((some) => some.caught !== null).length;
  const harmless = hunts.length - caught - escaped;
  const seconds = hunts.reduce((sum, some) => sum + some.seconds, 0);
  const rest = [
    ...(harmless > 0 ? [`${harmless} with nothing to catch`] : []),
    ...(escaped > 0 ? [`${escaped} NOT CAUGHT`] : []),
  ];
  return `   ${[`${caught} of ${hunts.length} caught`, ...rest, `${seconds.toFixed(1)} s`].join(', ')}`;
};

const jsonOf = ({ bug, caught, seconds }: Hunt, moment: string | null): string => {
  const { id, system, title, caughtBy: expected } = bug;
  const { shown: _, ...found } = caught ?? { caughtBy: null, shown: null };
  const told: Of<typeof HUNTED> = {
    ...{ schema: HUNTED.id, id, system, title, expected },
    ...found,
    moment,
    seconds: Number(seconds.toFixed(3)),
  };
  return JSON.stringify(told);
};
