/** The public face of the specs: what judges a kernel, for those who run it. */
export { compareFinal, compareTrace, type Difference } from './recording/comparison.ts';
export { finalLines } from './recording/final.ts';
export { firstEvents, MalformedRecording, parseRecording, type Recording } from './recording/recording.ts';
export { recordTrace, type TraceOptions } from './recording/trace.ts';
