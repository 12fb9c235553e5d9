/** What is said of a kernel that went wrong, in lines: the same for every kernel, and for every command that finds it. */
import type { Failure } from './campaign/campaign.ts';
import type { Trial } from './campaign/trial.ts';
import { InvariantBroken } from './checker.ts';
import { ModelBroken } from './model-broken.ts';
import { ownFrame } from './own-frame.ts';

/**
 * What broke, where and when, who is to blame, and what happened to the page: lines for people, without an indent, addresses in hex, times
 * in cycles.
 */
export const violationLines = (broken: InvariantBroken): string[] => {
  const { invariant, violation, during, cycle, event, place, pageHistory, causes } = broken;
  const where = place.length > 0 ? `${place.join(', ')}: ` : '';
  return [
    `The kernel ${invariant.advice === true ? 'does not follow advice' : 'broke an invariant'}: ${invariant.name}.`,
    `${invariant.sentence} ${invariant.why}`,
    '',
    `${where}expected ${violation.expected}; found ${violation.found}`,
    `after ${during}, ${event > 0 ? `event ${event.toLocaleString('en-US')}, ` : ''}cycle ${cycle.toLocaleString('en-US')}`,
    ...causes,
    ...(pageHistory.length > 0 ? ['what happened to the page:', ...pageHistory.map((line) => `  ${line}`)] : []),
  ];
};

/**
 * What went wrong, whatever it is, as lines for people: of a broken invariant its whole story, of anything else the message and the line of
 * the user's own code, if it was thrown there.
 */
export const errorLines = (error: Error): string[] => {
  if (error instanceof InvariantBroken) return violationLines(error);
  const source = error instanceof ModelBroken ? undefined : ownSource(error);
  return [`The kernel went wrong: ${error.message}`, ...(source === undefined ? [] : [source])];
};

/** Where code that is not Ringfence's own threw `error`, if it did. */
const ownSource = ({ stack }: Error): string | undefined => {
  const frame = ownFrame(stack ?? '');
  return frame === undefined ? undefined : `at ${frame}`;
};

/** All of a failure but how to see it again: what went wrong, and the shortest programs that show it. */
export const failureReport = <Scenario>(
  trial: Trial<Scenario>,
  { error, scenario }: Pick<Failure<Scenario>, 'error' | 'scenario'>,
): string[] => {
  const code = trial.programs(scenario).flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
  const shown = ['', 'The shortest program that shows it:', '', ...code.map((line) => `  ${line}`.trimEnd())];
  return [...errorLines(error), ...(code.length > 0 ? shown : []), ...trial.conditions(scenario)];
};

/** What an oracle says that was asked about `asked`, where it does not say 0; no line if it says nothing else. */
export const oracleLines = ({
  asked,
  choices,
}: {
  readonly asked: readonly string[];
  readonly choices: readonly number[];
}): string[] => {
  const unusual = choices.flatMap((choice, i) => (choice > 0 ? [`${choice} for question ${i + 1}`] : []));
  if (unusual.length === 0 || asked.length === 0) return [];
  return [`an oracle is asked (${asked.join(', ')}), and says ${unusual.join(', ')}, else 0`];
};
