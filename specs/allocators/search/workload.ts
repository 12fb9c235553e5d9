/**
 * What a run does: operations drawn one at a time, looking at which blocks are in use. Each run draws a character first: how large blocks are,
 * how full memory is kept, which block is freed, and which of the rarer operations happen at all (swarm testing: Groce and others, ISSTA 2012).
 */
import type { PageAllocator, Promises } from '../../../kernel/kernel.ts';
import type { Random } from '../../xorshift.ts';
import * as kind from '../sequence.ts';
import type { Blocks } from '../trial/blocks.ts';
import { anyOrder, SIZES, type Sizes } from './sizes.ts';

const ALL_SIZES = Object.values(SIZES);
/** How full memory is kept, in 256ths. */
const LEVELS = [96, 192, 232, 250, 256, 256];
/** Requests that make no sense; those that are one more than a power of two come to nothing as bytes in 32 bits. */
const NONSENSE = [0, -1, 1 << 20, (1 << 20) + 1, 1 << 30, 2 ** 31 - 1, -(2 ** 31)];
/** The same for resizes, with parts of pages, what is negative or nothing in 32 bits, and what is no number. */
const NONSENSE_SIZES = [...NONSENSE, 0.5, 1.5, 2 ** 31, 2 ** 32, 2 ** 53, Number.NaN];
/** One less than each power of two, itself, and one more: where counts of so many bits are cut off. */
export const BESIDE_POWERS: readonly number[] = Array.from({ length: 54 }, (_, power) => 2 ** power).flatMap((size) => [
  size - 1,
  size,
  size + 1,
]);
/** Resizes to such a size, and of blocks that were freed, which are apart from those that make sense. */
const RESIZE_TO_NONSENSE = -1;
const RESIZE_AGAIN = -2;
const RARE = [
  ...[kind.ALLOCATE_ZEROED, kind.FREE_BLOCK, kind.SHARE, kind.REALLOCATE, kind.FREE_AT, kind.ALLOCATE],
  ...[RESIZE_TO_NONSENSE, RESIZE_AGAIN, kind.REALLOCATE_AT],
];
const EXHAUSTED_ONCE_IN = 4096;

/** What draws look at: which blocks are in use, and how full memory is. */
export type Demanded = Pick<
  Blocks,
  'pages' | 'usablePages' | 'freePages' | 'live' | 'liveCount' | 'dead' | 'deadCount'
>;

export class Workload {
  /** The operation drawn last, as of sequence.ts. */
  kind = 0;
  first = 0;
  second = 0;
  private readonly random: Random;
  private readonly promises: Promises;
  private readonly blocks: Demanded;
  /** Kinds of rarer operations that this run does. */
  private readonly rare = new Int32Array(RARE.length);
  private rareCount = 0;
  /** Whether all of memory is asked for now and then. */
  private exhausts = true;
  private sizes: Sizes = ALL_SIZES[0];
  private lastSize = 1;
  private level = 0;
  /** Whether memory is filled to the level and emptied in turns, and if so, whether it is emptied now. */
  private inTurns = false;
  private emptying = false;
  private order = 0;
  private nextBlock = 0;

  constructor(random: Random, blocks: Demanded, promises: Promises) {
    this.random = random;
    this.blocks = blocks;
    this.promises = promises;
  }

  /** Draws the character of a run of `allocator`; one that `reaches` has blocks of any order, most likely. */
  begin(allocator: PageAllocator, reaches = false): void {
    const { random } = this;
    if (this.promises.onePageOnly === true && !random.once(8)) this.sizes = SIZES.single;
    else this.sizes = reaches && !random.once(4) ? anyOrder : pick(random, ALL_SIZES);
    this.level = pick(random, LEVELS);
    this.inTurns = reaches ? !random.once(4) : random.once(4);
    this.emptying = false;
    this.order = reaches && random.once(2) ? 0 : random.below(3);
    this.lastSize = 1;
    this.nextBlock = 0;
    this.rareCount = 0;
    for (const rare of RARE) if (this.can(allocator, rare) && random.once(2)) this.rare[this.rareCount++] = rare;
  }

  /** Takes a character without surprises: blocks of such sizes, memory kept at `level` 256ths, any block freed. */
  settle(sizes: Sizes, level: number): void {
    this.sizes = sizes;
    this.level = level;
    this.inTurns = false;
    this.emptying = false;
    this.order = 0;
    this.lastSize = 1;
    this.nextBlock = 0;
    this.rareCount = 0;
    this.exhausts = false;
  }

