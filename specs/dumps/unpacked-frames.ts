/** A kernel's life out of the bytes that it was packed into: any moment of it, for whoever has no files. */
import { inflateSync } from 'fflate';
import { PAGE_WORDS } from '../../hardware/hardware.ts';
import type { Frames } from './frames.ts';
import { kindOf } from './kind.ts';
import { readLayout } from './layout.ts';
import { bytesOf, type Header, type Series, type Told } from './packed-frames.ts';
import { type Registers, readRegisters } from './registers.ts';
import { Symbols } from './symbols/symbols.ts';
import { UnusableDump } from './unusable.ts';

/** The series in `compressed`, which `packed` made. */
export const unpacked = async (compressed: Uint8Array): Promise<Series> => {
  const bytes = inflateSync(compressed);
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
