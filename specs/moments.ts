/**
 * The face for moments of runs: values that name a state of a run (`Moment`), their text, and runs that are gone through, forward and back
 * (`Playing`, `Timeline`).
 */
export { AllocatorPlaying } from './allocators/playing.ts';
export { filmLines } from './allocators/report/film.ts';
export { framesJudging } from './dumps/frames-judging.ts';
export { packed, type Series } from './dumps/packed-frames.ts';
export { unpacked } from './dumps/unpacked-frames.ts';
export { callName, callText, descriptionOf, exceptionName, exceptionText } from './moments/entry.ts';
export { MachinePlaying } from './moments/machine-playing.ts';
export {
  type AllocatorRun,
  filePlaces,
  filesOf,
  type Moment,
  type ProgramsRun,
  type Run as MomentRun,
  type ScenarioRun,
  SEMANTICS,
  type Steering,
} from './moments/moment.ts';
export { MalformedMoment, momentOfText, textOfMoment } from './moments/moment-text.ts';
export {
  type Crossing,
  type Odds,
  oddsAlong,
  opennessOf,
  QuestionsHeard,
  someOf,
  steepestRise,
  steered,
} from './moments/odds.ts';
export type { Key, Playing } from './moments/playing.ts';
export { WrittenText } from './moments/printed-text.ts';
export { QuestionError } from './moments/questions/complaint.ts';
export { conditionOf, type Question, questionOf } from './moments/questions/question.ts';
export { type Change, type Direction, MOST_SEARCHED, Search } from './moments/questions/search.ts';
export { type Asked, type Glance, State } from './moments/questions/state.ts';
export type { Seen } from './moments/questions/things.ts';
export { VERBS } from './moments/questions/verbs.ts';
export type { Name as QuestionName } from './moments/questions/vocabulary/name.ts';
export { registersOf } from './moments/questions/vocabulary/registers.ts';
export { vocabularyOf } from './moments/questions/vocabulary.ts';
export { changesBetween, type Watchable, watchableOf } from './moments/questions/watchable.ts';
export { explainFailedCall } from './moments/reasons/failed-call.ts';
export { StepEvents } from './moments/reasons/step-events.ts';
export { type Reason, Story } from './moments/reasons/story.ts';
export { type Explained, explainAccess, explainEntry } from './moments/reasons/translations.ts';
export { reasonsOfCount, reasonsOfProcess, reasonsOfTlb, reasonsOfWord } from './moments/reasons/values.ts';
export { type Look, Timeline } from './moments/timeline.ts';
