/** States that wait to be gone on from: their words one after another. */
export class Frontier {
  count = 0;
  private readonly words: number;
  private states: Int32Array;

  constructor(words: number) {
    this.words = words;
    this.states = new Int32Array(1024 * words);
  }

  get bytes(): number {
    return this.states.byteLength;
  }

  /** Adds the state in the words from `at` of `states`. */
  push(states: Int32Array, at: number): void {
    const { words } = this;
    if ((this.count + 1) * words > this.states.length) {
      const larger = new Int32Array(this.states.length * 2);
      larger.set(this.states);
      this.states = larger;
    }
    for (let i = 0, to = this.count * words; i < words; i++) this.states[to + i] = states[at + i];
    this.count++;
  }

  /** Puts the state number `index`, from 0, into `state`. */
  read(index: number, state: Int32Array): void {
    const { states, words } = this;
    for (let i = 0, at = index * words; i < words; i++) state[i] = states[at + i];
  }

  /** The words of those from number `index` on. */
  from(index: number): Int32Array {
    return this.states.slice(index * this.words, this.count * this.words);
  }

  /** Leaves out the last. */
  pop(): void {
    this.count--;
  }

  clear(): void {
    this.count = 0;
  }
}
