/**
 * The memory that an allocator under trial gets: every access is judged before it happens, and charged. An access outside of what the
 * allocator may touch throws, and is remembered in case that the allocator catches it.
 */
import { cost, describeValue, PAGE_SIZE } from '../../../hardware/hardware.ts';
import type { AllocatorMemory, Regions } from '../../../kernel/kernel.ts';
import { inThousands } from '../../thousands.ts';
import { comesBack, ownMemory } from '../rules/access.ts';
import { RuleBroken } from '../rules/rule.ts';
import { wholeNumbers } from '../rules/whole-number.ts';
import { type Blocks, FREE, HOLE } from './blocks.ts';
import type { Lent } from './lent.ts';
import { isInside, regionsText } from './regions.ts';

export const PAGE_WORDS = PAGE_SIZE / 4;
const { ACCESS } = cost;
const PAGE_MOVED = PAGE_WORDS * cost.WORD_MOVED;
/** What one call may cost: ample for a search that looks at every page for every page. */
const MOST_CYCLES = 40_000;
const MOST_CYCLES_A_PAGE = 4_000;
/** No block has this number. */
const NOBODY = -3;

interface Details {
  readonly regions?: Regions | null | undefined;
  readonly lent?: Lent | undefined;
}

export class WatchedMemory implements AllocatorMemory {
  readonly bytes: number;
  readonly words: Int32Array;
  /** Index of the first word of page 0. */
  readonly firstWord: number;
  /** Cycles of the call under way, or of the last one. */
  cycles = 0;
  /** Whether the allocator itself stored into a page. */
  dirty = false;
  /** What was broken first. */
  broken: RuleBroken | null = null;
  private readonly halves: Uint16Array;
  private readonly octets: Uint8Array;
  private readonly start: number;
  private readonly most: number;
  private readonly blocks: Blocks;
  private block = NOBODY;
  /** What of its own bytes the allocator says that it uses; null if it does not say. */
  private readonly regions: Regions | null;
  /** Bytes from 0 up that may be touched without a look at anything else. */
  private readonly open: number;

  /** `bytes` bytes of the allocator's own, of which it touches `regions` alone, if those are given; and the pages of `blocks`. All of it may be `lent`. */
  constructor(bytes: number, blocks: Blocks, { regions = null, lent }: Details = {}) {
    this.bytes = bytes;
    this.regions = regions;
    this.open = regions === null ? bytes : 0;
    this.blocks = blocks;
    this.start = Math.ceil(bytes / PAGE_SIZE) * PAGE_SIZE;
    this.firstWord = this.start / 4;
    this.most = MOST_CYCLES + MOST_CYCLES_A_PAGE * blocks.pages;
    const size = this.start + blocks.pages * PAGE_SIZE;
    const buffer = lent?.take(size, this) ?? new ArrayBuffer(size);
    this.words = new Int32Array(buffer, 0, size / 4);
    this.halves = new Uint16Array(buffer, 0, size / 2);
    this.octets = new Uint8Array(buffer, 0, size);
  }

  /** Begins a call, in which the pages of `block` may be touched, too. */
  begin(block = NOBODY): void {
    this.block = block;
    this.cycles = 0;
  }

  /** The allocator's own bytes are zero, as before the first call; and so are all pages, if it stored into any. */
  reset(): void {
    this.words.fill(0, 0, this.dirty ? this.words.length : (this.bytes + 3) >> 2);
    this.dirty = false;
    this.broken = null;
  }

  /** Whether this object is as it was made: not frozen, sealed, or closed to new properties. */
  isLeftAlone(): boolean {
    return Object.isExtensible(this);
  }

  load8(at: number): number {
    this.charge(ACCESS);
    if (at >>> 0 !== at || at >= this.open) this.judge(at, 1, 'load');
    return this.octets[at];
  }

  load16(at: number): number {
    this.charge(ACCESS);
    if (at >>> 0 !== at || (at & 1) !== 0 || at + 2 > this.open) this.judge(at, 2, 'load');
    return this.halves[at >> 1];
  }

  load32(at: number): number {
    this.charge(ACCESS);
    if (at >>> 0 !== at || (at & 3) !== 0 || at + 4 > this.open) this.judge(at, 4, 'load');
    return this.words[at >> 2];
  }

  store8(at: number, value: number): void {
    this.charge(ACCESS);
    if (at >>> 0 !== at || at >= this.open) this.judge(at, 1, 'store');
    this.octets[at] = value;
  }

  store16(at: number, value: number): void {
    this.charge(ACCESS);
    if (at >>> 0 !== at || (at & 1) !== 0 || at + 2 > this.open) this.judge(at, 2, 'store');
    this.halves[at >> 1] = value;
  }

