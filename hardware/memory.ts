/**
 * Physical memory: the one array of words behind all state of the machine. It owns every store and the watchers
 * that can follow them (journal, snapshots, fingerprint, changes); what an address means is left to the MMU.
 *
 *     word 0                       ramPages * 1024
 *     +---------- RAM ------------+----------------- device pages ------------------+
 *     | what physical addresses   | CPU and device | TLB entries | use of each page |
 *     | reach                     | registers      |             | (a byte a page)  |
 *     +---------------------------+----------------+-------------+------------------+
 *                                  1 page           2 pages       as many as needed
 *
 * Device pages have no physical address: no load or store of a kernel or program reaches them.
 */
import { PAGE_SIZE, PAGE_WORDS } from './address.ts';
import { Changes } from './changes.ts';
import { Fingerprint } from './fingerprint.ts';
import { Journal, type JournalMark } from './journal.ts';
import { type PageSnapshot, SnapshotPages } from './snapshot.ts';

const PLAIN = 0;
const JOURNALED = 1;
const SNAPSHOT = 2;
const FINGERPRINTED = 4;
/** Nothing was stored in RAM yet: it is all zero. */
const BLANK = 8;
const FOLLOWED = 16;
const ALL_FOLLOWED = 32;
const RECORDED = FOLLOWED | ALL_FOLLOWED;

const REGISTER_PAGES = 1;
/** A page of entries, and one for the buffer's own registers. */
export const TLB_PAGES = 2;

/**
 * The words of a machine: `ramPages` pages of RAM and a few behind it for registers. Indexes are of 32-bit words; an index outside of
 * memory is a mistake of the caller, and not checked. Every store is told to whoever follows it.
 */
export class Memory {
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
  /** The same, aligned quadwords at a time: what moves or scans much goes by them, for they cost as much as words. */
  readonly quads: BigInt64Array;
  readonly ramPages: number;
  /** Word index of the CPU's and the devices' registers. */
  readonly registers: number;
  /** Word index of the TLB's entries. */
  readonly tlb: number;
  /** Which watchers follow stores; zero when nobody does, and then a store is only a store. */
  private mode = BLANK;
  /** For each page the watchers, as bits, that need to know no more of changes in it. */
  private readonly heard: Uint8Array;
  private readonly uses: Uint8Array;
  private readonly usesByte: number;
  private journal: Journal | null = null;
  private snapshots: SnapshotPages | null = null;
  private hash: Fingerprint | null = null;
  private record: Changes | null = null;

  /** Memory of `ramPages` pages, all zero. */
  constructor(ramPages: number) {
    const allButUses = ramPages + REGISTER_PAGES + TLB_PAGES;
    const usePages = Math.ceil(allButUses / (PAGE_SIZE - 1));
    const buffer = new ArrayBuffer((allButUses + usePages) * PAGE_SIZE);
    this.words = new Int32Array(buffer);
    this.bytes = new Uint8Array(buffer);
    this.quads = new BigInt64Array(buffer);
    this.ramPages = ramPages;
    this.registers = ramPages * PAGE_WORDS;
    this.tlb = (ramPages + REGISTER_PAGES) * PAGE_WORDS;
    this.usesByte = allButUses * PAGE_SIZE;
    this.heard = new Uint8Array(allButUses + usePages).fill(BLANK, ramPages);
    this.uses = new Uint8Array(buffer, this.usesByte, allButUses + usePages);
    if (new Uint8Array(Int32Array.of(1).buffer)[0] !== 1)
      throw new Error('Ringfence needs a little-endian host: its memory is viewed as words and bytes.');
  }

  /** The one way into a word. `index` counts words from the start of RAM. */
  store(index: number, value: number): void {
    if (this.mode === PLAIN || (this.mode & ~this.heard[index >> 10]) === 0) this.words[index] = value;
    else this.watched(index, value);
  }

  store8(address: number, value: number): void {
    const shift = (address & 3) << 3;
    const index = address >> 2;
    this.store(index, (this.words[index] & ~(0xff << shift)) | ((value & 0xff) << shift));
  }

  /** Stores 16 bits at an even address. */
  store16(address: number, value: number): void {
    const shift = (address & 2) << 3;
    const index = address >> 2;
    this.store(index, (this.words[index] & ~(0xffff << shift)) | ((value & 0xffff) << shift));
  }

