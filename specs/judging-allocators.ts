/** The face for judging allocators of pages: `fuzzAllocator` and what it consists of, the rules, and how well an allocator does. */

export type { AllocatorBug } from './allocators/bug.ts';
export { ALLOCATOR_BUGS } from './allocators/bugs/list.ts';
export { judgedBy, whatIsMissing } from './allocators/candidate.ts';
export { type Explanation, explanationLines, explanationOf } from './allocators/explanation.ts';
export { type FirstBadOperation, firstBadOperation } from './allocators/first-bad-operation.ts';
export {
  AllocatorBroken,
  type Failure as AllocatorFailure,
  type FuzzOptions,
  type FuzzResult,
  fuzz,
  fuzzAllocator,
} from './allocators/fuzz.ts';
export { type Input, misfit, randomInput, traceInput } from './allocators/measures/comparison-input.ts';
export type { Measures, Series as MeasuredSeries } from './allocators/measures/gauge.ts';
export type { Percentiles } from './allocators/measures/histogram.ts';
export { type Played, play, sequenceOf } from './allocators/measures/play.ts';
export { type Survey, SurveyBroken, survey, surveyOf } from './allocators/measures/survey.ts';
export { failureLines, programLines, type Saved, savedProgram } from './allocators/report/failure.ts';
export { comesBack } from './allocators/rules/access.ts';
export { RULES } from './allocators/rules/list.ts';
export { type Rule, RuleBroken } from './allocators/rules/rule.ts';
export { Runner } from './allocators/search/random-run.ts';
export { SIZES } from './allocators/search/sizes.ts';
export { type SmallScopes, searchSmall } from './allocators/search/small-scopes.ts';
export { lengthOf, type Scope, type Sequence, statementsOf } from './allocators/sequence.ts';
export { type Proof, type Shortest, shortestOf, UNPROVEN } from './allocators/shortening/shortest-sequence.ts';
export { type Broken as BrokenSequence, Replayer } from './allocators/trial/replay.ts';
