/** The report of a broken invariant: what it says, where it broke, the life of the page, and how to see it again. */
import type { InvariantBroken } from '../specs/specs.ts';

/** What broke, where and when, and what happened to the page. */
export const violationLines = (broken: InvariantBroken): string[] => {
  const { invariant, violation, during, cycle, event, pageHistory } = broken;
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
    ...(pageHistory.length > 0 ? ['   what happened to the page:', ...pageHistory.map((line) => `     ${line}`)] : []),
  ];
};

/** The report of a run; `words` is the command that ran, without `run`'s own name. */
export const brokenLines = (broken: InvariantBroken, words: readonly string[]): string[] => [
  ...violationLines(broken),
  '',
  `   To see it again: ringfence run ${[...words, '--check', 'every-trap', '--until', String(broken.event)].join(' ')}`,
];
