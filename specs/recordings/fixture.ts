/** Reads the recordings of the real kernel that lie in this folder, whole or up to some event. */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { parseRecording, type Recording } from '../../monitor/recording/recording.ts';
import type { RecordingName } from './configurations.ts';

/** The text of a recording, as its recorder wrote it. */
export const recordedText = (name: RecordingName, kind: Recording['kind']): string =>
  brotliDecompressSync(readFileSync(new URL(`${name}.${kind}.txt.br`, import.meta.url))).toString();

export const readTrace = (name: RecordingName): Recording => parseRecording(recordedText(name, 'trace'));
export const readFinal = (name: RecordingName): Recording => parseRecording(recordedText(name, 'final'));

const NEXT_PROCESS = 5;

/**
 * The trace as if its recorder had been stopped after `events` events, which must be logged one by one and a whole number
 * of thousands, so that the checkpoint of the full recording serves as the last one of the shorter.
 */
export const firstEvents = (trace: Recording, events: number): Recording => {
  const checkpoint = trace.lines.findIndex((line) => line.startsWith(`C ${events} `));
  if (checkpoint < 0 || events > trace.logged) throw new RangeError(`the recording has no checkpoint after ${events} events`);
  const next = trace.lines[checkpoint - 1].split(' ')[NEXT_PROCESS];
  const lines = [...trace.lines.slice(0, checkpoint + 1), `Z events ${events} next ${next}`];
  return { kind: 'trace', lines, events, logged: events };
};
