/**
 * The fuzzer and what people use in its place, side by side on the same wrong allocators: how long each takes to find what is wrong and to show it, and how
 * long what it shows is. Medians over seeds.
 */
import { type AllocatorClass, Buddy, FirstFit } from '../kernel/kernel.ts';
import { ALLOCATOR_BUGS, lengthOf, Replayer, Runner, shortestOf } from '../specs/specs.ts';
import { type Found, foundByCommands } from './commands.ts';
import { processorTime } from './timing.ts';

const SEEDS = 20;
const RUNS = 100_000;

/** A buddy system that merges blocks of `least` and higher orders to the wrong place. */
const wrongFrom = (least: number): AllocatorClass =>
  class extends Buddy {
    override release(first: number, firstOrder: number): void {
      let page = first;
      let order = firstOrder;
      for (; this.canMerge(page, order); order++) {
        const buddy = this.buddyOf(page, order);
        this.unlink(buddy, order);
        this.setTag(buddy, 0);
        if (order < least) page = Math.min(page, buddy);
      }
      this.insert(page, order);
    }
  };

/** Counts twice whoever shares a block. */
class CountsTwice extends FirstFit {
  override share(page: number, count: number): boolean {
    return super.share(page, count) && super.share(page, count);
  }
}

const seeded = (id: string): AllocatorClass => {
  const bug = ALLOCATOR_BUGS.find((one) => one.id === id);
  if (bug === undefined) throw new Error(`no seeded bug is ${id}`);
  return bug.Allocator;
};

const WRONG: readonly (readonly [name: string, Allocator: AllocatorClass])[] = [
  ...[1, 2, 3, 4, 5].map((order) => [`buddy, wrong from order ${order}`, wrongFrom(order)] as const),
  ['list that loses its tail', seeded('alloc-tail-lost')],
  ['link that is stale', seeded('alloc-back-link-stale')],
  ['share that counts twice', CountsTwice],
];

/** What the fuzzer finds with `seed`. */
const foundByFuzzing = (Allocator: AllocatorClass, seed: number): Found | null => {
  const begun = processorTime();
  const runner = new Runner(Allocator, seed);
  for (let run = 0; run < RUNS; run++) {
    const broken = runner.run(run);
    if (broken === null) continue;
    const found = processorTime() - begun;
    const shortest = shortestOf(new Replayer(Allocator), broken);
    return { found, shown: processorTime() - begun, length: lengthOf((shortest ?? broken).sequence) };
  }
  return null;
};

export interface Row {
  readonly name: string;
  readonly fuzzing: Summary;
  readonly commands: Summary;
}

/** Medians over all seeds, and the longest of what was shown; of what found nothing, infinity. */
export interface Summary {
  readonly found: number;
  readonly shown: number;
  readonly length: number;
  readonly longest: number;
}

/** The rows, one after the other: seeds of both in turn, after one that warms up. */
export function* rowsOfBoth(seeds = SEEDS): Generator<Row> {
  for (const [name, Allocator] of WRONG) {
    const fuzzing: (Found | null)[] = [];
    const commands: (Found | null)[] = [];
    for (let seed = 0; seed <= seeds; seed++) {
      fuzzing.push(foundByFuzzing(Allocator, seed));
      commands.push(foundByCommands(Allocator, seed));
    }
    yield { name, fuzzing: summaryOf(fuzzing.slice(1)), commands: summaryOf(commands.slice(1)) };
  }
}

const summaryOf = (all: readonly (Found | null)[]): Summary => {
  const values = (name: keyof Found): number[] =>
    all.map((one) => one?.[name] ?? Number.POSITIVE_INFINITY).toSorted((a, b) => a - b);
  const median = (name: keyof Found): number => {
    const sorted = values(name);
    return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
  };
  return {
    found: median('found'),
    shown: median('shown'),
    length: median('length'),
    longest: values('length').at(-1) ?? 0,
  };
};
