/** The public face of the specs: what judges a kernel, for those who run it. */
export { type Checked, Checker, type CheckTime, firstViolation, InvariantBroken } from './checker.ts';
export { describePageEvent, type PageEvent, PageHistory } from './history.ts';
export type { Invariant, Violation } from './invariants/invariant.ts';
export { INVARIANTS } from './invariants/invariants.ts';
export { compareFinal, compareTrace, type Difference } from './recording/comparison.ts';
export { finalLines } from './recording/final.ts';
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
