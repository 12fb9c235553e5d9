/**
 * A kernel's life as bytes, with all that its dumps are opened with, for whoever has no files: the first memory, and what each of the others changed.
 *
 *     +--------------+--------+-------------------------+-------------------------+---
 *     | bytes of the | header | moment 0                | moment 1                | …
 *     | header, 4    | (JSON) | count, 4 bytes each of  |                         |
 *     |              |        | pages, then those pages |                         |
 *     +--------------+--------+-------------------------+-------------------------+---
 *
 * A page is told as what is otherwise in it than before (exclusive or), which is mostly nothing: compressed it is small.
 */
import { PAGE_WORDS } from '../../hardware/hardware.ts';
import type { Frames } from './frames.ts';
import { kindOf } from './kind.ts';
import { readLayout } from './layout.ts';
import type { Beside, DumpKind, KernelName } from './open-dump.ts';
import { type Registers, readRegisters } from './registers.ts';
import { Symbols } from './symbols/symbols.ts';
import { UnusableDump } from './unusable.ts';

interface Told {
  readonly title: string;
  readonly note: string | null;
  readonly follows: boolean;
  /** Why it cannot be used; null if it can. */
  readonly problem: string | null;
}

interface Header {
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

/** All of `series` as bytes, not compressed. */
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
      follows: index > 0 && frames.followsOn(index),
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
  return joined([bytesOf(Int32Array.of(padded.length)), padded, ...body]);
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

const bytesOf = ({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array =>
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

/** The series in `bytes`, which `packed` made. */
export const unpacked = async (bytes: Uint8Array): Promise<Series> => {
  const words = new Int32Array(bytes.slice().buffer);
  const [length] = words;
  const header: Header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const { kernel, symbols, layout, registers } = header;
  const list = new Symbols(symbols.map(([name, address, size]) => ({ name, address, size })));
  const beside = { symbols: list, given: readLayout(layout, []), registers: registers && new Map(registers) };
  return { frames: new PackedFrames(header, words.subarray(1 + length / 4)), kind: await kindOf(list, kernel), beside };
};

/** The content of a page from a moment on. */
interface Version {
  readonly from: number;
  readonly words: Int32Array;
}

class PackedFrames implements Frames {
  readonly bytes: number;
  private readonly moments: readonly Told[];
  private readonly versions = new Map<number, Version[]>();

  constructor({ bytes, moments }: Header, body: Int32Array) {
    this.bytes = bytes;
    this.moments = moments;
    let at = 0;
    for (let index = 0; index < moments.length; index++) {
      const count = body[at];
      for (let i = 0; i < count; i++) {
        const start = at + 1 + count + i * PAGE_WORDS;
        this.change(index, body[at + 1 + i], body.slice(start, start + PAGE_WORDS));
      }
      at += 1 + count * (1 + PAGE_WORDS);
    }
  }

  get count(): number {
    return this.moments.length;
  }

  load(index: number, memory: Uint8Array): void {
    const { problem } = this.moments[index];
    if (problem !== null) throw new UnusableDump(problem);
    memory.fill(0);
    for (const [page, versions] of this.versions) {
      const last = versions.findLast(({ from }) => from <= index);
      if (last !== undefined) memory.set(bytesOf(last.words), page * PAGE_WORDS * 4);
    }
  }

  titleOf(index: number): string {
    return this.moments[index].title;
  }

  noteOf(index: number): string | null {
    return this.moments[index].note;
  }

  registersOf(index: number): Registers | null {
    const note = this.noteOf(index);
    try {
      return note === null ? null : readRegisters(note);
    } catch {
      return null;
    }
  }

  followsOn(index: number): boolean {
    return this.moments[index].follows;
  }

  /** From moment `from` on `page` is what it was, but for `difference`. */
  private change(from: number, page: number, difference: Int32Array): void {
    const versions = this.versions.get(page) ?? [];
    const before = versions.at(-1)?.words;
    versions.push({ from, words: difference.map((word, i) => word ^ (before?.[i] ?? 0)) });
    this.versions.set(page, versions);
  }
}
