/**
 * Program images: what a loader maps, and where in it the program's entries lie.
 *
 *     base                                          next page
 *     +--------+--------+-----+------------------+  +--------+-------+
 *     | entry 0| entry 1| ... | read-only data   |  |  data  |  bss  |  end
 *     +--------+--------+-----+------------------+  +--------+-------+
 *     \____________ read only ___________________/  \__ writable ___/
 *
 * A program's code is TypeScript; its text stands for it. Each word of text says which program it belongs to and where in it
 * the word lies, so the CPU can tell by what it fetches whether a program's text is still its own.
 */
import { PAGE_SIZE, pageRoundUp } from './address.ts';

/** A program's own position: all that its locals amount to. Generators keep a log of results; scripts a counter. */
export interface Position {
  /** How many words into the entry's text the next operation is fetched, modulo what the entry spans. */
  readonly location: number;
  /** Of a program that is a generator, that, where it stands; null if it is still to be made. For debuggers. */
  readonly program?: object | null;
  /** Starts at entry number `entry`, with the first `count` of `registers`; returns the kind of the first operation. */
  begin(entry: number, registers: Float64Array, count: number): number;
  /** Resumes with what the last operation returned; returns the kind of the next one, which is in the shared slot. */
  next(result: number): number;
  /** A position equal to this one, which goes its own way from here. Cheap: O(1). */
  clone(): Position;
  /** Passes `sink` numbers that are the same exactly for equal positions. */
  identify(sink: (value: number) => void): void;
}

/** A part of an image that the loader maps page by page: `bytes` from the file, zeros up to `size`. */
export interface Segment {
  readonly va: number;
  readonly bytes: Uint8Array;
  readonly size: number;
  readonly writable: boolean;
}

/** What a program declares of its image: sizes in bytes. */
export interface ImageLayout {
  readonly name: string;
  /** Address of the first byte of text, at the start of a page. */
  readonly base: number;
  readonly textSize: number;
  readonly readOnlyData: Uint8Array;
  readonly data: Uint8Array;
  readonly bssSize: number;
  readonly entryNames: readonly string[];
}

/** Something that can be installed in a machine and loaded by a kernel. */
export interface Executable {
  readonly layout: ImageLayout;
  /** A fresh position, not yet begun. */
  start(): Position;
}

const WORD = 4;
const LARGEST_TEXT = 1 << 18;
const LARGEST_ADDRESS = 2 ** 31;

/** An executable as installed in a machine: its number there decides the words of its text. */
export class Image {
  readonly executable: Executable;
  readonly layout: ImageLayout;
  readonly number: number;
  /** Words of text that each entry spans; the instruction pointer wraps within them. */
  readonly span: number;
  private parts: readonly Segment[] | null = null;

  constructor(executable: Executable, number: number) {
    this.executable = executable;
    this.layout = executable.layout;
    this.number = number;
    this.span = Math.floor(this.layout.textSize / WORD / this.layout.entryNames.length);
  }

  get name(): string {
    return this.layout.name;
  }

  /** Read-only segment, then the writable one if it has any byte. */
  get segments(): readonly Segment[] {
    this.parts ??= this.makeSegments();
    return this.parts;
  }

  private makeSegments(): Segment[] {
    const { base, data, bssSize } = this.layout;
    const text = this.textBytes();
    const segments: Segment[] = [{ va: base, bytes: text, size: text.length, writable: false }];
    if (data.length + bssSize > 0) {
      segments.push({ va: dataStart(this.layout), bytes: data, size: data.length + bssSize, writable: true });
    }
    return segments;
  }

  entryAddress(entry: number): number {
    return this.layout.base + entry * this.span * WORD;
  }

  /** The entry that starts exactly at `va`, or -1. */
  entryAt(va: number): number {
    const entry = (va - this.layout.base) / (this.span * WORD);
    return Number.isInteger(entry) && entry >= 0 && entry < this.layout.entryNames.length ? entry : -1;
  }

  /** The word of text at `va`. */
  textWord(va: number): number {
    return (this.number << 16) | ((va - this.layout.base) >> 2);
  }

  private textBytes(): Uint8Array {
    const { base, textSize, readOnlyData } = this.layout;
    const words = new Int32Array(Math.ceil(textSize / WORD));
    for (let i = 0; i < words.length; i++) words[i] = this.textWord(base + i * WORD);
    const bytes = new Uint8Array(textSize + readOnlyData.length);
    bytes.set(new Uint8Array(words.buffer, 0, textSize));
    bytes.set(readOnlyData, textSize);
    return bytes;
  }
}

/** The number of the image that a word of text claims to belong to. */
export const imageNumberOf = (word: number): number => word >>> 16;

/** Where the writable segment starts: the first page after text and read-only data. */
export const dataStart = (layout: ImageLayout): number =>
  layout.base + pageRoundUp(layout.textSize + layout.readOnlyData.length);

/** The first byte after bss: what linkers call `end`. */
export const imageEnd = (layout: ImageLayout): number => {
  const writable = layout.data.length + layout.bssSize;
  return writable > 0 ? dataStart(layout) + writable : layout.base + layout.textSize + layout.readOnlyData.length;
};

/** The first page after the image, where a heap can start. */
export const heapBottom = (layout: ImageLayout): number => pageRoundUp(imageEnd(layout));

/** Throws a RangeError that says what is wrong with `layout`, if anything is. */
export const checkLayout = (layout: ImageLayout): void => {
  const fail = (problem: string): never => {
    throw new RangeError(`program ${layout.name}: ${problem}`);
  };
  const { base, textSize, bssSize, entryNames } = layout;
  if (!Number.isInteger(base) || base % PAGE_SIZE !== 0) fail(`its base ${base} is not the start of a page`);
  if (base < 0 || imageEnd(layout) > LARGEST_ADDRESS) fail('its image must lie between address 0 and 2 GiB');
  if (entryNames.length === 0) fail('it has no entry; export a generator function `main`');
  if (!Number.isInteger(textSize) || textSize < entryNames.length * 2 * WORD) {
    fail(`${textSize} bytes of text are too few for ${entryNames.length} entries; each needs at least eight`);
  }
  if (textSize > LARGEST_TEXT) fail(`${textSize} bytes of text are more than the ${LARGEST_TEXT} that fit`);
  if (!Number.isInteger(bssSize) || bssSize < 0) fail(`a bss of ${bssSize} bytes makes no sense`);
};
