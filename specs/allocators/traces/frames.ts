/** Which block has each page frame: 64 frames at a time, because a block has up to 2^18 of them, and one entry of a map each takes too long. */

const FRAMES = 64;

export class Frames<Block> {
  private readonly groups = new Map<number, (Block | null)[]>();
  private given = 0;

  /** How many frames have a block. */
  get size(): number {
    return this.given;
  }

  /** The block that has `frame`, or null. */
  blockAt(frame: number): Block | null {
    return this.groups.get(Math.floor(frame / FRAMES))?.[frame % FRAMES] ?? null;
  }

  /** Gives `frame`, which nobody has, to `block`. */
  give(frame: number, block: Block): void {
    this.groupOf(frame)[frame % FRAMES] = block;
    this.given += 1;
  }

  /** Takes `frame` from the block that has it. */
  take(frame: number): void {
    this.groupOf(frame)[frame % FRAMES] = null;
    this.given -= 1;
  }

  private groupOf(frame: number): (Block | null)[] {
    const number = Math.floor(frame / FRAMES);
    const group = this.groups.get(number) ?? new Array(FRAMES).fill(null);
    this.groups.set(number, group);
    return group;
  }
}
