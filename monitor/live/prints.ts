/**
 * What programs and kernels of the user print while the live screen has the terminal: kept from spoiling the screen, told line by line,
 * and printed when the terminal is free again.
 */

/** More than anybody reads; a program that prints in a loop must not fill the memory. */
const MOST_KEPT = 1000;

type Write = typeof process.stdout.write;

export class Prints {
  private readonly tell: (line: string) => void;
  private readonly streams = [process.stdout, process.stderr];
  private readonly writes: readonly Write[] = this.streams.map((stream) => stream.write);
  private kept: (readonly [number, string])[] = [];

  /** `tell` hears of each line that is printed. */
  constructor(tell: (line: string) => void) {
    this.tell = tell;
  }

  /** From now on whoever prints, prints here. To be ended by `release`. */
  hold(): void {
    for (const [number, stream] of this.streams.entries()) {
      stream.write = ((chunk: string | Uint8Array): boolean =>
        this.keep(number, Buffer.from(chunk).toString())) as Write;
    }
  }

  /** Lets everybody print again, and prints what was kept: the last of it, if it was much. */
  release(): void {
    for (const [number, stream] of this.streams.entries()) stream.write = this.writes[number];
    for (const [number, text] of this.kept) this.streams[number].write(text);
    this.kept = [];
  }

  private keep(stream: number, text: string): boolean {
    for (const line of text.trimEnd().split('\n')) this.tell(line);
    if (this.kept.length === MOST_KEPT) this.kept.shift();
    this.kept.push([stream, text]);
    return true;
  }
}
