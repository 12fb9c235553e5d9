/** Memory of the host that trials have one after the other: to get as much anew for each would take longer than a short run. */

/** Who has it: how many bytes of the allocator's own come first, and whether the allocator stored behind them. */
interface Borrower {
  readonly bytes: number;
  readonly dirty: boolean;
}

export class Lent {
  private buffer = new ArrayBuffer(0);
  private borrower: Borrower = { bytes: 0, dirty: false };

  /** Lends `size` bytes or more, zero but for what owners of pages wrote there. Whoever had them before has them no more. */
  take(size: number, borrower: Borrower): ArrayBuffer {
    const { bytes, dirty } = this.borrower;
    this.borrower = borrower;
    if (this.buffer.byteLength < size) this.buffer = new ArrayBuffer(Math.max(size, 2 * this.buffer.byteLength));
    else new Uint8Array(this.buffer).fill(0, 0, dirty ? this.buffer.byteLength : bytes);
    return this.buffer;
  }
}
