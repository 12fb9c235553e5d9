/** Memory as it was after each of the stores that a kernel made. */
import type { Machine } from '../../hardware/hardware.ts';
import type { OpenDump } from '../dumps/open-dump.ts';
import type { Store } from './store.ts';

/** Whether a word at an address, before a store or after it, has to do with a finding. */
export type Concerns = (address: number, word: number) => boolean;

/** The memory of a machine, in which `stores` are made that another one has made. */
export class StoredMemory {
  readonly stores: readonly Store[];
  private readonly open: () => OpenDump | null;
  private readonly words: Int32Array;
  private readonly bytes: Uint8Array;
  /** Which words were stored to, and what was there; and how many stores that were. */
  private readonly done: [index: number, word: number][] = [];
  private count = 0;

  /** `open` judges it as it is. */
  constructor({ memory }: Machine, stores: readonly Store[], open: () => OpenDump | null) {
    this.stores = stores;
    this.open = open;
    this.words = memory.words;
    this.bytes = memory.bytes;
  }

  /** What it is after the first `count` of the stores; null where that cannot be understood. */
  after(count: number): OpenDump | null {
    if (count < this.count) this.undo();
    while (this.count < count) this.store();
    return this.open();
  }

  /** Which of the stores concern something, by their numbers. */
  concerned(concerns: Concerns): number[] {
    this.undo();
    return this.stores.flatMap(({ address }, i) => {
      const before = this.words[address >> 2];
      this.store();
      const now = this.words[address >> 2];
      return before !== now && (concerns(address, before) || concerns(address, now)) ? [i] : [];
    });
  }

  /** Makes the next. */
  private store(): void {
    const { address, bytes, value } = this.stores[this.count++];
    for (let i = 0; i < bytes; i++) {
      const at = (address + i) >> 2;
      this.done.push([at, this.words[at]]);
      this.bytes[address + i] = value >>> (i * 8);
    }
  }

  private undo(): void {
    for (const [at, word] of this.done.toReversed()) this.words[at] = word;
    this.done.length = 0;
    this.count = 0;
  }
}
