/** A kernel that now and then writes into memory what it should not, tells nobody, and puts it right at the next system call. */
import { PAGE_SIZE, PAGE_WORDS, type Ppn, ppn } from '../../../hardware/hardware.ts';
import { type Process, WeensyKernel } from '../../../kernel/kernel.ts';

/** Numbers that look random, from `seed`. */
const generator = (seed: number): ((below: number) => number) => {
  let state = seed | 1;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) % below;
  };
};

/** What it spoils. */
export const DEEDS = [
  'a bit of an entry',
  'an entry like another',
  'an entry of any page',
  'the high word of an entry',
  'a table like another',
  'an empty table',
  'a count',
  'a slot',
  'a slot like another',
  'a word of a program',
] as const;

/** One system call in so many is followed by a deed. */
const RARITY = 3;

export class Scribbler extends WeensyKernel {
  /** What it did, by name. */
  readonly deeds = new Set<string>();
  private random: ((below: number) => number) | null = null;
  /** What puts right what it did, oldest first. */
  private wrongs: (() => void)[] = [];

  /** Chooses the deeds to come, or none if `seed` is 0. */
  scribbleBy(seed: number): this {
    this.random = seed === 0 ? null : generator(seed);
    return this;
  }

  /** Puts nothing right that was done until now: somebody else did. */
  forgetWrongs(): void {
    this.wrongs = [];
  }

  override syscall(process: Process, number: number, argument: number): number {
    for (const putRight of this.wrongs.reverse()) putRight();
    this.wrongs = [];
    const result = super.syscall(process, number, argument);
    if (this.random !== null && this.below(RARITY) === 0 && this.view.processes().length > 0) this.scribble();
    return result;
  }

  private scribble(): void {
    const deed = DEEDS[this.below(DEEDS.length)];
    this.deeds.add(deed);
    switch (deed) {
      case 'a bit of an entry':
        return this.flip(this.entry(), this.below(12));
      case 'an entry like another':
        return this.put(this.entry(), this.words[this.entry()]);
      case 'an entry of any page':
        return this.put(this.entry(), (this.below(600) << 12) | 7);
      case 'the high word of an entry':
        return this.put(this.entry() | 1, this.below(2) - 1);
      case 'a table like another':
        return this.copy(this.table(), this.table());
      case 'an empty table':
        return this.copy(this.table(), ppn(0));
      case 'a count':
        return this.flip((this.view.counts.start >> 2) + this.below(this.pages >> 2), this.below(32));
      case 'a slot':
        return this.put(this.essential(), this.below(3));
      case 'a slot like another':
        return this.put(this.essential(), this.words[this.essential()]);
      case 'a word of a program':
        return this.flip(this.mapped() * PAGE_WORDS + this.below(PAGE_WORDS), this.below(32));
    }
  }

  private below(limit: number): number {
    return this.random?.(limit) ?? 0;
  }

  private get words(): Int32Array {
    return this.machine.memory.words;
  }

  private put(index: number, value: number): void {
    const { memory } = this.machine;
    const old = memory.words[index];
    memory.store(index, value);
    this.wrongs.push(() => memory.store(index, old));
  }

  private flip(index: number, bit: number): void {
    this.put(index, this.words[index] ^ (1 << bit));
  }

  private copy(page: Ppn, source: Ppn): void {
    const { memory } = this.machine;
    const old = memory.words.slice(page * PAGE_WORDS, (page + 1) * PAGE_WORDS);
    memory.copyPage(page, source);
    this.wrongs.push(() => memory.putPage(page, old));
  }

  /** Some table of some process, or of the kernel now and then. */
  private table(): Ppn {
    const roots = [...this.view.processes().map(({ root }) => root), this.view.kernelRoot];
    const root = roots[this.below(roots.length)];
    const pages = [root, ...this.view.tables(root).map(({ page }) => page)];
    return pages[this.below(pages.length)];
  }

  /** The place of an entry that leads somewhere, of some table, or of any. */
  private entry(): number {
    const first = this.table() * PAGE_WORDS;
    const filled = Array.from({ length: PAGE_WORDS / 2 }, (_, i) => first + i * 2).filter((at) => this.words[at] !== 0);
    return this.below(4) === 0 || filled.length === 0
      ? first + this.below(PAGE_WORDS / 2) * 2
      : filled[this.below(filled.length)];
  }

  /** The place of a word that decides what a slot is. */
  private essential(): number {
    const places = this.view.essentials(1 + this.below(this.view.slotCount - 1));
    return places[this.below(places.length)] >> 2;
  }

  /** A page that some process can reach. */
  private mapped(): Ppn {
    const processes = this.view.processes();
    const mappings = this.view.mappings(processes[this.below(processes.length)].root, this.view.userStart);
    return mappings.length === 0 ? ppn(0) : ppn(mappings[this.below(mappings.length)].pa / PAGE_SIZE);
  }
}
