/** A line of a source, and the code that is of it. */

/** From this address on, up to that of the next, instructions are of this line; null where they are of none. */
export interface LineStart {
  readonly address: number;
  readonly line: SourceLine | null;
}

export interface SourceLine {
  /** As it was named to the compiler: `kern/pmap.c`. */
  readonly file: string;
  readonly line: number;
}
