/**
 * The page tables of all processes as trees, with a copy of every entry, so that a changed entry says what it led to before. It
 * owns which page is a table, of whom and of which level; what the leaves map goes to the tally.
 *
 * A page can be one table of one process here. Where a kernel makes it two, the trees are `lost`, until they are built anew.
 */
import {
  PAGE_BITS,
  PAGE_SIZE,
  PAGE_WORDS,
  PTE_A,
  PTE_D,
  PTE_P,
  PTE_W,
  TABLE_ENTRIES,
} from '../../../hardware/hardware.ts';
import { firstDifference, firstNonzero, quadsOf } from '../../../hardware/zeros.ts';
import type { WeensyView } from '../../../kernel/kernel.ts';
import { type PageFollower, ROOT_LEVEL } from '../../judge/watch/tracker.ts';
import { KernelPart } from './kernel-part.ts';
import type { Tally } from './tally.ts';

const LEVELS = 4;
const INDEX_BITS = 9;
/** Owner of the kernel's own tables, whose mappings are nobody's references. */
const KERNEL = 0;
/** A and D in the low word of an entry are the hardware's. */
const COUNTS = ~(PTE_A | PTE_D);
/** Bytes that one entry of a table covers, by its level. */
const SPANS: readonly number[] = [1, 1, 2, 3, 4].map((level) => 2 ** (PAGE_BITS + (level - 1) * INDEX_BITS));

/** The first entry of the table in `page`, from `at` on, that is not zero; or the number of entries. */
const nextEntry = (entries: BigInt64Array, page: number, at: number): number => {
  const first = page * TABLE_ENTRIES;
  // Entries often stand side by side.
  if (at < TABLE_ENTRIES && entries[first + at] !== 0n) return at;
  return firstNonzero(entries, first + at, first + TABLE_ENTRIES) - first;
};

/** The mask of what counts in the word at `index` of a table. */
export const countsIn = (index: number): number => (index & 1 ? -1 : COUNTS);

export class Trees {
  /** For each page its level as a table, 0 if it is none; and the slot whose table it is. */
  readonly level: Uint8Array;
  readonly owner: Uint8Array;
  /** Whether tables came to any slot, to which, and whether mappings that may not write changed there, since somebody said no. */
  grew = false;
  readonly grown: Uint8Array;
  readonly textMoved: Uint8Array;
  /** How many slots it changed in. */
  movedTexts = 0;
  /** Whether the trees are read anew, which is no news to who follows pages. */
  isRebuilding = false;
  /** Whether they cannot follow what the kernel did. */
  lost = true;
  /** Mappings of pages that there are not. */
  strange = 0;
  readonly part: KernelPart;
  private readonly view: WeensyView;
  private readonly tally: Tally;
  private readonly follower: PageFollower;
  /** For each slot the page of the root planted last. */
  private readonly roots: Int32Array;
  private readonly words: Int32Array;
  private readonly shadow: Int32Array;
  /** Both by entries. */
  private readonly entries: BigInt64Array;
  private readonly copies: BigInt64Array;
  private readonly taken: Uint8Array;
  private readonly start: Float64Array;
  /** For each table how many of its entries that are copied are not zero. */
  private readonly filled: Uint16Array;
  private pending = new Int32Array(256);
  private waiting = 0;

  /** Of the memory `words`; copies of tables go to the same places of `shadow`, but for pages that are `taken` for other things. */
  constructor(
    view: WeensyView,
    tally: Tally,
    follower: PageFollower,
    words: Int32Array,
    shadow: Int32Array,
    taken: Uint8Array,
  ) {
    this.follower = follower;
    this.roots = new Int32Array(view.slotCount);
    this.taken = taken;
    this.view = view;
    this.tally = tally;
    this.words = words;
    this.shadow = shadow;
    this.entries = quadsOf(words);
    this.copies = quadsOf(shadow);
    this.level = new Uint8Array(view.pages);
    this.filled = new Uint16Array(view.pages);
    this.owner = new Uint8Array(view.pages);
    this.start = new Float64Array(view.pages);
    this.grown = new Uint8Array(view.slotCount);
    this.textMoved = new Uint8Array(view.slotCount);
    this.part = new KernelPart(view, words);
  }

  /** Forgets all but the kernel's own tables, which are read anew. Not lost from here on. */
  clear(): void {
    this.lost = false;
    for (const page of this.level.keys()) if (this.level[page] > 0) this.wipe(page);
    this.strange = 0;
    this.waiting = 0;
    this.part.clear();
    this.link(this.view.kernelRoot, LEVELS, KERNEL, 0);
  }

