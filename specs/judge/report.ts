/** What is said of a kernel that went wrong, in lines: the same for every kernel, and for every command that finds it. */
import { ProgramError } from '../../hardware/hardware.ts';
import { inThousands } from '../thousands.ts';
import { type Failure, LATE } from './campaign/campaign.ts';
import type { Trial } from './campaign/trial.ts';
import { InvariantBroken } from './checker.ts';
import type { Subject } from './invariant.ts';
import { ModelBroken } from './model-broken.ts';
import { ownFrame } from './own-frame.ts';
import type { Link } from './stop-origin/link.ts';
import { originOf } from './stop-origin/origin.ts';

/**
 * What broke, where and when, who is to blame, and what happened to the page: lines for people, without an indent, addresses in hex, times
 * in cycles.
 */
export const violationLines = (broken: InvariantBroken): string[] => {
  const { invariant, violation, during, cycle, event, place, pageHistory, causes } = broken;
  const where = place.length > 0 ? `${place.join(', ')}: ` : '';
  return [
    `The ${broken.subject} ${invariant.advice === true ? 'does not follow advice' : 'broke an invariant'}: ${invariant.name}.`,
    `${invariant.sentence} ${invariant.why}`,
    '',
    `${where}expected ${violation.expected}; found ${violation.found}`,
    `after ${during}, ${event > 0 ? `event ${inThousands(event)}, ` : ''}cycle ${inThousands(cycle)}`,
    ...causes,
    ...(pageHistory.length > 0 ? ['what happened to the page:', ...pageHistory.map((line) => `  ${line}`)] : []),
  ];
};

/**
 * What went wrong, whatever it is, with what is on trial, as lines for people: of a broken invariant its whole story, of anything else the message
 * and the line of the user's own code, if it was thrown there.
 */
export const errorLines = (error: Error, subject: Subject = 'kernel'): string[] => {
  if (error instanceof InvariantBroken) return violationLines(error);
  const source = error instanceof ModelBroken ? undefined : ownSource(error);
  // Whatever program it was linked with has no name that anybody knows.
  const message = error instanceof ProgramError && subject === 'library' ? error.problem : error.message;
  return [`The ${subject} went wrong: ${message}`, ...(source === undefined ? [] : [source])];
};

/** Where code that is not Ringfence's own threw `error`, if it did. */
const ownSource = ({ stack, cause }: Error): string | undefined => {
  const frame = ownFrame((cause instanceof Error ? cause.stack : stack) ?? '');
  return frame === undefined ? undefined : `at ${frame}`;
};

/**
 * All of a failure but how to see it again: what went wrong, and the shortest programs that show it. `origin` is where that came from if the kernel
 * stopped (`stopLinks`, `originLines`), which takes many runs: for those who ask for it.
 */
export const failureReport = <Scenario>(
  trial: Trial<Scenario>,
  { error, scenario }: Pick<Failure<Scenario>, 'error' | 'scenario'>,
  origin: readonly string[] = [],
): string[] => {
  const code = trial.programs(scenario).flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
  const shown = ['', 'The shortest program that shows it:', '', ...code.map((line) => `  ${line}`.trimEnd())];
  return [
    ...errorLines(error, trial.subject),
    ...origin,
    ...trial.origins(scenario, error),
    ...(code.length > 0 ? shown : []),
    ...trial.conditions(scenario),
  ];
};

/** Where the value came from that stopped the kernel, if `error` is that it stopped. */
export const stopLinks = <Scenario>(
  trial: Trial<Scenario>,
  { error, scenario }: Pick<Failure<Scenario>, 'error' | 'scenario'>,
): Link[] => {
  // What loops would loop once more.
  const isStop = error.name !== LATE && (!(error instanceof InvariantBroken) || error.violation.hasStopped === true);
  if (!isStop || trial.playing === undefined || trial.subject !== 'kernel') return [];
  return originOf((prepare) => {
    const playing = trial.playing?.(scenario, prepare);
    playing?.begin();
    playing?.advance(Number.POSITIVE_INFINITY);
  });
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
