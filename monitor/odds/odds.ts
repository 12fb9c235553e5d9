/** `ringfence odds`: at each event of a run that failed, how many of its random continuations fail; where that rises, it was lost. */

import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, wholeOf } from '../../presentation/boot/values.ts';
import { chartOf, type Opened } from '../../presentation/presentation.ts';
import { type MomentRun, type Odds, oddsAlong, opennessOf, QuestionsHeard, someOf } from '../../specs/specs.ts';
import { parseWords, writeOutput } from '../command-line/options.ts';
import { printLines } from '../command-line/width.ts';
import { reportReady } from '../limits/supervisor.ts';
import { runLimited } from '../limits/watchdog.ts';
import { barerMoment, tellOfMoment } from '../moments/given-moments.ts';
import { BOOTED_OPTIONS, openToRun } from '../moments/opened-run.ts';
import { failureOf, lastEventOf } from './continuation.ts';
import { ODDS, type OddsTold } from './json.ts';
import { oddsLines } from './lines.ts';

export const ODDS_OPTIONS = {
  ...BOOTED_OPTIONS,
  moment: { type: 'string' },
  continuations: { type: 'string' },
  picture: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const CONTINUATIONS = 20;
/** Places at which a long run is continued. */
const MOST_PLACES = 60;
const PATIENCE_SECONDS = 10;

export const odds = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('odds', words, ODDS_OPTIONS);
  const continuations = wholeOf(values, 'continuations', 1, 10_000) ?? CONTINUATIONS;
  const opened = await openToRun(positionals, values);
  if (opened.kind === null)
    throw new UsageError('odds: nothing is open in a sequence on an allocator: ringfence fuzz tries others');
  reportReady();
  tellOfMoment(opened);
  const told = oddsOf(opened, continuations);
  const picture = textOf(values, 'picture');
  if (picture !== undefined) writeOutput('picture', picture, pictureOf(told));
  if (values.json === true) process.stdout.write(`${JSON.stringify(told)}\n`);
  else printLines(oddsLines(told).map((line) => `   ${line}`.trimEnd()));
  return 0;
};

const oddsOf = (opened: Opened, continuations: number): OddsTold => {
  const openness = opennessIn(opened, lastEventOf(opened));
  const asked = [...openness.asked].map(([question, times]) => ({ question, times }));
  const { fails, failed } = failureOf(opened, openness);
  const isOpen = asked.length > 0 && fails !== null;
  const places = isOpen ? oddsAlong(someOf(openness.crossings, MOST_PLACES), continuations, fails) : [];
  const end = openness.crossings[openness.crossings.length - 1];
  const moment = barerMoment(opened.run, end);
  return { schema: ODDS.id, failed, asked, isOpen, continuations, places: places.map(placeOf), moment };
};

const placeOf = ({ event, step, failed }: Odds): OddsTold['places'][number] => ({ event, step, failed });

const opennessIn = (opened: Opened, last: number): ReturnType<typeof opennessOf> => {
  const heard: QuestionsHeard[] = [];
  const { playing } = opened.make(({ kernel }) => void heard.push(new QuestionsHeard(kernel, choicesIn(opened.run))));
  const found: ReturnType<typeof opennessOf>[] = [];
  const cameBack = runLimited(PATIENCE_SECONDS, () => void found.push(opennessOf(playing, heard[0], last)));
  if (!cameBack) throw new UsageError(`odds: the run does not end within ${PATIENCE_SECONDS} s`);
  return found[0];
};

/** What an oracle of programs says from power on. */
const choicesIn = (run: MomentRun): readonly number[] => (run.what === 'programs' ? (run.oracle?.choices ?? []) : []);

const pictureOf = ({ places, continuations }: OddsTold): string =>
  chartOf({
    title: 'How many random continuations fail',
    x: 'events passed',
    y: `failing, of ${continuations}`,
    series: [
      { name: 'failing continuations', x: places.map(({ event }) => event), y: places.map(({ failed }) => failed) },
    ],
  });
