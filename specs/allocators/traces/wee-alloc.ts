/** The traces of wee_alloc: `Alloc(BYTES),` and `Free(INDEX),` one a line, where INDEX counts the allocations from 0. */

import { ALLOCATE, FREE, MalformedTrace, type ReadTrace, type Trace } from './allocation-trace.ts';
import { parseBytes, parseIndex, quoted } from './number.ts';
import { TraceBuilder } from './trace-builder.ts';

const LINE = /^(Alloc|Free)\(([^)]*)\),?$/;

/** Whether `text` starts as such a file does. */
export const isWeeAlloc = (text: string): boolean => /^\s*(?:Alloc|Free)/.test(text);

/** Reads a trace of wee_alloc. Throws MalformedTrace. */
export const readWeeAlloc = (text: string): ReadTrace => {
  const builder = new TraceBuilder();
  let allocations = 0;
  for (const [at, line] of text.split('\n').entries()) {
    const trimmed = line.trim();
    if (trimmed === '') continue;
    const [, name, argument] = LINE.exec(trimmed) ?? [];
    if (name === 'Alloc') {
      builder.allocate(parseBytes(argument, at + 1));
      allocations += 1;
    } else if (name === 'Free')
      free(builder, parseIndex('the index of an allocation', argument, at + 1, allocations), at);
    else throw new MalformedTrace(at + 1, `expected Alloc(BYTES), or Free(INDEX), and found ${quoted(trimmed)}`);
  }
  return { format: 'wee_alloc', trace: builder.build(), notes: [] };
};

const free = (builder: TraceBuilder, id: number, at: number): void => {
  if (!builder.isLive(id)) throw new MalformedTrace(at + 1, `allocation ${id} is freed, and was freed before`);
  builder.free(id);
};

/** `trace` in that form. It knows no reallocation: that becomes a new allocation, then the free of the old one. */
export const writeWeeAlloc = ({ kinds, ids, bytes, blocks }: Trace): string => {
  /** The index of the allocation that each block is in now. */
  const indices = new Uint32Array(blocks);
  const lines: string[] = [];
  let allocations = 0;
  for (const [i, kind] of kinds.entries()) {
    const old = indices[ids[i]];
    if (kind !== FREE) {
      lines.push(`Alloc(${bytes[i]}),`);
      indices[ids[i]] = allocations++;
    }
    if (kind !== ALLOCATE) lines.push(`Free(${old}),`);
  }
  return lines.map((line) => `${line}\n`).join('');
};
