/** Hunts bugs of kernels by campaigns, whichever kernel it is. */
import { type CampaignOptions, campaign, type Failure } from '../judge/campaign/campaign.ts';
import type { Trial } from '../judge/campaign/trial.ts';
import { InvariantBroken } from '../judge/checker.ts';
import { ModelBroken } from '../judge/model-broken.ts';
import { firstBad } from '../moments/first-bad.ts';
import type { ScenarioRun } from '../moments/moment.ts';
import type { Catch, HuntOptions } from './seeded-bug.ts';

/** How a moment names what is on trial. */
type Named = Pick<ScenarioRun, 'kernel' | 'library' | 'options'>;

/** What a campaign of `trial`, of what is so named, catches, which tries what is given `before` random scenarios; null if nothing. */
export const huntByCampaign = <Scenario>(
  trial: Trial<Scenario>,
  named: Named,
  { seed, cases, shortens }: HuntOptions,
  before: Pick<CampaignOptions<Scenario>, 'saved' | 'swept'> = {},
): Catch | null => {
  const { failure } = campaign(trial, { ...before, seed, runs: cases, shortens });
  return failure === null ? null : catchOf(trial, named, failure);
};

const catchOf = <Scenario>(
  trial: Trial<Scenario>,
  named: Named,
  { error, scenario, runs }: Failure<Scenario>,
): Catch => {
  const bad = firstBad(trial, scenario);
  return {
    caughtBy: catcherOf(error),
    says: sentenceOf(error),
    wentWrongIn: bad?.during ?? null,
    cases: runs,
    length: trial.length(scenario),
    sequence: [
      ...trial.programs(scenario).flat().filter(isCode),
      ...trial.conditions(scenario).map((line) => `// ${line}`),
    ],
    shown: { run: { what: 'scenario', ...named, scenario: trial.encode(scenario) }, step: bad?.operations ?? null },
  };
};

/** Where a program's names come from needs no saying here. */
const isCode = (line: string): boolean => line !== '' && !line.startsWith('import ');

/** What noticed that something is wrong: an invariant by its name, a model, or the kernel itself. */
export const catcherOf = (error: Error): string => {
  if (error instanceof InvariantBroken) return `invariant: ${error.invariant.name}`;
  return error instanceof ModelBroken && !/^the kernel panics/.test(error.message) ? 'model' : 'panic of the kernel';
};

/** What went wrong, in a sentence: of a broken invariant what was expected and found, and after what. */
export const sentenceOf = (error: Error): string => {
  if (!(error instanceof InvariantBroken)) return error.message;
  const { violation, during } = error;
  return `expected ${violation.expected}; found ${violation.found}; after ${during}`;
};