  store32(at: number, value: number): void {
    this.charge(ACCESS);
    if (at >>> 0 !== at || (at & 3) !== 0 || at + 4 > this.open) this.judge(at, 4, 'store');
    this.words[at >> 2] = value;
  }

  addressOf(page: number): number {
    return this.start + page * PAGE_SIZE;
  }

  fillPages(page: number, count: number, word: number): void {
    this.requireWhole('fillPages', page, count, word);
    for (let i = page; i < page + count; i++) {
      this.judgePage(i, 'fill');
      this.charge(PAGE_MOVED);
      const at = this.firstWord + i * PAGE_WORDS;
      this.words.fill(word, at, at + PAGE_WORDS);
      if (word !== 0) this.dirty = true;
    }
  }

  copyPages(to: number, from: number, count: number): void {
    this.requireWhole('copyPages', to, from, count);
    for (let i = 0; i < count; i++) {
      this.judgePage(from + i, 'load');
      this.judgePage(to + i, 'store');
      this.charge(PAGE_MOVED);
      const source = this.firstWord + (from + i) * PAGE_WORDS;
      this.words.copyWithin(this.firstWord + (to + i) * PAGE_WORDS, source, source + PAGE_WORDS);
    }
  }

  private charge(cycles: number): void {
    this.cycles += cycles;
    if (this.cycles > this.most) this.exceed();
  }

  private exceed(): never {
    // What may follow, such as an answer after the error was caught, is not charged for again.
    this.cycles = Number.NEGATIVE_INFINITY;
    return this.break(
      new RuleBroken(comesBack, {
        expected: `an end within ${inThousands(this.most)} cycles of accesses to memory`,
        found: 'more: it searches for ever, or nearly so',
      }),
    );
  }

  /** Throws unless the `size` bytes at `at`, which are not all of the allocator's own, are in a page that it may touch. */
  private judge(at: number, size: number, verb: string): void {
    const page = Math.floor((at - this.start) / PAGE_SIZE);
    if (at >>> 0 === at && at % size === 0) {
      if (at + size <= this.bytes) return this.judgeOwn(at, size, verb);
      if (this.mayTouch(page)) {
        if (verb === 'store') this.dirty = true;
        return;
      }
    }
    this.break(new RuleBroken(ownMemory, { expected: this.expected(), found: this.strayed(at, size, verb), page }));
  }

  /** Throws unless the bytes, which are all of the allocator's own, are in one of the regions that it names. */
  private judgeOwn(at: number, size: number, verb: string): void {
    const { regions } = this;
    if (regions === null || isInside(regions, at, size)) return;
    const expected = `accesses to its own regions ${regionsText(regions)}`;
    const found = `a ${verb} of ${sizeText(size)} at address ${at}, which no region has all of`;
    this.break(new RuleBroken(ownMemory, { expected, found }));
  }

  /** Throws unless `numbers`, which were asked of `method`, are whole. */
  private requireWhole(method: string, ...numbers: readonly number[]): void {
    if (numbers.every(Number.isInteger)) return;
    const found = `${method}(${numbers.map(describeValue).join(', ')})`;
    this.break(new RuleBroken(wholeNumbers, { expected: `whole numbers for ${method}`, found }));
  }

  private judgePage(page: number, verb: string): void {
    if (this.mayTouch(page)) return;
    const found = `a ${verb} of page ${page}, ${this.describe(page)}`;
    this.break(new RuleBroken(ownMemory, { expected: this.expected(), found, page }));
  }

  private mayTouch(page: number): boolean {
    const owner = this.blocks.owner[page];
    return owner === FREE || (owner !== undefined && owner === this.block);
  }

  private expected(): string {
    return `accesses to its own bytes 0 to ${this.bytes - 1}, free pages${this.block === NOBODY ? '' : ', and the block given back'}`;
  }

  private strayed(at: number, size: number, verb: string): string {
    const access = `a ${verb} of ${sizeText(size)}`;
    if (at >>> 0 !== at || at % size !== 0)
      return `${access} at address ${describeValue(at)}, which ${size} does not divide`;
    const page = Math.floor((at - this.start) / PAGE_SIZE);
    if (page < 0) return `${access} at address ${at}, behind its own bytes`;
    return `${access} at address ${at}, byte ${at % PAGE_SIZE} of page ${page}, ${this.describe(page)}`;
  }

  private describe(page: number): string {
    const owner = this.blocks.owner[page];
    if (owner === undefined) return 'which does not exist';
    return owner === HOLE ? 'which is a hole' : 'which somebody has';
  }

  private break(broken: RuleBroken): never {
    this.broken ??= broken;
    throw broken;
  }
}

const sizeText = (size: number): string => (size === 1 ? '1 byte' : `${size} bytes`);
