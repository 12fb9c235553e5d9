/** What `fuzz --json` writes of a search, which for one shard is its part of the whole; of a trace; and of a comparison. */
import type { Promises } from '../../kernel/kernel.ts';
import {
  anything,
  document,
  either,
  flag,
  list,
  maybe,
  number,
  type Of,
  object,
  oneOf,
  orNull,
  text,
  whole,
} from '../json/shape.ts';
import { OF_A_SHARD } from '../workers/parts.ts';

const PERCENTILES = object({ p50: whole(), p90: whole(), p99: whole(), p999: whole(), most: whole() });
const parts = (of: string) => list(number(), `${of}, over time, each from 0 to 1.`);

const SURVEY = object(
  {
    pages: whole('Pages of memory.', 1),
    operations: whole('Operations that were done.', 0),
    peakUtilisation: number('The largest part of memory that was asked for and given at one time, 0 to 1.'),
    utilisation: parts('Pages asked for, of all'),
    internal: parts('Pages given beyond what was asked for'),
    external: parts('Free pages outside of the largest free run'),
    failedInPieces: whole('Allocations that failed although so many pages were free.', 0),
    failedFull: whole('Allocations that failed for want of pages.', 0),
    allocation: PERCENTILES,
    release: PERCENTILES,
  },
  'How well it does, with cycles of memory access that its calls take.',
);

/** The options of an allocator's promises, where one more would explain what was found. */
const EXPLANATION = object(
  {
    promises: object({
      onePageOnly: maybe(flag()),
      findsWhatFits: maybe(flag()),
      refusesNonsense: maybe(flag()),
      alignsToSize: maybe(flag()),
      alignsTo: maybe(number()),
      roundsTo: maybe(either([oneOf(['powers of two']), number()])),
      highestOrder: maybe(number()),
      zeroes: maybe(flag()),
      coalesces: maybe(oneOf(['neighbours', 'buddies'])),
      refusesDoubleFrees: maybe(flag()),
      refusesForeignFrees: maybe(flag()),
      leavesPagesAlone: maybe(flag()),
      copesWithHoles: maybe(flag()),
      keepsStateInMemory: maybe(flag()),
      staysInPlace: maybe(flag()),
    } satisfies Record<keyof Promises, unknown>),
    runs: whole('Random runs without a broken rule, once it is promised.', 0),
  },
  'What it may be meant to promise, and then it breaks nothing; null if that explains nothing.',
);

const SMALL = object(
  {
    pages: whole('Memories of 1 to so many pages.'),
    length: whole('The length up to which every sequence was tried on all of them.'),
    tried: whole('Sequences that were tried.'),
  },
  'How far all short sequences were tried; null if they were not.',
);

const RESULT_FAILURE = object(
  {
    rule: text('The name of the rule that was broken.'),
    sentence: text('What it says.'),
    expected: text(),
    found: text(),
    page: whole('The page at fault; -1 if it is about none.'),
    pages: whole('Pages of memory of the shortest sequence.', 1),
    holes: list(whole(), "Pages that are not the allocator's to give."),
    operations: whole('Operations of the shortest sequence.'),
    at: whole('The operation that breaks the rule, from 1 up.'),
    sequence: list(
      orNull(number()),
      'The shortest sequence, three numbers an operation: the kind, and what it is about; null for a number that is none.',
    ),
    program: text('The same as a program.'),
    proof: object(
      { pages: whole(), length: whole(), tried: whole() },
      'Up to how many pages and operations all that is shorter was tried, and how much that was.',
    ),
    explanation: orNull(EXPLANATION),
    run: either(
      [whole(), oneOf(['before', 'after'])],
      'The random run that found it; or that it was found before or after those.',
    ),
    foundBy: text('What found it, in words.'),
    saved: orNull(text(), 'The file in which the sequence was saved.'),
    moment: orNull(text(), 'The moment at which the rule was broken, as --moment takes it; null if there is none.'),
  },
  'What was broken; null if nothing was.',
);

