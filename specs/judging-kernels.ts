/**
 * The face for judging kernels: what must hold of one (`Judging`, invariants), who checks it while it runs (`Checker`), what is tried on it
 * (`trialOf`, `campaign`), and what is said of one that went wrong (`failureReport`).
 */

export { catcherOf, sentenceOf } from './bugs/campaign-hunt.ts';
export { seededBugs } from './bugs/lazy.ts';
export type { Catch, HuntOptions, SeededBug, Shown } from './bugs/seeded-bug.ts';
export { extendsClass } from './extends-class.ts';
export { judgeJos } from './jos/lab2/exercised.ts';
export { type Award, type Grade, gradeFor, gradeOf } from './jos/lab2/grade.ts';
export { LAB2_INVARIANTS } from './jos/lab2/invariants/list.ts';
export { lab2Judging } from './jos/lab2/judging.ts';
export { EXERCISE, type Lab2Scenario, lab2Scenario } from './jos/lab2/random-sequence.ts';
export { functionAt, stopText } from './jos/lab2/stop.ts';
export { Lab2Trial, TRACED_PAGES } from './jos/lab2/trial.ts';
export { deedsOf } from './jos/lab4/deed.ts';
export { LAB4_TESTS, type Lab4Test } from './jos/lab4/grading/graded-programs.ts';
export {
  awardLab4,
  BOUNDARIES_WITH_LIBRARY,
  ConsoleLines,
  consoleLines,
  gradeLab4,
  LAB4_FULL,
  type Lab4Award,
  type Lab4Maker,
  runLab4,
} from './jos/lab4/grading/grading.ts';
export { copyOnWriteIsNotWritten } from './jos/lab4/invariants/copy-on-write-is-not-written.ts';
export { LAB4_INVARIANTS } from './jos/lab4/invariants/list.ts';
export { lab4Judging } from './jos/lab4/judging.ts';
export { LIBRARY_INVARIANTS } from './jos/lab4/library/invariants/list.ts';
export type { BroughtLibrary } from './jos/lab4/library/program.ts';
export { LibraryTrial } from './jos/lab4/library/trial.ts';
export { EnvironmentModel, MODELLED_EVENTS } from './jos/lab4/model/model.ts';
export { type EnvScenario, environmentScenario } from './jos/lab4/scenario.ts';
export { Lab4Trial } from './jos/lab4/trial.ts';
export { type Brought, CannotBeBrought, NotBrought, UnknownInvariant } from './judge/campaign/brought.ts';
export {
  type CampaignOptions,
  type CampaignResult,
  campaign,
  type Failure,
  LATE,
} from './judge/campaign/campaign.ts';
export { coverageLines } from './judge/campaign/coverage.ts';
export { addDenials, type DenialTally } from './judge/campaign/denial-table.ts';
export { type Denial, denialText, watchDenials } from './judge/campaign/denials.ts';
export { OwnTrial } from './judge/campaign/kernel-from-scratch-trial.ts';
export {
  choicesAfter,
  type ProgramScenario,
  someProgramsOf,
  type TriedProgram,
} from './judge/campaign/program-trial.ts';
export { type Drawn, randomSteps, type Vocabulary, valuesOf } from './judge/campaign/random-program.ts';
export { type Rounds, roundCount, seedOfRound, tryRound } from './judge/campaign/rounds.ts';
export { StateOutside } from './judge/campaign/state-outside.ts';
export { type Attempt, type AttemptOptions, Trial } from './judge/campaign/trial.ts';
export { Checker, type CheckTime, InvariantBroken } from './judge/checker.ts';
export { type Contract, contractText, OPEN, parseContract, STRICT } from './judge/contract.ts';
export { blame, type Caused, causesOf, describeCaused } from './judge/count-blame.ts';
export type { Invariant, Violation } from './judge/invariant.ts';
export { ANY_KERNEL } from './judge/invariants/list.ts';
export type { Judging } from './judge/judging.ts';
export {
  isOwnKernel,
  type OwnBoot,
  type OwnKernel,
  type OwnKernelClass,
  ownJudging,
} from './judge/kernel-from-scratch.ts';
export { ModelBroken } from './judge/model-broken.ts';
export {
  type AddressSpace,
  describeReferences,
  isMapping,
  Observation,
  type Reference,
  type References,
} from './judge/observation.ts';
export { errorLines, failureReport, stopLinks, violationLines } from './judge/report.ts';
export type { Again } from './judge/stop-origin/action.ts';
export { isStopped } from './judge/stop-origin/experiment.ts';
export { type Link, originLines } from './judge/stop-origin/link.ts';
export { originOf } from './judge/stop-origin/origin.ts';
export { describePageEvent, type PageChange, type PageEvent, PageHistory } from './judge/watch/page-history.ts';
export { describeProcessEvent, type ProcessEvent, ProcessHistory } from './judge/watch/process-history.ts';
export { type Watch, type Whereabouts, watchKernel } from './judge/watch/watch.ts';
export { type FirstBad, firstBad, firstBadOfRun, type PlainRun } from './moments/first-bad.ts';
export type { Advice } from './symptoms/advice.ts';
export { type Cause, type Diagnosis, type ExplainedMessage, explain } from './symptoms/explain.ts';
export type { Experiment } from './symptoms/mistakes/mistake.ts';
export {
  bootAgain,
  type ChosenTrial,
  scenariosOf,
  type TrialChoice,
  trialOf,
  trialOfLibrary,
} from './trial-of.ts';
export { orderText } from './weensyos/boot-words.ts';
export { GOALS } from './weensyos/goals.ts';
export { INVARIANTS } from './weensyos/invariants/list.ts';
export { weensyJudging, weensyJudgingUnder } from './weensyos/judging.ts';
export { type Rerun, rerun } from './weensyos/rerun.ts';
export {
  parametersOf,
  type Scenario,
  scenario as weensyScenario,
  vocabularyOf as weensyVocabulary,
} from './weensyos/scenario.ts';
export { type WeensyTrialOptions, weensyTrial } from './weensyos/trial.ts';
