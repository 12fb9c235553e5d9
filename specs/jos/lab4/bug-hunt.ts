/** Hunts bugs of JOS's environments by random programs of theirs. */
import { huntByCampaign } from '../../bugs/campaign-hunt.ts';
import type { SeededBug } from '../../bugs/seeded-bug.ts';
import type { Lab4Bug } from './bug.ts';
import { LAB4_INVARIANTS } from './invariants/list.ts';
import { Lab4Trial } from './trial.ts';

/** `bug` with all that a list of bugs tells of it; its code is in `file`. */
export const lab4Seed = (bug: Lab4Bug, file: string): SeededBug => {
  const { id, title, story, breaks, goesWrongIn, Kernel } = bug;
  return {
    ...{ id, title, story, file, goesWrongIn, system: 'JOS', Code: Kernel, docs: 'docs/environments.md' },
    caughtBy: breaks.map(catcherNamed).join(' or '),
    hunter: 'random environments',
    hunt: (options) => huntByCampaign(new Lab4Trial(Kernel), { kernel: id }, options),
  };
};

/** What a bug names, as a catch says it. */
export const catcherNamed = (name: string): string =>
  LAB4_INVARIANTS.some((invariant) => invariant.name === name) ? `invariant: ${name}` : name;
