/** Reads the recordings of the real kernel that lie in this folder, whole or up to some event. Checking them is for others. */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import type { RecordingName } from './configurations.ts';

/** The text of a recording, as its recorder wrote it. */
export const recordedText = (name: RecordingName, kind: 'trace' | 'final'): string =>
  brotliDecompressSync(readFileSync(new URL(`${name}.${kind}.txt.br`, import.meta.url))).toString();

const NEXT_PROCESS = 5;

/**
 * The text of a trace as if its recorder had been stopped after `events` events, which must be logged one by one and a
 * whole number of thousands, so that the checkpoint of the full recording serves as the last one of the shorter.
 */
export const stoppedAfter = (text: string, events: number): string => {
  const lines = text.split('\n');
  const checkpoint = lines.findIndex((line) => line.startsWith(`C ${events} `));
  const last = lines[checkpoint - 1]?.split(' ') ?? [];
  if (last[0] !== `${events - 1}`) throw new RangeError(`the recording does not log ${events} events and a checkpoint`);
  return [...lines.slice(0, checkpoint + 1), `Z events ${events} next ${last[NEXT_PROCESS]}`, ''].join('\n');
};