  /** Adds the tree of slot `pid`, whose root is page `root`. */
  plant(pid: number, root: number): void {
    this.part.set(pid, 1);
    this.roots[pid] = root;
    this.link(root, LEVELS, pid, 0);
  }

  /** Takes it away again. */
  fell(pid: number, root: number): void {
    if (this.level[root] === LEVELS && this.owner[root] === pid) this.unlink(root);
    else this.lost = true;
    this.part.set(pid, 0);
  }

  /**
   * Hears that the word at `index` of a table changed. What that means for the tree has to wait, if more than A and D did: first
   * everything goes that is no longer there (`prune`), then everything comes that is new (`graft`).
   */
  changed(index: number): void {
    if (!this.isCopied(index)) return this.partChanged(index);
    if (((this.words[index] ^ this.shadow[index]) & countsIn(index)) === 0) return;
    if (this.owner[index >> 10] === KERNEL) this.lost = true;
    if (this.waiting === this.pending.length) this.grow();
    this.pending[this.waiting++] = index;
  }

  /** Hears that any words of the table at `page` may have changed. */
  pageChanged(page: number): void {
    const first = page * PAGE_WORDS;
    const own = this.hasPart(page) ? this.part.length * 2 : 0;
    const pid = this.owner[page];
    if (own > 0 && pid !== KERNEL) this.part.compare(pid, page);
    else for (let index = first; index < first + own; index += 2) this.partChanged(index);
    const end = (page + 1) * TABLE_ENTRIES;
    const differs = (from: number): number => firstDifference(this.entries, this.copies, from, end);
    for (let at = differs((first + own) / 2); at < end; at = differs(at + 1)) {
      this.changed(at * 2);
      this.changed(at * 2 + 1);
    }
  }

  /** Whether `shadow` has a copy of the word at `index`: of tables it has all but the kernel's part. */
  isCopied(index: number): boolean {
    const page = index >> 10;
    if (!this.hasPart(page)) return this.level[page] > 0;
    return (index & (PAGE_WORDS - 1)) >> 1 >= this.part.length;
  }

  prune(): void {
    for (let i = 0; i < this.waiting && !this.lost; i++) {
      const index = this.pending[i];
      if (this.level[index >> 10] > 0) this.become(index, 0);
    }
  }

  graft(): void {
    for (let i = 0; i < this.waiting && !this.lost; i++) {
      const index = this.pending[i];
      // A table that was moved to the lowest addresses has no copy any more of what is the kernel's part there.
      if (this.isCopied(index)) this.become(index, this.words[index]);
    }
    this.waiting = 0;
  }

  /** The low word of the entry that maps `va`, a page's address from 0 up, under the root at page `root`; 0 if tables are missing. */
  entryAt(root: number, va: number): number {
    let table = root;
    for (let level = LEVELS; ; level--) {
      if (table < 0 || table >= this.level.length) return 0;
      const at = Math.floor(va / SPANS[level]) % TABLE_ENTRIES;
      const entry = this.words[table * PAGE_WORDS + at * 2];
      if (level === 1 || (entry & PTE_P) === 0) return entry;
      table = entry >> PAGE_BITS;
    }
  }

  /** The word at `index`, of a table, becomes `word`. */
  private become(index: number, word: number): void {
    const { shadow } = this;
    const old = shadow[index];
    if (((old ^ word) & countsIn(index)) === 0) return;
    const page = index >> 10;
    const other = shadow[index ^ 1];
    this.filled[page] += ((other | word) === 0 ? 0 : 1) - ((other | old) === 0 ? 0 : 1);
    shadow[index] = word;
    if (index & 1) return;
    const at = (index & (PAGE_WORDS - 1)) >> 1;
    this.leave(page, at, old);
    this.reach(page, at, word);
  }

  private link(page: number, level: number, pid: number, start: number): void {
    if (this.lost || page < 0 || page >= this.level.length || this.level[page] + this.taken[page] > 0) {
      this.lost = true;
      return;
    }
    this.level[page] = level;
    this.owner[page] = pid;
    this.start[page] = start;
    this.grown[pid] = 1;
    this.grew = true;
    if (pid !== KERNEL) this.countTable(page, level, 1);
    if (this.hasPart(page) && pid !== KERNEL) this.part.compare(pid, page);
    this.linkEntries(page, this.hasPart(page) ? this.part.length : 0);
  }

