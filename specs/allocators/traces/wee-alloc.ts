/** The traces of wee_alloc: `Alloc(BYTES),` and `Free(INDEX),` one a line, where INDEX counts the allocations from 0. */

import { ALLOCATE, FREE, MalformedTrace, type ReadTrace, type Trace } from './allocation-trace.ts';
import { type LineReader, type Lines, readWith } from './lines.ts';
import { parseBytes, parseIndex, quoted } from './number.ts';
import { TraceBuilder } from './trace-builder.ts';

const LINE = /^(Alloc|Free)\(([^)]*)\),?$/;

/** Whether a file whose first line is `line` is one. */
export const beginsWeeAlloc = (line: string): boolean => /^\s*(?:Alloc|Free)/.test(line);

/** Reads a trace of wee_alloc. Throws MalformedTrace. */
export const readWeeAlloc = (lines: Lines): ReadTrace => readWith(new WeeAllocReader(), lines);

export class WeeAllocReader implements LineReader {
  private readonly builder = new TraceBuilder();
  private allocations = 0;

  read(line: string, number: number): void {
    const trimmed = line.trim();
    if (trimmed === '') return;
    const [, name, argument] = LINE.exec(trimmed) ?? [];
    if (name === 'Alloc') {
      this.builder.allocate(parseBytes(argument, number));
      this.allocations += 1;
    } else if (name === 'Free')
      this.free(parseIndex('the index of an allocation', argument, number, this.allocations), number);
    else throw new MalformedTrace(number, `expected Alloc(BYTES), or Free(INDEX), and found ${quoted(trimmed)}`);
  }

  private free(id: number, number: number): void {
    if (!this.builder.isLive(id)) throw new MalformedTrace(number, `allocation ${id} is freed, and was freed before`);
    this.builder.free(id);
  }

  finish(): ReadTrace {
    return { format: 'wee_alloc', trace: this.builder.build(), notes: [] };
  }
}

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
