/** `fuzzAllocator` as `ringfence fuzz` does it: what was saved comes first, then every short sequence, then random runs. */
import type { AllocatorClass } from '../../../kernel/kernel.ts';
import { AllocatorBroken, type FuzzOptions, whatIsMissing } from '../../../specs/specs.ts';
import type { Chosen } from '../../fuzz/allocator.ts';
import { foundBy, replay, smallScopes } from '../../fuzz/course.ts';
import { DEFAULT_FOLDER, save, savedFor } from '../../fuzz/kept-failures.ts';
import { shortestFound } from '../../fuzz/limited-shortening.ts';
import { type Found, type Plan, search, type Tally } from '../../fuzz/search.ts';
import { fileOf } from './class-file.ts';

/** What `fuzzAllocator` may be told beside the allocator; none of it is needed. */
export interface AllocatorOptions extends Pick<FuzzOptions, 'seed' | 'runs' | 'seconds' | 'pages'> {
  /** Where sequences that broke a rule are saved, and looked for (`.ringfence/failures`); null for nowhere. */
  readonly failures?: string | null;
  /** Seconds that a call may compute without touching memory (10). */
  readonly patience?: number;
}

const DEFAULT_RUNS = 500;
const DEFAULT_PATIENCE_SECONDS = 10;

/**
 * Tries `Allocator` until it breaks a rule or has survived; resolves to how much was done at random. Rejects with AllocatorBroken, whose message is
 * the whole report, and saves the sequence; with a TypeError for what is no allocator.
 */
export const fuzzAllocator = async (Allocator: AllocatorClass, options: AllocatorOptions = {}): Promise<Tally> => {
  const missing = whatIsMissing(Allocator);
  if (missing !== null) throw new TypeError(`this is no allocator: ${missing}`);
  const { name } = Allocator;
  const chosen: Chosen = { given: fileOf(Allocator) ?? name, name, Allocator };
  const { failures: folder = DEFAULT_FOLDER } = options;
  const plan = planOf(options);
  let tally: Tally = { operations: 0, runs: 0 };
  const first = folder === null ? null : await foundAgain(chosen, folder, plan);
  const [found, how] =
    first ??
    (await foundNow(chosen, plan, (all) => {
      tally = { operations: all.operations, runs: all.runs };
    }));
  if (found === null) return tally;
  const error = new AllocatorBroken(Allocator, {
    run: found.run,
    shortest: shortestFound(Allocator, found, plan.patience),
  });
  const where =
    folder === null ? [] : [`Saved in ${save(folder, chosen, error.failure.shortest)}: it is done first from now on.`];
  error.message = [error.message, '', `Found in ${chosen.given} by ${how}.`, ...where].join('\n');
  throw error;
};

const planOf = ({ seed = 1, runs, seconds, pages, patience = DEFAULT_PATIENCE_SECONDS }: AllocatorOptions): Plan => ({
  ...{ seed, pages: pages ?? null, patience, first: 0, stride: 1 },
  runs: runs ?? (seconds === undefined ? DEFAULT_RUNS : Number.POSITIVE_INFINITY),
  seconds: seconds ?? Number.POSITIVE_INFINITY,
});

/** What was found, and by what. */
type FoundBy = readonly [found: Found | null, how: string];

const foundAgain = async (chosen: Chosen, folder: string, { patience }: Plan): Promise<FoundBy | null> => {
  for (const file of await savedFor(folder, chosen)) {
    const found = replay(chosen, file, patience);
    if (found !== null) return [found, `the saved sequence ${file.path}`];
  }
  return null;
};

const foundNow = async (chosen: Chosen, plan: Plan, note: (tally: Tally) => void): Promise<FoundBy> => {
  const small = smallScopes(chosen, plan.patience);
  if (small?.found != null) return [foundBy(small.found), 'trying every short sequence'];
  const found = await search(chosen.Allocator, plan, note);
  return [found, `random run ${found?.run} of seed ${plan.seed}`];
};
