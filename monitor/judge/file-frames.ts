/** Dumps in files as moments of a kernel's life: a file each, in the order of their numbers, with the lines and registers beside them. */
import { dirname } from 'node:path';
import { type Frames, type Registers, UnusableDump } from '../../specs/judging-dumps.ts';
import { linesIn, noteBeside, refusal, registersBeside, titleOf } from './beside.ts';
import { isNumberedNext, loadInto, sizeOf } from './dump-file.ts';

export class FileFrames implements Frames {
  readonly bytes: number;
  private readonly files: readonly string[];
  private readonly lines = new Map<string, ReadonlyMap<number, string>>();
  private readonly notes = new Map<number, string | null>();

  /** Of `files`, of which there is at least one. Throws what is wrong with the first if the size of none can be told: a UsageError, where it can be said. */
  constructor(files: readonly string[]) {
    this.files = files;
    this.bytes = firstSize(files);
  }

  get count(): number {
    return this.files.length;
  }

  /** The file of moment `index`. */
  fileOf(index: number): string {
    return this.files[index];
  }

  load(index: number, memory: Uint8Array): void {
    try {
      loadInto(this.files[index], memory);
    } catch (error) {
      throw unusable(error);
    }
  }

  titleOf(index: number): string {
    return titleOf(this.files[index]);
  }

  noteOf(index: number): string | null {
    const known = this.notes.get(index);
    if (known !== undefined) return known;
    const note = this.readNote(this.files[index]);
    this.notes.set(index, note);
    return note;
  }

  registersOf(index: number): Registers | null {
    return registersBeside(this.noteOf(index));
  }

  followsOn(index: number): boolean {
    return isNumberedNext(this.files[index - 1], this.files[index]) && this.noteOf(index - 1) !== null;
  }

  private readNote(file: string): string | null {
    const folder = dirname(file);
    const lines = this.lines.get(folder) ?? linesIn(folder);
    this.lines.set(folder, lines);
    return noteBeside(file, lines);
  }
}

const firstSize = (files: readonly string[]): number => {
  let first: unknown = null;
  for (const file of files)
    try {
      return sizeOf(file);
    } catch (error) {
      first ??= refusal(file, error);
    }
  throw first;
};

/** What cannot be read is passed over like what cannot be used. */
const unusable = (error: unknown): unknown => {
  if (error instanceof UnusableDump) return error;
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? error : new UnusableDump(`cannot be read (${code})`);
};