/** What `fuzz --json` writes of a search, a replay, or a trace that broke a rule; null stands for no limit. */
export const FUZZ = document('fuzz', 'What ringfence fuzz --json writes of a search: one object.', {
  ...OF_A_SHARD,
  allocator: text('As it was named on the command line.'),
  outcome: oneOf(
    ['survived', 'broken', 'interrupted'],
    'Whether a rule was broken; or that it was ended before all was tried.',
  ),
  seed: whole('What all is drawn from.', 0),
  pages: orNull(whole(), 'Pages of memory; null for many different numbers.'),
  asked: object({ runs: orNull(whole()), seconds: orNull(whole()) }, 'The limits that were asked for; null for none.'),
  workers: whole('Threads.', 1),
  saved: whole('Saved sequences that were done first.', 0),
  operations: whole('Operations of random runs.', 0),
  runs: whole('Random runs.', 0),
  seconds: number('How long the random runs took.'),
  small: orNull(SMALL),
  failure: orNull(RESULT_FAILURE),
  survey: orNull(SURVEY),
  goOn: orNull(text(), 'Of a search that was interrupted: the command that goes on where it was.'),
});
export type Result = Of<typeof FUZZ>;
export type ResultFailure = Of<typeof RESULT_FAILURE>;

const MEASURES = object({
  operations: whole('Operations that did something.', 0),
  peakAsked: whole('The most pages asked for by the blocks in use.', 0),
  peakTaken: whole('The most pages taken up by them.', 0),
  peakUtilisation: number('The most pages asked for, as a part of memory.'),
  failedInPieces: whole('Allocations that failed although so many pages were free.', 0),
  failedFull: whole('Allocations that failed for want of pages.', 0),
  call: PERCENTILES,
  allocation: PERCENTILES,
  release: PERCENTILES,
  series: object(
    {
      done: list(whole(), 'How many operations had been done.'),
      taken: list(whole(), 'Pages that all blocks take up.'),
      utilisation: parts('Pages asked for, of all'),
      internal: parts('Pages given beyond what was asked for, of those taken'),
      external: parts('Free pages outside of the largest free run'),
      inPieces: list(whole(), 'Allocations that failed until then although so many pages were free.'),
    },
    'The same over time, at moments while blocks were in use.',
  ),
});

const NOTES = list(text(), 'What a reader of the trace should know of how it was understood.');

/** What `fuzz --trace FILE --json` writes of an allocator that broke no rule. */
export const FUZZ_TRACE = document(
  'fuzz-trace',
  'What ringfence fuzz --trace FILE --json writes if no rule was broken: one object.',
  {
    allocator: text('As it was named on the command line.'),
    file: text('The trace.'),
    pages: whole('Pages of memory.', 1),
    operations: whole('Operations of the trace.', 0),
    played: object({
      broken: anything('Always null: of a trace that breaks a rule is told as of a search.'),
      measures: MEASURES,
    }),
    notes: NOTES,
  },
);

/** What `fuzz --compare --json` writes, an element for each input. */
export const FUZZ_COMPARE = document(
  'fuzz-compare',
  'What ringfence fuzz --compare --json writes: an array of such objects, one for each input.',
  {
    input: text('The trace, or which random requests.'),
    pages: whole('Pages of memory.', 1),
    operations: whole('Operations that were asked for.', 0),
    notes: NOTES,
    allocators: list(
      object({
        allocator: text('As it was named on the command line.'),
        outcome: oneOf(['survived', 'broken', 'does not fit']),
        why: orNull(text(), 'The rule that was broken, or why it does not fit.'),
        measures: orNull(MEASURES, 'Until a rule was broken; null if it was not tried, or did not come back.'),
        saved: orNull(text(), 'Where the shortest sequence was saved that breaks the rule.'),
        operationsASecond: orNull(number(), "By the host's clock, all that is checked and measured included."),
      }),
    ),
  },
);
export type Compared = Of<typeof FUZZ_COMPARE>;
