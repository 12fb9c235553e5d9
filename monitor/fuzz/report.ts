/** What `ringfence fuzz` prints, as text or JSON. */
import { failureLines, lengthOf, programLines, type Shortest } from '../../specs/specs.ts';
import type { Campaign, Outcome } from './campaign.ts';
import type { Chosen } from './chosen.ts';
import { survivorLines } from './survivor.ts';

/** Lines of a report as text. */
export const indented = (lines: readonly string[]): string =>
  `${lines.map((line) => `   ${line}`.trimEnd()).join('\n')}\n`;

/** The report; `path` is where the failure, if there is one, was saved. */
export const reportText = (campaign: Campaign, outcome: Outcome, path: string | null): string => {
  const { chosen } = campaign;
  const { failure, effort } = outcome;
  if (failure === null) return indented(survivorLines(campaign, outcome));
  const operations = effort.operations > 0 ? `, after ${effort.operations.toLocaleString('en-US')} operations` : '';
  return indented([
    ...failureLines(chosen.Allocator, failure.shortest),
    '',
    `Found by ${failure.foundBy}${operations}.`,
    ...(path === null ? [] : savedLines(chosen, path, failure.foundBy.endsWith(path))),
  ]);
};

const savedLines = ({ given }: Chosen, path: string, known: boolean): readonly string[] => [
  ...(known ? [] : [`Saved in ${path}: it is done first from now on.`]),
  `To see it again: ringfence fuzz ${given} --replay ${path}`,
];

/** The same as one JSON object. */
export const reportJson = (campaign: Campaign, outcome: Outcome, path: string | null): string => {
  const { chosen, plan, workers } = campaign;
  const { failure, effort, survey } = outcome;
  const { small, ...tally } = effort;
  return `${JSON.stringify({
    allocator: chosen.given,
    outcome: failure === null ? 'survived' : 'broken',
    seed: plan.seed,
    workers,
    ...tally,
    small: small === null ? null : { pages: small.pages, length: small.length, tried: small.tried },
    failure: failure === null ? null : { ...failureFields(failure.shortest), foundBy: failure.foundBy, saved: path },
    survey,
  })}\n`;
};

const failureFields = (shortest: Shortest): object => {
  const { scope, sequence, verdict, proof } = shortest;
  const { rule, expected, found, page } = verdict.error;
  return {
    ...{ rule: rule.name, sentence: rule.sentence, expected, found, page },
    ...{ pages: scope.pages, holes: scope.holes, operations: lengthOf(sequence) },
    program: programLines(shortest).join('\n'),
    proof,
  };
};
