/** `--dumps` of a kernel that ran: its memory at each event in a folder, in the form in which gdb scripts leave it, for whatever opens dumps. */
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { DumpsRun, Frames, Symbols } from '../../specs/judging-dumps.ts';
import { EVENTS, nameOf, prepareFolder } from '../dumps/dumps.ts';

/** Writes all of `frames` into `folder`, which is made for them, and returns the run that opens it. Throws a UsageError where that cannot be. */
export const keptIn = (folder: string, frames: Frames, symbols: Symbols): DumpsRun => {
  prepareFolder(folder, `${symbols.lines.join('\n')}\n`);
  const memory = new Uint8Array(frames.bytes);
  for (let index = 0; index < frames.count; index++) {
    frames.load(index, memory);
    writeFileSync(join(folder, `${nameOf(index)}.gz`), gzipSync(memory, { level: 1 }));
    appendFileSync(join(folder, EVENTS), `${index} ${frames.noteOf(index) ?? ''}\n`);
  }
  return { what: 'dumps', dumps: [folder] };
};
