/**
 * A kernel's life as bytes, with all that its dumps are opened with, for whoever has no files: the first memory, and what each of the others changed.
 *
 *     +--------------+--------+-------------------------+-------------------------+---
 *     | bytes of the | header | moment 0                | moment 1                | …
 *     | header, 4    | (JSON) | count, 4 bytes each of  |                         |
 *     |              |        | pages, then those pages |                         |
 *     +--------------+--------+-------------------------+-------------------------+---
 *
 * A page is told as what is otherwise in it than before (exclusive or), which is mostly nothing: all of it is compressed (RFC 1951), and is small then.
 */
import { deflateSync } from 'fflate';
import { PAGE_WORDS } from '../../hardware/hardware.ts';
import type { Frames } from './frames.ts';
import type { Beside, DumpKind, KernelName } from './open-dump.ts';
import { UnusableDump } from './unusable.ts';

export interface Told {
  readonly title: string;
  readonly note: string | null;
  readonly follows: boolean;
  /** Why it cannot be used; null if it can. */
  readonly problem: string | null;
}

export interface Header {
  readonly kernel: KernelName;
  readonly bytes: number;
  readonly moments: readonly Told[];
  readonly symbols: readonly (readonly [name: string, address: number, size: number])[];
  readonly layout: readonly string[];
  readonly registers: readonly (readonly [string, number])[] | null;
}

/** Dumps of one kernel, with all that they are opened with. */
export interface Series {
  readonly frames: Frames;
  readonly kind: DumpKind;
  readonly beside: Beside;
}

/** All of `series` as bytes, compressed. */
export const packed = ({ frames, kind, beside }: Series): Uint8Array => {
  const body: Uint8Array[] = [];
  const moments: Told[] = [];
  let before: Int32Array = new Int32Array(frames.bytes / 4);
  for (let index = 0; index < frames.count; index++) {
    const memory = new Int32Array(before.length);
    const problem = problemOf(() => frames.load(index, new Uint8Array(memory.buffer)));
    moments.push({
      title: frames.titleOf(index),
      note: frames.noteOf(index),
      follows: index > 0 && frames.followsOn?.(index) !== false,
      problem,
    });
    body.push(...changesOf(before, problem === null ? memory : before));
    if (problem === null) before = memory;
  }
  const { symbols, given, registers } = beside;
  const header: Header = {
    ...{ kernel: kind.name, bytes: frames.bytes, moments, layout: given.settings },
    symbols: symbols.list.map(({ name, address, size }) => [name, address, size]),
    registers: registers === null ? null : [...registers],
  };
  const text = new TextEncoder().encode(JSON.stringify(header).padEnd(4));
  const padded = new Uint8Array(Math.ceil(text.length / 4) * 4).fill(0x20);
  padded.set(text);
  return deflateSync(joined([bytesOf(Int32Array.of(padded.length)), padded, ...body]));
};

const problemOf = (load: () => void): string | null => {
  try {
    load();
    return null;
  } catch (error) {
    if (error instanceof UnusableDump) return error.message;
    throw error;
  }
};

export const bytesOf = ({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

/** How many pages differ, which ones, and by what. */
const changesOf = (before: Int32Array, after: Int32Array): Uint8Array[] => {
  const pages: number[] = [];
  const differences: Uint8Array[] = [];
  for (let page = 0; page < before.length / PAGE_WORDS; page++) {
    const start = page * PAGE_WORDS;
    const difference = after.slice(start, start + PAGE_WORDS);
    let isOther = false;
    for (let i = 0; i < PAGE_WORDS; i++) {
      difference[i] ^= before[start + i];
      isOther ||= difference[i] !== 0;
    }
    if (!isOther) continue;
    pages.push(page);
    differences.push(bytesOf(difference));
  }
  return [bytesOf(Int32Array.of(pages.length, ...pages)), ...differences];
};
