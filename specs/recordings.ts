/** The face of recordings of the real kernels, which are compared with the model, of dumps of the model, and of allocation traces of real programs. */
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
export { readFtrace, writeFtrace } from './allocators/traces/ftrace.ts';
export { readMallocLab, writeMallocLab } from './allocators/traces/malloc-lab.ts';
export { demandOf, peakOf } from './allocators/traces/memory-demand.ts';
export { TraceBuilder } from './allocators/traces/trace-builder.ts';
export { readTrace } from './allocators/traces/trace-reader.ts';
export { readWeeAlloc, writeWeeAlloc } from './allocators/traces/wee-alloc.ts';
export { symbolLines } from './dumps/taking/symbol-lines.ts';
export { DumpTaker, type TakenDump } from './dumps/taking/taker.ts';
export { askedOfJos } from './jos/recordings/handout.ts';
export { recordMeminit } from './jos/recordings/mem-init.ts';
export { recordRandom, xorshift32 } from './jos/recordings/random-operations.ts';
export { type Difference, firstDifference } from './judge/recordings/comparison.ts';
export { recordEvents } from './judge/recordings/event-lines.ts';
export { explainFields } from './judge/recordings/fields.ts';
export { type Guess, guessBoots } from './weensyos/recordings/boot-guess.ts';
export { compareFinal, compareTrace } from './weensyos/recordings/comparison.ts';
export { explainDifference } from './weensyos/recordings/explanation.ts';
export { finalLines } from './weensyos/recordings/final-state.ts';
export { askedOf } from './weensyos/recordings/handout.ts';
export { compareLog, hasViewer, LoggedTicks } from './weensyos/recordings/log.ts';
export { firstEvents, MalformedRecording, parseRecording, type Recording } from './weensyos/recordings/recording.ts';
export { recordTrace, type TraceOptions } from './weensyos/recordings/trace.ts';