  /** Copies the entries of a table from `from` on that are not zero, and adds what they lead to. */
  private linkEntries(page: number, from: number): void {
    const { words, shadow, entries } = this;
    const first = page * PAGE_WORDS;
    let filled = 0;
    for (let at = nextEntry(entries, page, from); at < TABLE_ENTRIES; at = nextEntry(entries, page, at + 1)) {
      const index = first + at * 2;
      shadow[index] = words[index];
      shadow[index + 1] = words[index + 1];
      filled++;
      this.reach(page, at, words[index]);
    }
    this.filled[page] = filled;
  }

  /** Takes away a table and all below it. Its copy is all zeros again. */
  private unlink(page: number): void {
    const { shadow } = this;
    const level = this.level[page];
    const pid = this.owner[page];
    const first = page * PAGE_WORDS;
    if (level === 1 && this.start[page] === 0) this.part.set(pid, 1);
    for (let at = 0; this.filled[page] > 0; at++) {
      at = nextEntry(this.copies, page, at);
      const index = first + at * 2;
      this.leave(page, at, shadow[index]);
      shadow[index] = 0;
      shadow[index + 1] = 0;
      this.filled[page] -= 1;
    }
    this.level[page] = 0;
    if (pid !== KERNEL) this.countTable(page, level, -1);
  }

  /** Adds what entry number `at` of a table leads to, if it is present. */
  private reach(page: number, at: number, entry: number): void {
    if ((entry & PTE_P) === 0) return;
    if (this.level[page] > 1) this.linkChild(page, at, entry);
    else this.map(page, at, entry, 1);
  }

  private leave(page: number, at: number, entry: number): void {
    if ((entry & PTE_P) === 0) return;
    if (this.level[page] > 1) this.unlinkChild(page, entry >> PAGE_BITS);
    else this.map(page, at, entry, -1);
  }

  /** As in the view: an entry that leads out of memory leads nowhere. */
  private linkChild(page: number, at: number, entry: number): void {
    const child = entry >> PAGE_BITS;
    if (child < 0 || child >= this.level.length) return;
    const level = this.level[page];
    this.link(child, level - 1, this.owner[page], this.start[page] + at * SPANS[level]);
  }

  private unlinkChild(page: number, child: number): void {
    if (child < 0 || child >= this.level.length) return;
    if (this.level[child] === this.level[page] - 1 && this.owner[child] === this.owner[page]) this.unlink(child);
    else this.lost = true;
  }

  private countTable(page: number, level: number, sign: number): void {
    const told = level === LEVELS ? ROOT_LEVEL : level;
    if (level === LEVELS) this.tally.root(page, sign);
    else this.tally.table(page, sign);
    if (!this.isRebuilding) this.follower.referred(page, sign, told, this.start[page], this.roots[this.owner[page]]);
  }

  /** Entry number `at` of the table at `table` maps a page from now on, or no longer. */
  private map(table: number, at: number, entry: number, sign: number): void {
    const pid = this.owner[table];
    if (pid === KERNEL) return;
    const page = entry >> PAGE_BITS;
    if ((entry & PTE_W) === 0) this.moveText(pid);
    if (!this.isRebuilding) this.follower.referred(page, sign, 0, this.start[table] + at * PAGE_SIZE, this.roots[pid]);
    if (page < 0 || page >= this.level.length) this.strange += sign;
    else this.tally.mapping(page, entry, sign);
  }

  /** Whether the table at `page` is that for the lowest addresses, where the kernel's part is. */
  private hasPart(page: number): boolean {
    return this.level[page] === 1 && this.start[page] === 0;
  }

  private partChanged(index: number): void {
    const pid = this.owner[index >> 10];
    if (pid !== KERNEL) this.part.changed(pid, index);
    else if (this.part.differs(index)) this.lost = true;
  }

  /** A mapping of `pid` that may not write changed: its text has to be looked at, whoever runs. */
  private moveText(pid: number): void {
    if (this.textMoved[pid] === 1) return;
    this.textMoved[pid] = 1;
    this.movedTexts += 1;
  }

  /** Hears that the text of `pid` was looked at. */
  textSeen(pid: number): void {
    if (this.textMoved[pid] === 0) return;
    this.textMoved[pid] = 0;
    this.movedTexts -= 1;
  }

  /** Forgets a table, whatever it led to. */
  private wipe(page: number): void {
    this.level[page] = 0;
    this.filled[page] = 0;
    this.shadow.fill(0, page * PAGE_WORDS, (page + 1) * PAGE_WORDS);
  }

  private grow(): void {
    const larger = new Int32Array(this.pending.length * 2);
    larger.set(this.pending);
    this.pending = larger;
  }
}
