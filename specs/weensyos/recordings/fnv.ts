/** FNV-1a with 64 bits, kept as two words (Fowler, Noll, Vo; draft-eastlake-fnv). The hash of the recordings. */
import { hex64 } from '../../../hardware/hardware.ts';

const BASIS_HIGH = 0xcbf29ce4 | 0;
const BASIS_LOW = 0x84222325 | 0;
/** The prime is 2^40 + PRIME_LOW. */
const PRIME_LOW = 0x1b3;
const WORD = 2 ** 32;

export class Fnv {
  private high = BASIS_HIGH;
  private low = BASIS_LOW;

  byte(value: number): void {
    const low = (this.low ^ (value & 0xff)) >>> 0;
    const product = low * PRIME_LOW;
    this.high = (Math.imul(this.high, PRIME_LOW) + Math.floor(product / WORD) + (low << 8)) | 0;
    this.low = product | 0;
  }

  /** The same for many bytes, in local variables: checkpoints hash whole heaps. */
  bytes(values: Uint8Array): void {
    let { high, low } = this;
    for (let i = 0; i < values.length; i++) {
      low = (low ^ values[i]) >>> 0;
      const product = low * PRIME_LOW;
      high = (Math.imul(high, PRIME_LOW) + Math.floor(product / WORD) + (low << 8)) | 0;
      low = product | 0;
    }
    this.high = high;
    this.low = low;
  }

  /** Feeds the low `size` bytes of `value`, low byte first. */
  number(value: number, size: number): void {
    for (let i = 0; i < size; i++) this.byte(value >> (8 * i));
  }

  /** Feeds the state of another hash: eight bytes, low first. */
  hash(other: Fnv): void {
    this.number(other.low, 4);
    this.number(other.high, 4);
  }

  toString(): string {
    return hex64(this.high, this.low);
  }
}
