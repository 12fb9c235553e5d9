/** What is kept of a kernel that ran: each page as it was whenever it changed, so that memory of any moment can be had again. */
import { PAGE_WORDS } from '../../hardware/hardware.ts';
import type { Frames } from '../dumps/frames.ts';
import type { Registers } from '../dumps/registers.ts';
import type { Stop } from './running.ts';

/** How a page was from a moment on: all its words, or where they differ from the version before, as pairs of index and word. */
interface Version {
  readonly moment: number;
  readonly isWhole: boolean;
  readonly words: Int32Array;
}

/** After so many versions that only say what differs comes one that has all words. */
const MOST_DIFFERENCES = 64;
const BYTES_KEPT = 1 << 28;

/** The moments of a run, in their order. Where they would need too much room, the earliest are forgotten. */
export class KeptFrames implements Frames {
  readonly bytes: number;
  /** The number of the first that is kept, from 0. */
  first = 0;
  private readonly pages = new Map<number, Version[]>();
  private readonly notes: string[] = [];
  private readonly registers: (Registers | null)[] = [];
  private readonly most: number;
  private kept = 0;

  /** For memory of `bytes` bytes; at most about `most` are kept. */
  constructor(bytes: number, most = BYTES_KEPT) {
    this.bytes = bytes;
    this.most = most;
  }

  get count(): number {
    return this.notes.length;
  }

  /** Adds the next moment: `pages` of memory are otherwise than in the moment before, of which `before` are the words, and `now` those of this one. */
  add(stop: Pick<Stop, 'note' | 'registers'>, pages: readonly number[], before: Int32Array, now: Int32Array): void {
    const moment = this.first + this.count;
    this.notes.push(stop.note);
    this.registers.push(stop.registers);
    for (const page of pages) {
      const versions = this.pages.get(page) ?? [];
      if (versions.length === 0) this.pages.set(page, versions);
      const version = versionOf(moment, page, versions, before, now);
      if (version.words.length === 0) continue;
      versions.push(version);
      this.kept += version.words.byteLength;
    }
    if (this.kept > this.most && this.count > 1) this.forget(Math.ceil(this.count / 2));
  }

  load(index: number, memory: Uint8Array): void {
    const words = new Int32Array(memory.buffer, memory.byteOffset, this.bytes >> 2);
    words.fill(0);
    for (const [page, versions] of this.pages)
      restore(words.subarray(page * PAGE_WORDS, (page + 1) * PAGE_WORDS), versions, this.first + index);
  }

  titleOf(index: number): string {
    return `event ${this.first + index}`;
  }

  noteOf(index: number): string | null {
    return this.notes[index] ?? null;
  }

  registersOf(index: number): Registers | null {
    return this.registers[index] ?? null;
  }

  /** Forgets the first `count` moments: what they left becomes the beginning. */
  private forget(count: number): void {
    this.first += count;
    this.notes.splice(0, count);
    this.registers.splice(0, count);
    this.kept = 0;
    for (const [page, versions] of this.pages) {
      const past = versions.findLastIndex(({ moment }) => moment <= this.first);
      if (past > 0) {
        const words = new Int32Array(PAGE_WORDS);
        restore(words, versions, this.first);
        versions.splice(0, past + 1, { moment: this.first, isWhole: true, words });
      }
      this.kept += versions.reduce((sum, version) => sum + version.words.byteLength, 0);
      this.pages.set(page, versions);
    }
  }
}

const versionOf = (
  moment: number,
  page: number,
  versions: readonly Version[],
  before: Int32Array,
  now: Int32Array,
): Version => {
  const [start, end] = [page * PAGE_WORDS, (page + 1) * PAGE_WORDS];
  const differences: number[] = [];
  const isWhole = versions.slice(-MOST_DIFFERENCES).every((version) => !version.isWhole);
  for (let at = start; at < end && !isWhole && differences.length < PAGE_WORDS; at++)
    if (before[at] !== now[at]) differences.push(at - start, now[at]);
  if (isWhole || differences.length >= PAGE_WORDS) return { moment, isWhole: true, words: now.slice(start, end) };
  return { moment, isWhole: false, words: Int32Array.from(differences) };
};

/** Makes `words` what they were at `moment`; they stay zero if nothing is kept of the page by then. */
const restore = (words: Int32Array, versions: readonly Version[], moment: number): void => {
  const last = versions.findLastIndex((version) => version.moment <= moment);
  const whole = versions.findLastIndex(({ isWhole }, i) => isWhole && i <= last);
  for (let i = whole; i <= last && whole >= 0; i++) {
    const { isWhole, words: kept } = versions[i];
    if (isWhole) words.set(kept);
    else for (let pair = 0; pair < kept.length; pair += 2) words[kept[pair]] = kept[pair + 1];
  }
};
