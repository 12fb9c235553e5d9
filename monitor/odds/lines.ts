/** Odds in lines: what was open, a line that is drawn, and where the run was lost. */
import { sparkline } from '../../presentation/presentation.ts';
import { steepestRise } from '../../specs/specs.ts';
import { momentLine } from '../moments/given-moments.ts';
import type { OddsTold } from './json.ts';

const COLUMNS = 60;

export const oddsLines = (told: OddsTold): string[] => {
  const { failed, moment } = told;
  return [
    failed === null ? 'The run does not fail, as far as it was looked at.' : `The run fails: ${failed}`,
    ...(told.isOpen ? openLines(told) : closedLines(told)),
    '',
    momentLine(moment),
  ];
};

const closedLines = ({ asked }: OddsTold): string[] => [
  asked.length === 0
    ? 'Nothing is open in it: no question is asked, and it goes the same way each time.'
    : 'What is asked in it is not written down with it, so that it cannot go on otherwise.',
];

const openLines = (told: OddsTold): string[] => {
  const { asked, continuations, places } = told;
  const open = asked.map(({ question, times }) => `${question} (asked ${times === 1 ? 'once' : `${times} times`})`);
  const rows = places.map(
    ({ event, failed }) =>
      `event ${String(event).padStart(WIDTH)}  ${String(failed).padStart(3)} of ${continuations}  ${'#'.repeat(Math.round((failed / continuations) * BAR))}`,
  );
  return [
    `Open in it: ${open.join(', ')}. What is random from an event on are the answers to these.`,
    '',
    `How many of ${continuations} continuations fail, from each event on:`,
    '',
    sparkline(
      places.map(({ failed }) => failed),
      COLUMNS,
    ),
    '',
    ...rows,
    '',
    lostText(told),
  ];
};

const WIDTH = 6;
const BAR = 30;

/** Where the odds rise most from one place to the next. */
const lostText = ({ places, continuations, failed }: OddsTold): string => {
  const steepest = steepestRise(places);
  const last = places[places.length - 1]?.failed ?? 0;
  if (steepest === null)
    return last === continuations
      ? 'It is lost from the beginning: whatever is answered, it fails.'
      : 'From no event to the next do the odds rise.';
  const [before, after] = [places[steepest.from], places[steepest.to]];
  const what = failed === null ? 'The odds rise most' : 'It was lost';
  return `${what} at event ${after.event}: from event ${before.event} on ${before.failed} of ${continuations} fail, from event ${after.event} on ${after.failed}.`;
};
