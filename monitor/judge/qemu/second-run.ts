/** A kernel that was started from its disk, once more from the beginning: it goes the same way, and is watched where something went wrong. */
import { type Concerns, type Frames, type Repeatable, type Store, UnusableDump } from '../../../specs/judging-dumps.ts';
import type { QemuKernel } from './kernel.ts';

const WORD = 4;
/** So many words are watched. */
const MOST_WORDS = 64;

/** The same kernel in a machine of its own. */
export interface StartedAgain {
  readonly kernel: QemuKernel;
  end(): Promise<void>;
}

/** The kernel whose life `frames` are, number `first` of its events being the first of them; `start` starts it anew, at its first instruction. */
export class KernelAgain implements Repeatable {
  readonly bytes: number;
  private readonly frames: Frames & { readonly first: number };
  private readonly start: () => Promise<StartedAgain>;

  constructor(frames: KernelAgain['frames'], start: () => Promise<StartedAgain>) {
    this.bytes = frames.bytes;
    this.frames = frames;
    this.start = start;
  }

  /** Null where it went another way, or cannot be started. */
  async storesFrom(
    index: number,
    memory: Uint8Array,
    end: Uint8Array,
    concerns: readonly Concerns[],
  ): Promise<readonly Store[] | null> {
    const again = await this.start();
    try {
      if (index < 0 || !(await this.goesTo(index, again.kernel, memory))) return null;
      const words = wordsThatDiffer(memory, end, concerns);
      const before = words.map((at) => memory.slice(at, at + WORD));
      memory.set(end.subarray(0, memory.length));
      for (const [i, at] of words.entries()) memory.set(before[i], at);
      return await again.kernel.storesIn(words);
    } catch (error) {
      if (error instanceof UnusableDump) return null;
      throw error;
    } finally {
      await again.end();
    }
  }

  /** Lets it go to event number `index`, and reads its memory; whether each event is the one that it was. */
  private async goesTo(index: number, kernel: QemuKernel, memory: Uint8Array): Promise<boolean> {
    const { first } = this.frames;
    for (let i = 0; i <= index; i++) {
      const stop = await kernel.next();
      if (stop === null || (i >= first && stop.note !== this.frames.noteOf(i - first))) return false;
      if (i === 0 || i === index) await kernel.read(memory);
    }
    return true;
  }
}

/** The words that differ and that one of `concerns` finds worth it, by their addresses: those of the first at first. */
const wordsThatDiffer = (memory: Uint8Array, end: Uint8Array, concerns: readonly Concerns[]): number[] => {
  const [before, after] = [memory, end].map((bytes) => new DataView(bytes.buffer, bytes.byteOffset, memory.length));
  const differ: (readonly [at: number, was: number, is: number])[] = [];
  for (let at = 0; at < memory.length; at += WORD) {
    const [was, is] = [before.getInt32(at, true), after.getInt32(at, true)];
    if (was !== is) differ.push([at, was, is]);
  }
  const worth = concerns.flatMap((concern) => differ.filter(([at, was, is]) => concern(at, was) || concern(at, is)));
  return [...new Set(worth.map(([at]) => at))].slice(0, MOST_WORDS);
};