  /** Sets each word of `page` to `value`; by bytes if they are all the same, which the host does twice as fast. */
  fillPage(page: number, value: number): void {
    if (this.mode !== PLAIN) this.beforePage(page);
    const byte = value & 0xff;
    if ((value | 0) === Math.imul(byte, 0x01010101)) this.bytes.fill(byte, page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
    else this.words.fill(value, page * PAGE_WORDS, (page + 1) * PAGE_WORDS);
    this.hash?.filled(page, value);
  }

  /** Sets `count` words from word `index` on to `value`. */
  fillWords(index: number, value: number, count: number): void {
    if (this.isFree(index, count)) this.words.fill(value, index, index + count);
    else for (let i = 0; i < count; i++) this.watched(index + i, value);
  }

  /** Sets each word of RAM to `value`, as at power on. */
  fillAll(value: number): void {
    if (value !== 0) for (let page = 0; page < this.ramPages; page++) this.fillPage(page, value);
  }

  /** Makes `page` equal to page `source`. */
  copyPage(page: number, source: number): void {
    if (this.mode !== PLAIN) this.beforePage(page);
    this.words.copyWithin(page * PAGE_WORDS, source * PAGE_WORDS, (source + 1) * PAGE_WORDS);
    this.hash?.copied(page, source);
  }

  /** Copies `count` words from word `source` to word `target`, one after the other upwards. */
  copyWords(target: number, source: number, count: number): void {
    const { words } = this;
    const isFree = this.isFree(target, count);
    if (((target | source | count) & 1) === 0) this.copyQuads(target >> 1, source >> 1, count >> 1, isFree);
    else if (isFree) for (let i = 0; i < count; i++) words[target + i] = words[source + i];
    else for (let i = 0; i < count; i++) this.watched(target + i, words[source + i]);
  }

  /** Most words of a saved frame do not change. */
  private copyQuads(target: number, source: number, count: number, isFree: boolean): void {
    const { quads } = this;
    if (isFree) for (let i = 0; i < count; i++) quads[target + i] = quads[source + i];
    else {
      for (let i = 0; i < count; i++) {
        if (BigInt.asIntN(64, quads[target + i] ^ quads[source + i]) !== 0n) this.copyWatched(target + i, source + i);
      }
    }
  }

  private copyWatched(target: number, source: number): void {
    this.watched(target * 2, this.words[source * 2]);
    this.watched(target * 2 + 1, this.words[source * 2 + 1]);
  }

  /** Copies `count` bytes from byte `source` to byte `target`, one after the other upwards; by words where both are aligned. */
  copyBytes(target: number, source: number, count: number): void {
    const words = ((target | source) & 3) === 0 ? count >> 2 : 0;
    this.copyWords(target >> 2, source >> 2, words);
    for (let i = words * 4; i < count; i++) this.store8(target + i, this.bytes[source + i]);
  }

  /** Sets `count` bytes from byte `address` on to `value`. */
  fillBytes(address: number, count: number, value: number): void {
    if (count === 0) return;
    if (this.isFree(address >> 2, ((address + count - 1) >> 2) - (address >> 2) + 1)) {
      this.bytes.fill(value, address, address + count);
      return;
    }
    const words = (address & 3) === 0 ? count >> 2 : 0;
    for (let i = 0; i < words; i++) this.watched((address >> 2) + i, (value & 0xff) * 0x01010101);
    for (let i = words * 4; i < count; i++) this.store8(address + i, value);
  }

  /** Must precede changes in place of the two words from `index` on, which are to be of a page that does not count: the TLB's. */
  beforeTwo(index: number): void {
    if (this.mode !== PLAIN) this.watchTwo(index);
  }

  private watchTwo(index: number): void {
    const asking = this.mode & ~this.heard[index >> 10];
    if (asking === PLAIN) return;
    for (let i = index; i < index + 2; i++) {
      if (asking & JOURNALED) this.journal?.word(i);
      if (asking & RECORDED) this.record?.word(i);
    }
    if (asking & SNAPSHOT) this.snapshots?.touch(index >> 10);
    if (asking & FINGERPRINTED) this.hash?.forget(index >> 10);
  }

  /** Says what `page` is used for, which decides how it counts towards the fingerprint and nothing else. */
  setUse(page: number, use: number): void {
    const old = this.uses[page];
    if (old === use) return;
    this.store8(this.usesByte + page, use);
    this.hash?.useChanged(page, old, use);
  }

  useOf(page: number): number {
    return this.uses[page];
  }

  /** Starts the journal if it is off, and returns where it stands. */
  mark(): JournalMark {
    this.journal ??= new Journal(this.words, this.heard, JOURNALED);
    this.mode |= JOURNALED;
    const mark = this.journal.mark();
    this.record?.mark(mark);
    return mark;
  }

  /** Rewinds every word to what it was at `mark`. */
  undo(mark: JournalMark): void {
    if (this.journal === null || (this.mode & JOURNALED) === 0)
      throw new Error('undo without a mark: call mark() where the run may later be rewound to');
    const untold = this.record?.goBack(mark) === true ? JOURNALED | RECORDED : JOURNALED;
    const { mode } = this;
    this.mode &= ~untold;
    try {
      this.journal.rewind(mark, this);
    } finally {
      this.mode |= mode & untold;
    }
    this.record?.mark(mark);
  }

  /** Calls `visit` with each change since `mark`, newest first: see `Journal.changedSince`. */
  changedSince(mark: JournalMark, visit: (place: number, old: number) => void): void {
    this.journal?.changedSince(mark, visit);
  }

  /** Turns the journal off and forgets it. Marks taken before are void. */
  forgetJournal(): void {
    this.journal?.forget();
    this.record?.forgetMarks();
    this.mode &= ~JOURNALED;
  }

  snapshot(): PageSnapshot {
    return this.snapshotPages().take();
  }

  /** Makes memory equal to `snapshot`, which must come from a memory of the same size. */
  restore(snapshot: PageSnapshot): void {
    if (snapshot.pages.length * PAGE_WORDS !== this.words.length)
      throw new RangeError('the snapshot is of another size');
    this.snapshotPages().restore(snapshot, this);
  }

  private snapshotPages(): SnapshotPages {
    const blankPages = this.mode & BLANK ? this.ramPages : 0;
    this.snapshots ??= new SnapshotPages(this.words, this.heard, SNAPSHOT, blankPages);
    this.mode |= SNAPSHOT;
    return this.snapshots;
  }

  /** The hash of all words that count, as sixteen hex digits. The first call hashes everything; then it is kept up. */
  fingerprint(): string {
    this.hash ??= new Fingerprint(this.words, this.uses, this.heard, FINGERPRINTED);
    this.mode |= FINGERPRINTED;
    return this.hash.value();
  }

  /** The same hash, counted from scratch. */
  fingerprintFromScratch(): string {
    return new Fingerprint(this.words, this.uses).value();
  }

  /**
   * Starts a record of changes, at first of no page. There is one a memory, for somebody who forgets it from time to time:
   * a second call is an error.
   */
  changes(): Changes {
    if (this.record !== null) throw new Error('the changes of this memory are recorded already: one checker a machine');
    this.record = new Changes(this.words, this.heard, FOLLOWED, ALL_FOLLOWED);
    this.mode |= FOLLOWED;
    return this.record;
  }

  /** From now on, or no longer, writes down changes of the pages too that are followed only at times. */
  recordAll(all: boolean): void {
    this.mode = all ? this.mode | ALL_FOLLOWED : this.mode & ~ALL_FOLLOWED;
  }

  /** Stores a word for the journal's rewind, which knows the value is an old one. */
  putWord(index: number, value: number): void {
    const page = (index - (this.usesByte >> 2)) * 4;
    const before = page >= 0 ? this.uses.slice(page, page + 4) : null;
    this.store(index, value);
    if (before !== null) this.usesChanged(page, before);
  }

  /** Replaces a whole page, for rewinding and restoring. */
  putPage(page: number, values: Int32Array): void {
    if (this.mode !== PLAIN) this.beforePage(page);
    const first = page * PAGE_SIZE - this.usesByte;
    const before = first >= 0 ? this.uses.slice(first, first + PAGE_SIZE) : null;
    this.words.set(values, page * PAGE_WORDS);
    this.hash?.forget(page);
    if (before !== null) this.usesChanged(first, before);
  }

  private usesChanged(first: number, before: Uint8Array): void {
    if (this.hash === null) return;
    for (let i = 0; i < before.length; i++) {
      const use = this.uses[first + i];
      if (before[i] !== use) this.hash.useChanged(first + i, before[i], use);
    }
  }

  /** The slow path of a store. Most stores of a watched run change nothing, or a page that every watcher has heard enough of. */
  private watched(index: number, value: number): void {
    const asking = this.mode & ~this.heard[index >> 10];
    if (asking !== PLAIN && this.words[index] !== (value | 0)) this.beforeWord(index, value | 0, asking);
    this.words[index] = value;
  }

  private beforeWord(index: number, value: number, asking: number): void {
    if (asking & BLANK) this.mode &= ~BLANK;
    if (asking & JOURNALED) this.journal?.word(index);
    if (asking & SNAPSHOT) this.snapshots?.touch(index >> 10);
    if (asking & RECORDED) this.record?.word(index);
    if (asking & FINGERPRINTED) this.hash?.word(index, this.words[index], value);
  }

  private beforePage(page: number): void {
    const asking = this.mode & ~this.heard[page];
    if (asking & BLANK) this.mode &= ~BLANK;
    if (asking & JOURNALED) this.journal?.page(page);
    if (asking & SNAPSHOT) this.snapshots?.touch(page);
    if (asking & RECORDED) this.record?.page(page);
  }

  /** Whether no watcher asks about the `count` words from `index` on; of more than lie in two pages, one may. */
  private isFree(index: number, count: number): boolean {
    if (this.mode === PLAIN) return true;
    const [first, last] = [index >> 10, (index + count - 1) >> 10];
    return last <= first + 1 && (this.mode & ~(this.heard[first] & this.heard[last])) === 0;
  }
}
