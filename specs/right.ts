/** What is right, and so must raise no alarm: kernels and the contracts that they keep, libraries, allocators. */
import { ALLOCATORS, type AllocatorClass, JosKernel, JosLab4, WeensyKernel } from '../kernel/kernel.ts';
import { jos } from '../userland/userland.ts';
import { fuzz } from './allocators/fuzz.ts';
import { Lab2Trial, TRACED_PAGES } from './jos/lab2/trial.ts';
import { Bench } from './jos/lab4/library/bench.ts';
import { LibraryTrial } from './jos/lab4/library/trial.ts';
import { assembly } from './jos/lab4/library/variants/assembly.ts';
import { eager } from './jos/lab4/library/variants/eager.ts';
import { impatient } from './jos/lab4/library/variants/impatient.ts';
import { stackAtOnce } from './jos/lab4/library/variants/stack-at-once.ts';
import { Lab4Trial } from './jos/lab4/trial.ts';
import { roundCount, tryRound } from './judge/campaign/rounds.ts';
import type { Trial } from './judge/campaign/trial.ts';
import { OPEN, STRICT } from './judge/contract.ts';
import { failureReport } from './judge/report.ts';
import { weensyTrial } from './weensyos/trial.ts';
import { VARIANTS } from './weensyos/variants/list.ts';

/** What a search came to. */
export interface Outcome {
  readonly operations: number;
  /** What went wrong, in lines; null if nothing did. */
  readonly alarm: readonly string[] | null;
}

/** Something right, and how it is searched for mistakes that it has not. */
export interface Right {
  readonly name: string;
  /** Operations of all together are shared out by this. */
  readonly weight: number;
  /** Does `operations`, at least, drawn from `seed`; or ends with the first alarm. */
  search(seed: number, operations: number): Outcome;
}

/** The ledger of WeensyOS is counted from scratch at one operation in so many. */
const AUDITED = 1000;
/** A round of kernels of WeensyOS and JOS has so many operations; one of lab 2, where each is judged by all of memory, fewer. */
const ROUND = 10_000;
const SHORT_ROUND = 500;
/** Runs of an allocator after which it is asked how many operations they had. */
const RUNS = 10;

/** Rounds of `make()`, as `ringfence check` cuts them. */
export const rounds =
  (make: () => Trial<unknown>, length = ROUND) =>
  (seed: number, operations: number): Outcome => {
    const plan = { seed, operations, length };
    const trial = make();
    let done = 0;
    for (let round = 0; round < roundCount(plan); round++) {
      const { operations: more, failure } = tryRound(trial, plan, round);
      done += more;
      if (failure !== null) return { operations: done, alarm: [`round ${round}`, ...failureReport(trial, failure)] };
    }
    return { operations: done, alarm: null };
  };

/** A trial, whatever its scenarios are: only itself looks into them. */
const anyTrial = (trial: unknown): Trial<unknown> => trial as Trial<unknown>;

/** Runs of an allocator, as `ringfence fuzz` makes them. */
export const fuzzed =
  (Allocator: AllocatorClass) =>
  (seed: number, operations: number): Outcome => {
    let [done, first] = [0, 0];
    while (done < operations) {
      const result = fuzz(Allocator, { seed, first, runs: first + RUNS });
      done += result.operations;
      first += RUNS;
      if (result.failure !== null)
        return {
          operations: done,
          alarm: [`run ${result.failure.run}`, result.failure.shortest.verdict.error.message],
        };
    }
    return { operations: done, alarm: null };
  };

const lab2 = (variant: 'mit' | 'sjtu') => (): Trial<unknown> => {
  const kernel = new JosKernel({ variant, pages: TRACED_PAGES });
  kernel.boot();
  return anyTrial(new Lab2Trial(kernel));
};

const lab4 = (contract: typeof STRICT) => (): Trial<unknown> => {
  const trial = new Lab4Trial(JosLab4, {}, contract);
  trial.boot();
  return anyTrial(trial);
};

const weensy = (Kernel: typeof WeensyKernel, contract: typeof STRICT) => (): Trial<unknown> =>
  anyTrial(weensyTrial({ Kernel, contract, audit: AUDITED }));

const LIBRARIES = {
  'as it is': jos.JosLibrary,
  ...Object.fromEntries([eager, assembly, stackAtOnce, impatient].map(({ does, Right }) => [`that ${does}`, Right])),
};

/** In the order in which they are begun: those that take longest first. */
export const RIGHT: readonly Right[] = [
  { name: 'JOS lab 2, MIT', weight: 1, search: rounds(lab2('mit'), SHORT_ROUND) },
  { name: 'JOS lab 2, SJTU', weight: 1, search: rounds(lab2('sjtu'), SHORT_ROUND) },
  ...Object.entries(LIBRARIES).map(([what, Library]) => ({
    name: `JOS library ${what}`,
    weight: 1,
    search: rounds(() => anyTrial(new LibraryTrial({ library: new Library() }, new Bench())), SHORT_ROUND),
  })),
  { name: 'JOS lab 4, strict', weight: 8, search: rounds(lab4(STRICT)) },
  { name: 'JOS lab 4, open', weight: 8, search: rounds(lab4(OPEN)) },
  { name: 'WeensyOS, strict', weight: 150, search: rounds(weensy(WeensyKernel, STRICT)) },
  { name: 'WeensyOS, open', weight: 50, search: rounds(weensy(WeensyKernel, OPEN)) },
  ...VARIANTS.map(({ title, Right }) => ({
    name: `WeensyOS with ${title}`,
    weight: 20,
    search: rounds(weensy(Right, OPEN)),
  })),
  ...Object.entries(ALLOCATORS).map(([name, Allocator]) => ({
    name: `allocator ${name}`,
    weight: 10,
    search: fuzzed(Allocator),
  })),
];

/** How many of `operations` are done on each of them. */
export const shareOf = ({ weight }: Right, operations: number): number =>
  Math.ceil((operations * weight) / RIGHT.reduce((sum, right) => sum + right.weight, 0));
