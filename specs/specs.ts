/** The public face of the specs: what judges a kernel, for those who run it. */
export type { AllocatorBug } from './bugs/allocator-bug.ts';
export { ALLOCATOR_BUGS } from './bugs/allocator-bugs.ts';

export { type Award, type Grade, gradeFor, gradeOf } from './bugs/grade.ts';
export {
  awardLab4,
  ConsoleLines,
  consoleLines,
  gradeLab4,
  LAB4_FULL,
  type Lab4Award,
  type Lab4Maker,
  runLab4,
} from './bugs/lab4-grade.ts';
export { LAB4_TESTS, type Lab4Test } from './bugs/lab4-lines.ts';
export type { Catch, HuntOptions, SeededBug } from './bugs/seeded-bug.ts';
export { seededBugs } from './bugs/seeds.ts';
export { blame, type Caused, causesOf, describeCaused } from './cause.ts';
export { Checker, type CheckTime, firstViolation, InvariantBroken } from './checker.ts';
export {
  describeEnvFailure,
  type EnvCampaignOptions,
  type EnvCampaignResult,
  type EnvFailure,
  environmentCampaign,
} from './environments/campaign.ts';
export type { EnvInvariant, EnvViolation } from './environments/invariant.ts';
export { ENV_INVARIANTS } from './environments/invariants.ts';
export { readableEnvironments } from './environments/readable.ts';
export { EnvInvariantBroken, EnvironmentTrials } from './environments/trial.ts';
export { judgedBy, whatIsMissing } from './fuzz/candidate.ts';
export { failureLines, programLines, type Saved, savedProgram } from './fuzz/failure.ts';
export {
  AllocatorBroken,
  type Failure as AllocatorFailure,
  type FuzzOptions,
  type FuzzResult,
  fuzz,
  fuzzAllocator,
} from './fuzz/fuzz.ts';
export type { Measures, Series as MeasuredSeries } from './fuzz/gauge.ts';
export type { Percentiles } from './fuzz/histogram.ts';
export { type Input, misfit, randomInput, traceInput } from './fuzz/inputs.ts';
export { type Played, play, sequenceOf } from './fuzz/play.ts';
export { Replayer } from './fuzz/replay.ts';
export { type Rule, RuleBroken } from './fuzz/rule.ts';
export { comesBack, RULES } from './fuzz/rules.ts';
export { type Broken as BrokenSequence, Runner } from './fuzz/run.ts';
export { lengthOf, type Scope, type Sequence, statementsOf } from './fuzz/sequence.ts';
export { type Proof, type Shortest, shortestOf } from './fuzz/shortest.ts';
export { SIZES } from './fuzz/sizes.ts';
export { type SmallScopes, searchSmall } from './fuzz/small.ts';
export { type Survey, SurveyBroken, survey, surveyOf } from './fuzz/survey.ts';
export { describePageEvent, type PageChange, type PageEvent, PageHistory, type Watched } from './history.ts';
export type { Invariant, Violation } from './invariants/invariant.ts';
export { INVARIANTS } from './invariants/invariants.ts';
export type { JosInvariant, JosViolation } from './jos-invariants/invariant.ts';
export { JOS_INVARIANTS } from './jos-invariants/invariants.ts';
export { type JosFinding, judgeJos } from './jos-invariants/judge.ts';
export { countOf, descriptorOf, type JosState, josState, pageCountOf, pageOf, type UserMapping } from './jos-state.ts';
export { ProcessHistory } from './process-history.ts';
export { parametersOf, readable, type Scenario } from './properties/arbitrary.ts';
export {
  type CampaignOptions,
  type CampaignResult,
  campaign,
  describeFailure,
  type Failure,
  tryScenario,
} from './properties/campaign.ts';
export { GOALS } from './properties/goals.ts';
export { ModelBroken } from './properties/model.ts';
export { compareFinal, compareTrace, type Difference } from './recording/comparison.ts';
export { finalLines } from './recording/final.ts';
export { type Guess, guessBoots } from './recording/guess.ts';
export { recordMeminit } from './recording/jos-meminit.ts';
export { recordRandom, xorshift32 } from './recording/jos-random.ts';
export { firstEvents, MalformedRecording, parseRecording, type Recording } from './recording/recording.ts';
export { recordTrace, type TraceOptions } from './recording/trace.ts';
export {
  type AddressSpace,
  describeReferences,
  type Observation,
  observe,
  type Reference,
  type References,
} from './references.ts';
export { TraceBuilder } from './traces/builder.ts';
export { demandOf, peakOf } from './traces/demand.ts';
export { readFtrace, writeFtrace } from './traces/ftrace.ts';
export { readMallocLab, writeMallocLab } from './traces/malloc-lab.ts';
export { readTrace } from './traces/reader.ts';
export { AllocationRecorder } from './traces/recorder.ts';
export { ALLOCATE, FREE, MalformedTrace, pagesOf, REALLOCATE, type ReadTrace, type Trace } from './traces/trace.ts';
export { readWeeAlloc, writeWeeAlloc } from './traces/wee-alloc.ts';
