/** Several allocators on the same inputs: what each came to. */
import type { AllocatorClass } from '../../kernel/kernel.ts';
import { comesBack, type Measures, misfit, type Played, play } from '../../specs/specs.ts';
import { ProgressLine } from '../command-line/progress.ts';
import { runLimited } from '../limits/watchdog.ts';
import type { Chosen } from './allocator.ts';
import type { NamedInput } from './inputs.ts';
import { save } from './kept-failures.ts';
import { shortestFound } from './limited-shortening.ts';
import { foundIn } from './search.ts';

/** What an operation takes grows with memory, where all of it is looked at: ample time, for each page. */
const SECONDS_A_PAGE = 1e-7;

/** What one allocator came to on one input. */
export interface Entry {
  readonly allocator: string;
  readonly outcome: 'survived' | 'broken' | 'does not fit';
  /** The rule that was broken, or why it does not fit. */
  readonly why: string | null;
  /** Until a rule was broken; null if it was not tried, or did not come back. */
  readonly measures: Measures | null;
  /** Where the shortest sequence was saved that breaks the rule. */
  readonly saved: string | null;
  /** By the host's clock, all that is checked and measured included. */
  readonly operationsASecond: number | null;
}

export interface Limits {
  /** Seconds that a call may compute without touching memory. */
  readonly patience: number;
  /** Where sequences are saved that break a rule. */
  readonly folder: string;
}

export interface Comparison {
  readonly input: NamedInput;
  readonly entries: readonly Entry[];
}

/** What `all` come to on each of the inputs. */
export const compared = (
  inputs: readonly NamedInput[],
  all: readonly Chosen[],
  limits: Limits,
): readonly Comparison[] => {
  const progress = new ProgressLine();
  const entryOn = (input: NamedInput, chosen: Chosen): Entry => {
    progress.tell(() => `${chosen.name} on ${input.name}`);
    return entryOf(chosen, input, limits);
  };
  const comparisons = inputs.map((input) => ({ input, entries: all.map((chosen) => entryOn(input, chosen)) }));
  progress.done();
  return comparisons;
};

const entryOf = (chosen: Chosen, input: NamedInput, { patience, folder }: Limits): Entry => {
  const { given: allocator, Allocator } = chosen;
  const nothing = { allocator, why: null, measures: null, saved: null, operationsASecond: null };
  const why = misfit(Allocator, input);
  if (why !== null) return { ...nothing, outcome: 'does not fit', why };
  const played = playLimited(Allocator, input, patience);
  if (played === null) return { ...nothing, outcome: 'broken', why: comesBack.name };
  const { broken, measures, seconds } = played;
  const entry = { ...nothing, measures, operationsASecond: measures.operations / seconds };
  if (broken === null) return { ...entry, outcome: 'survived' };
  const saved = save(folder, chosen, shortestFound(Allocator, foundIn(-1, broken), patience));
  return { ...entry, outcome: 'broken', why: broken.error.rule.name, saved };
};

/** What `Allocator` did, and how long it took; null if a call did not come back. */
const playLimited = (
  Allocator: AllocatorClass,
  { pages, operations, sequencesFor }: NamedInput,
  patience: number,
): (Played & { readonly seconds: number }) | null => {
  const sequences = sequencesFor(Allocator);
  let done: (Played & { readonly seconds: number }) | null = null;
  runLimited(patience + operations * pages * SECONDS_A_PAGE, () => {
    const begun = performance.now();
    const played = play(Allocator, { pages, holes: [] }, sequences);
    done = { ...played, seconds: (performance.now() - begun) / 1000 };
  });
  return done;
};
