/** The report of a broken invariant: what it says, where it broke, the life of the page, and how to see it again. */
import type { InvariantBroken } from '../../specs/specs.ts';

/** What broke, where and when, and what happened to the page. */
export const violationLines = (broken: InvariantBroken): string[] => {
  const { invariant, violation, during, cycle, event, pageHistory, causes } = broken;
  const place = [
    ...(violation.page === undefined ? [] : [`page 0x${(violation.page * 4096).toString(16)}`]),
    ...(violation.process === undefined ? [] : [`process ${violation.process}`]),
  ];
  return [
    `   The kernel broke an invariant: ${invariant.name}.`,
    `   ${invariant.sentence} ${invariant.why}`,
    '',
    `   ${place.length > 0 ? `${place.join(', ')}: ` : ''}expected ${violation.expected}; found ${violation.found}`,
    `   after ${during}, event ${event.toLocaleString('en-US')}, cycle ${cycle.toLocaleString('en-US')}`,
    ...causes.map((cause) => `   ${cause}`),
    ...(pageHistory.length > 0 ? ['   what happened to the page:', ...pageHistory.map((line) => `     ${line}`)] : []),
  ];
};

/** The command that ran: its words after `run`, and those of them that `why` and `walk` take too. */
export interface RunCommand {
  readonly words: readonly string[];
  readonly boot: readonly string[];
}

/** The report of a run. */
export const brokenLines = (broken: InvariantBroken, { words, boot }: RunCommand): string[] => [
  ...violationLines(broken),
  '',
  `   To see it again: ringfence run ${[...words, '--check', 'every-trap', '--until', String(broken.event)].join(' ')}`,
  ...subjectsOf(broken).map((subject) => {
    return `   To learn more:   ringfence why ${[...boot, subject, '--at', String(broken.event)].join(' ')}`;
  }),
];

const subjectsOf = ({ violation: { page, process } }: InvariantBroken): string[] => [
  ...(page === undefined ? [] : [`page 0x${(page * 4096).toString(16)}`]),
  ...(process === undefined ? [] : [`pid ${process}`]),
];
