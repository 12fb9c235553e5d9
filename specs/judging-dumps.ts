/** The face for judging dumps: memory of real kernels that was saved, with their symbols. */
export { mistakesShown } from './dumps/causes.ts';
export { consoleRows } from './dumps/console.ts';
export { checkSize, MOST_BYTES, machineFor } from './dumps/dump.ts';
export { describedNote } from './dumps/event-line.ts';
export type { Frames } from './dumps/frames.ts';
export { FramesPlaying } from './dumps/frames-playing.ts';
export type { Finding, Findings, NotJudged } from './dumps/finding.ts';
export { isWrong, type Judgement, judgeDump, placesIn, wrongNames } from './dumps/judgement.ts';
export { kindOf } from './dumps/kind.ts';
export { GivenLayout, LAYOUT_NAMES, readLayout } from './dumps/layout.ts';
export type { Beside, DumpKind, KernelName, OpenDump } from './dumps/open-dump.ts';
export { type Registers, readRegisters } from './dumps/registers.ts';
export type { ScreenMessage } from './dumps/screen.ts';
export { DumpSeries, type FirstWrong } from './dumps/series.ts';
export { readSymbols, type Symbols } from './dumps/symbols/symbols.ts';
export { UnusableDump } from './dumps/unusable.ts';
export type { Diagnosis } from './symptoms/explain.ts';
