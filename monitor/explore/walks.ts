/** `--search walks`: random walks; with `--coverage` held against all states that there are. */
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { type Values, wholeOf } from '../../presentation/boot/values.ts';
import { BreadthFirst, Coverage, type ExploreOptions, RandomWalks, systemOf, Unsearchable } from '../../specs/specs.ts';
import { printLines } from '../command-line/width.ts';
import type { Asked } from './asked-system.ts';
import { Clock } from './clock.ts';
import { toldOfWalks } from './json.ts';
import { walkedLines } from './lines.ts';

/** Takes the walks that `values` ask for. Returns 1 if something does not hold. */
export const walked = (asked: Asked, values: Values, limits: ExploreOptions): number => {
  refuseOthers(values);
  const clock = new Clock(wholeOf(values, 'seconds', 1), null);
  const hasTime = (): boolean => !clock.isOver;
  const options = {
    seed: wholeOf(values, 'seed', 0, 2 ** 32 - 1) ?? 1,
    walks: wholeOf(values, 'walks', 1) ?? 1000,
    steps: wholeOf(values, 'steps', 1, 1_000_000) ?? 100,
    changes: wholeOf(values, 'changes', 0, 1000) ?? 3,
  };
  const coverage: { readonly coverage?: Coverage } =
    values.coverage === true ? { coverage: coverageOf(asked, { ...limits, hasTime }) } : {};
  const result = new RandomWalks(asked.system, { ...options, ...coverage, hasTime }).run();
  if (values.json === true)
    process.stdout.write(`${JSON.stringify(toldOfWalks(asked, result, coverage.coverage ?? null))}\n`);
  else printLines(walkedLines(asked, result, { ...options, ...coverage }));
  return result.broken === null ? 0 : 1;
};

/** What only a search does. */
const refuseOthers = (values: Values): void => {
  const other = ['workers', 'checkpoint', 'eventually', 'reduce'].find(
    (option) => values[option] !== undefined && values[option] !== false,
  );
  if (other !== undefined)
    throw new UsageError(`--${other}: random walks have no such thing: leave it out, or --search walks`);
};

/** What walks are held against: all states, which must be found first. Throws a UsageError where they are not, or cannot be. */
const coverageOf = ({ system }: Asked, options: ExploreOptions): Coverage => {
  const search = new BreadthFirst(searchedSystem(system, options), options);
  const end = search.run(options);
  if (end === 'complete') return new Coverage(search.graph(), search.explored.edges, options.symmetry !== true);
  throw new UsageError(
    end === 'broken'
      ? '--coverage: something does not hold, and not all states were found: see it without --search walks'
      : `--coverage: not all states were found before --${end}: a smaller --scope, or more of it`,
  );
};

const searchedSystem = (system: Asked['system'], options: ExploreOptions): Asked['system'] => {
  try {
    return systemOf(system, options);
  } catch (error) {
    throw error instanceof Unsearchable ? new UsageError(`explore: ${error.message}`) : error;
  }
};
