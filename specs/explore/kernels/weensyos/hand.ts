/** A program without a will of its own: each time that it runs, it does what was put into its hand. */
import type { Executable, ImageLayout, Position } from '../../../../hardware/hardware.ts';
import type { OperationStep } from '../../../../userland/userland.ts';

/** Bytes of text: for the one word at which it always is, and the next. */
const TEXT_BYTES = 8;
const NOTHING: OperationStep = [() => 0 as never];

/** The program of which all processes are that a search moves: it has no memory, so that what it did decides nothing. */
export class Hand implements Executable {
  readonly layout: ImageLayout;
  /** What is done next, by whoever runs. */
  step: OperationStep = NOTHING;
  /** Whether that was done. */
  isDone = false;

  /** A program whose text begins at `base`, with `bssSize` bytes of its own. */
  constructor(base: number, bssSize = 0) {
    this.layout = {
      ...{ name: 'hand', base, textSize: TEXT_BYTES, bssSize, entryNames: ['main'] },
      ...{ readOnlyData: new Uint8Array(0), data: new Uint8Array(0) },
    };
  }

  start(): Position {
    return new HandPosition(this);
  }

  /** Makes the operation that is in the hand. */
  make(): number {
    const [make, ...operands] = this.step;
    this.isDone = true;
    return make(...operands);
  }
}

class HandPosition implements Position {
  /** It is always at its first word. */
  readonly location = 0;
  private readonly hand: Hand;

  constructor(hand: Hand) {
    this.hand = hand;
  }

  begin(): number {
    return this.hand.make();
  }

  next(): number {
    return this.hand.make();
  }

  clone(): HandPosition {
    return this;
  }

  identify(): void {}
}
