/** Hunts bugs of JOS's environments by random programs of theirs. */
import { Halt } from '../../../hardware/hardware.ts';
import type { Catch, SeededBug } from '../../bugs/seeded-bug.ts';
import type { Lab4Bug } from './bug.ts';
import { type EnvFailure, environmentCampaign } from './campaign.ts';
import { ModelDeparted } from './model.ts';
import { readableEnvironments } from './readable.ts';
import { EnvInvariantBroken } from './trial.ts';

/** `bug` with all that a list of bugs tells of it; its code is in `file`. */
export const lab4Seed = (bug: Lab4Bug, file: string): SeededBug => {
  const { id, title, story, breaks, Kernel } = bug;
  return {
    ...{ id, title, story, file, system: 'JOS', Code: Kernel, docs: 'docs/environments.md' },
    caughtBy: breaks.map(nameOf).join(' or '),
    hunter: 'random environments',
    hunt: ({ seed, cases, shortens }) => {
      const { failure } = environmentCampaign({ Kernel, seed, runs: cases, shrinks: shortens });
      return failure === null ? null : catchOf(failure);
    },
  };
};

const catchOf = ({ error, scenario, runs }: EnvFailure): Catch => ({
  caughtBy: nameOf(kindOf(error)),
  says: error.message,
  cases: runs,
  length: scenario.steps.length,
  sequence: readableEnvironments(scenario),
});

/** What went wrong, as a bug names it. */
const kindOf = (error: Error): string => {
  if (error instanceof EnvInvariantBroken) return error.invariant.name;
  if (error instanceof ModelDeparted) return 'contract';
  return error instanceof Halt ? 'panic' : error.name;
};

const nameOf = (kind: string): string => (['contract', 'panic'].includes(kind) ? kind : `invariant: ${kind}`);
