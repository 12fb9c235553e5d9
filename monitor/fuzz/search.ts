/** Random runs in this thread, until one breaks a rule or does not come back, or until it is enough. */
import type { AllocatorClass } from '../../kernel/kernel.ts';
import { type Values, wholeOf } from '../../presentation/boot/values.ts';
import { type BrokenSequence, Runner, type Scope, type Sequence } from '../../specs/specs.ts';
import type { Interruption } from '../limits/interruption.ts';
import { runLimited } from '../limits/watchdog.ts';

const DEFAULT_PATIENCE_SECONDS = 10;

/** Seconds that a call may compute without touching memory. */
export const patienceOf = (values: Values): number => wholeOf(values, 'patience', 1, 3600) ?? DEFAULT_PATIENCE_SECONDS;

/** What is tried. */
export interface Plan {
  readonly seed: number;
  /** Pages of memory; null for many different ones. */
  readonly pages: number | null;
  /** The number of the first run, of how many the next is further, and before which it ends. */
  readonly first: number;
  readonly stride: number;
  readonly runs: number;
  readonly seconds: number;
  /** Seconds that a run may compute without touching memory. */
  readonly patience: number;
}

/** What a run came to that went wrong; plain data, that threads can send each other. */
export interface Found {
  readonly run: number;
  readonly scope: Scope;
  readonly sequence: Sequence;
  /** The rule that was broken; null if the last operation did not come back. */
  readonly broken: { readonly rule: string; readonly expected: string; readonly found: string } | null;
}

export interface Tally {
  readonly operations: number;
  readonly runs: number;
}

/** The same, and the first run that is not done, of those that are to be done. */
export interface Progress extends Tally {
  readonly due: number;
}

/** So short that no turn of an allocator that comes back meets the limit of patience. */
const MILLISECONDS_A_TURN = 50;
const MILLISECONDS_BETWEEN_TELLS = 100;

/** Resolves when all was heard of that an allocator began in the background, and that has failed since. */
export const heard = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Searches; `tell` is called now and then, and after the last run, with how much was done. Resolves to what was found, or null. */
export const search = async (
  Allocator: AllocatorClass,
  plan: Plan,
  tell: (progress: Progress) => void,
  interruption?: Interruption,
): Promise<Found | null> => {
  const runner = new Runner(Allocator, plan.seed, plan.pages);
  const end = performance.now() + plan.seconds * 1000;
  let told = performance.now();
  let run = plan.first;
  let broken: BrokenSequence | null = null;
  const turn = (): void => {
    const pause = performance.now() + MILLISECONDS_A_TURN;
    for (; run < plan.runs && broken === null && performance.now() < pause; run += plan.stride)
      broken = runner.run(run);
  };
  const progress = (): Progress => {
    const runs = Math.ceil((run - plan.first) / plan.stride);
    return { operations: runner.operations, runs, due: run };
  };
  while (run < plan.runs && performance.now() < end && interruption?.isAsked !== true) {
    if (!runLimited(plan.patience, turn)) return { run, ...runner.unfinished(), broken: null };
    if (broken !== null || performance.now() - told > MILLISECONDS_BETWEEN_TELLS) {
      told = performance.now();
      tell(progress());
    }
    await heard();
    if (broken !== null) return foundIn(run - plan.stride, broken);
  }
  tell(progress());
  return null;
};

/** What run `run` came to. */
export const foundIn = (run: number, { scope, sequence, error }: BrokenSequence): Found => ({
  run,
  scope,
  sequence,
  broken: { rule: error.rule.name, expected: error.expected, found: error.found },
});
