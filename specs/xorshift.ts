/** Random draws that are the same each time: xorshift32 (Marsaglia, "Xorshift RNGs"), from a seed and the number of a run. */

export class Random {
  private state = 1;

  /** Begins the draws of run `run`, which do not depend on other runs. */
  seed(seed: number, run: number): void {
    const mixed = Math.imul(seed ^ 0x6a09e667, 0x9e3779b1) ^ Math.imul(run + 1, 0x85ebca6b);
    this.state = mixed === 0 ? 1 : mixed;
    for (let i = 0; i < 4; i++) this.word();
  }

  /** A whole number from 0 to `count` - 1. */
  below(count: number): number {
    return (this.word() >>> 0) % count;
  }

  /** True once in `count` draws. */
  once(count: number): boolean {
    return this.below(count) === 0;
  }

  private word(): number {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x;
    return x;
  }
}
