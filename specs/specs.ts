/** The public face of the specs: what judges a kernel, for those who run it. */

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
export { AllocationRecorder } from './allocators/traces/allocation-recorder.ts';
export {
  ALLOCATE,
  FREE,
  MalformedTrace,
  pagesOf,
  REALLOCATE,
  type ReadTrace,
  type Trace,
} from './allocators/traces/allocation-trace.ts';
export { demandOf, peakOf } from './allocators/traces/demand.ts';
export { readFtrace, writeFtrace } from './allocators/traces/ftrace.ts';
export { readMallocLab, writeMallocLab } from './allocators/traces/malloc-lab.ts';
export { TraceBuilder } from './allocators/traces/trace-builder.ts';
export { readTrace } from './allocators/traces/trace-reader.ts';
export { readWeeAlloc, writeWeeAlloc } from './allocators/traces/wee-alloc.ts';
export { seededBugs } from './bugs/lazy.ts';
export type { Catch, HuntOptions, SeededBug } from './bugs/seeded-bug.ts';
export { type Award, type Grade, gradeFor, gradeOf } from './jos/lab2/grade.ts';
export { LAB2_INVARIANTS } from './jos/lab2/invariants/list.ts';
export { EXERCISE, type Lab2Scenario } from './jos/lab2/scenario.ts';
export { type JosState, josState, type UserMapping } from './jos/lab2/state.ts';
export { judgeJos, Lab2Trial } from './jos/lab2/trial.ts';
export {
  awardLab4,
  ConsoleLines,
  consoleLines,
  gradeLab4,
  LAB4_FULL,
  type Lab4Award,
  type Lab4Maker,
  runLab4,
} from './jos/lab4/grade.ts';
export { LAB4_TESTS, type Lab4Test } from './jos/lab4/grade-lines.ts';
export { LAB4_INVARIANTS } from './jos/lab4/invariants/list.ts';
export { lab4Judging } from './jos/lab4/judging.ts';
export { Lab4Trial } from './jos/lab4/trial.ts';
export { recordMeminit } from './jos/recordings/mem-init.ts';
export { recordRandom, xorshift32 } from './jos/recordings/random-operations.ts';
export { blame, type Caused, causesOf, describeCaused } from './judge/blame.ts';
export {
  type CampaignOptions,
  type CampaignResult,
  campaign,
  type Failure,
  type Trial,
} from './judge/campaign.ts';
export { Checker, type CheckTime, InvariantBroken } from './judge/checker.ts';
export { coverageLines } from './judge/coverage.ts';
export type { Invariant, Violation } from './judge/invariant.ts';
export type { Judging } from './judge/judging.ts';
export { ModelBroken } from './judge/model-broken.ts';
export {
  type AddressSpace,
  describeReferences,
  Observation,
  type Reference,
  type References,
} from './judge/observation.ts';
export {
  ANY_KERNEL,
  isOwnKernel,
  type OwnBoot,
  type OwnKernel,
  type OwnKernelClass,
  OwnTrial,
  ownJudging,
} from './judge/own-kernel.ts';
export { describePageEvent, type PageChange, type PageEvent, PageHistory } from './judge/page-history.ts';
export { ProcessHistory } from './judge/process-history.ts';
export { errorLines, failureReport, violationLines } from './judge/report.ts';
export { type Watch, watchKernel } from './judge/watch.ts';
export { orderText } from './weensyos/boot-words.ts';
export { GOALS } from './weensyos/goals.ts';
export { INVARIANTS } from './weensyos/invariants/list.ts';
export { weensyJudging } from './weensyos/judging.ts';
export { type Guess, guessBoots } from './weensyos/recordings/boot-guess.ts';
export { compareFinal, compareTrace, type Difference } from './weensyos/recordings/comparison.ts';
export { finalLines } from './weensyos/recordings/final-state.ts';
export { firstEvents, MalformedRecording, parseRecording, type Recording } from './weensyos/recordings/recording.ts';
export { recordTrace, type TraceOptions } from './weensyos/recordings/trace.ts';
export { parametersOf, type Scenario } from './weensyos/scenario.ts';
export { type WeensyTrialOptions, weensyTrial } from './weensyos/trial.ts';