  /** Draws the next operation. */
  draw(): void {
    const { random } = this;
    const rare = random.below(8) === 0;
    if (rare && this.exhausts && random.once(EXHAUSTED_ONCE_IN / 8)) this.set(kind.EXHAUST, 0, this.size());
    else if (rare && this.rareCount > 0) this.drawRare(this.rare[random.below(this.rareCount)]);
    else if (this.allocates()) this.set(kind.ALLOCATE, this.nextBlock++, this.size());
    else this.set(kind.FREE_BLOCK, this.chosen(), 0);
  }

  private can(allocator: PageAllocator, operation: number): boolean {
    switch (operation) {
      case kind.ALLOCATE_ZEROED:
        return this.promises.zeroes === true;
      case kind.FREE_BLOCK:
        return this.promises.refusesDoubleFrees === true;
      case kind.SHARE:
        return allocator.share !== undefined;
      case kind.REALLOCATE:
      case RESIZE_TO_NONSENSE:
        return allocator.reallocate !== undefined;
      case kind.FREE_AT:
        return this.promises.refusesForeignFrees === true;
      case RESIZE_AGAIN:
        return allocator.reallocate !== undefined && this.promises.refusesDoubleFrees === true;
      case kind.REALLOCATE_AT:
        return allocator.reallocate !== undefined && this.promises.refusesForeignFrees === true;
      default:
        return true;
    }
  }

  private drawRare(operation: number): void {
    const { random } = this;
    switch (operation) {
      case kind.ALLOCATE_ZEROED:
        return this.set(operation, this.nextBlock++, this.size());
      case kind.FREE_BLOCK:
        return this.set(operation, this.freed(), 0);
      case kind.SHARE:
        return this.set(operation, this.chosen(), 0);
      case kind.REALLOCATE:
        return this.set(operation, this.chosen(), this.size());
      case kind.FREE_AT:
        return this.set(operation, this.foreignPage(), random.below(4));
      case RESIZE_TO_NONSENSE:
        return this.set(kind.REALLOCATE, this.chosen(), this.nonsense(NONSENSE_SIZES));
      case RESIZE_AGAIN:
        return this.set(kind.REALLOCATE, this.freed(), this.size());
      case kind.REALLOCATE_AT:
        return this.set(operation, this.foreignPage(), this.size());
      default:
        return this.set(kind.ALLOCATE, this.nextBlock++, this.nonsense(NONSENSE));
    }
  }

  /** Whether to allocate next, and not to free. */
  private allocates(): boolean {
    const { blocks, random } = this;
    if (blocks.liveCount === 0) {
      this.emptying = false;
      return true;
    }
    const used = blocks.usablePages - blocks.freePages;
    const full = used * 256 >= this.level * blocks.usablePages;
    if (this.inTurns) {
      this.emptying ||= full;
      return !this.emptying;
    }
    return full ? random.once(4) : !random.once(4);
  }

  private size(): number {
    this.lastSize = this.sizes(this.random, this.blocks.pages, this.lastSize);
    return this.lastSize;
  }

  /** A block in use: any, one of the newest, or one of those that have been in their place of the list for long. */
  private chosen(): number {
    const { live, liveCount } = this.blocks;
    if (liveCount === 0) return 0;
    if (this.order === 0) return live[this.random.below(liveCount)];
    return live[this.order === 1 ? liveCount - 1 : 0];
  }

  /** A block that was freed, if there is one. */
  private freed(): number {
    const { dead, deadCount } = this.blocks;
    return deadCount === 0 ? 0 : dead[this.random.below(deadCount)];
  }

  /** Little more than there is, one of `from`, or a count at or beside any power of two. */
  private nonsense(from: readonly number[]): number {
    const { random } = this;
    if (random.once(2)) return this.blocks.pages + 1 + random.below(3);
    return random.once(2) ? pick(random, from) : pick(random, BESIDE_POWERS);
  }

  /** A page that does not exist, the last one, or any. */
  private foreignPage(): number {
    const { pages } = this.blocks;
    return this.random.once(2)
      ? this.random.below(pages)
      : pages - 1 + this.random.below(3) * (this.random.once(2) ? 1 : -pages);
  }

  private set(operation: number, first: number, second: number): void {
    this.kind = operation;
    this.first = first;
    this.second = second;
  }
}

const pick = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)];
