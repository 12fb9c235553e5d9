/** The face for judging allocators of pages: `fuzzAllocator` and what it consists of, the rules, and how well an allocator does. */
export { comesBack, RULES } from './allocators/all-rules.ts';
export type { AllocatorBug } from './allocators/bug.ts';
export { ALLOCATOR_BUGS } from './allocators/bugs/list.ts';
export { judgedBy, whatIsMissing } from './allocators/candidate.ts';
export { type Input, misfit, randomInput, traceInput } from './allocators/comparison-input.ts';
export { failureLines, programLines, type Saved, savedProgram } from './allocators/failure.ts';
export {
  AllocatorBroken,
  type Failure as AllocatorFailure,
  type FuzzOptions,
  type FuzzResult,
  fuzz,
  fuzzAllocator,
} from './allocators/fuzz.ts';
export type { Measures, Series as MeasuredSeries } from './allocators/gauge.ts';
export type { Percentiles } from './allocators/histogram.ts';
export { type Played, play, sequenceOf } from './allocators/play.ts';
export { type Broken as BrokenSequence, Runner } from './allocators/random-run.ts';
export { Replayer } from './allocators/replay.ts';
export { type Rule, RuleBroken } from './allocators/rule.ts';
export { lengthOf, type Scope, type Sequence, statementsOf } from './allocators/sequence.ts';
export { type Proof, type Shortest, shortestOf } from './allocators/shortest-sequence.ts';
export { SIZES } from './allocators/sizes.ts';
export { type SmallScopes, searchSmall } from './allocators/small-scopes.ts';
export { type Survey, SurveyBroken, survey, surveyOf } from './allocators/survey.ts';
