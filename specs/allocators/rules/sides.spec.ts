/** Each rule of allocators from both sides: a right allocator that deviates by one answer or word is caught by it; what is next to that, and allowed, passes. */
import { expect, test } from 'vitest';
import { cost } from '../../../hardware/hardware.ts';
import { type AllocatorClass, Buddy, FirstFit, NONE } from '../../../kernel/kernel.ts';
import { casesOf, type Draw, drawn, oneOf, type Side, type Table } from '../../judge/sides.ts';
import * as kind from '../sequence.ts';
import { Replayer } from '../trial/replay.ts';
import { answering, resizing } from './deviating.ts';
import { RULES } from './list.ts';

/** What is done, and to whom. */
interface Tried {
  readonly Allocator: AllocatorClass;
  readonly sequence: kind.Sequence;
  readonly holes?: readonly number[];
  /** What is said of it, in part. */
  readonly told?: RegExp;
}
type Try = Side<null, Tried>;

const PAGES = 8;
const MOST_REFERENCES = 254;
const MOST_CYCLES = 40_000 + 4_000 * PAGES;

const take = (block: number, pages: number): kind.Sequence => [kind.ALLOCATE, block, pages];
const takeZeroed = (block: number, pages: number): kind.Sequence => [kind.ALLOCATE_ZEROED, block, pages];
const free = (block: number): kind.Sequence => [kind.FREE_BLOCK, block, 0];
const share = (block: number): kind.Sequence => [kind.SHARE, block, 0];
const resize = (block: number, pages: number): kind.Sequence => [kind.REALLOCATE, block, pages];
const freeAt = (page: number, pages: number): kind.Sequence => [kind.FREE_AT, page, pages];
const freeAll: kind.Sequence = [kind.FREE_ALL, 0, 0];
const shared = (times: number): kind.Sequence[] => Array.from({ length: times }, () => share(0));

const tried =
  (Allocator: AllocatorClass, ...steps: readonly kind.Sequence[]): Try =>
  () => ({ Allocator, sequence: steps.flat() });
/** The same with holes, page 3 if no others are given; and with words that must be said. */
const holed =
  (side: Try, holes: readonly number[] = [3]): Try =>
  (place, draw) => ({ ...side(place, draw), holes });
const told =
  (side: Try, words: RegExp): Try =>
  (place, draw) => ({ ...side(place, draw), told: words });
/** Gives `page` for a request of `count` pages, whatever it has. */
const giving = (page: unknown, count: number): AllocatorClass =>
  answering({ allocate: (right, asked) => (Object.is(asked, count) ? page : right) });
const refusing = (isRefused: (count: number) => boolean, promises = {}): AllocatorClass =>
  answering({ allocate: (right, count, fit) => (isRefused(count) && fit.free(right, count) ? NONE : right) }, promises);

/** An allocator whose first call costs so many loads of its own. */
const loading = (loads: number): AllocatorClass =>
  class extends FirstFit {
    override findRun(count: number): number {
      const before = this.memory as unknown as { readonly cycles: number };
      if (count === 1) while (before.cycles < (loads - 3) * cost.ACCESS) this.memory.load8(0);
      return super.findRun(count);
    }
  };
/** Stores one word of a page, at its start, at its end, or where owners look between. */
const storing = (fit: FirstFit, page: number, draw: Draw): void =>
  fit.memory.store32(fit.memory.addressOf(page) + oneOf(draw, [0, 389, 1023]) * 4, 1 + draw(1000));
/** The list, which moves whatever is resized. */
const moving = (promises = {}): AllocatorClass =>
  resizing((list, page, count, wanted) => list.move(page, count, wanted), promises);
/** Describes free blocks in another order, once it freed one; an allocator made anew knows nothing of that. */
class Remembering extends FirstFit {
  private freed = false;
  override free(page: number, count: number): boolean {
    this.freed = true;
    return super.free(page, count);
  }
  override describe(visit: (page: number, count: number) => void): void {
    const blocks: [number, number][] = [];
    super.describe((page, count) => blocks.push([page, count]));
    for (const [page, count] of this.freed ? blocks.toReversed() : blocks) visit(page, count);
  }
}
/** Buddies, of which those below `order` are left apart once both are free. */
const apart = (order: number): AllocatorClass =>
  class extends Buddy {
    override canMerge(page: number, at: number): boolean {
      return at >= order && super.canMerge(page, at);
    }
  };
/** Refuses requests for `wanted` pages once it has freed so many blocks; `finds` says whether it promises to find what fits. */
const tiring = (times: number, wanted = PAGES, finds = false): AllocatorClass =>
  class extends FirstFit {
    static override readonly promises = {
      ...{ ...FirstFit.promises, findsWhatFits: finds, keepsStateInMemory: false },
      ...(wanted === 1 && { onePageOnly: true }),
    };
    private freed = 0;
    override allocate(count: number, zeroed: boolean): number {
      const isRefused = (count === wanted && this.freed >= times) || (wanted === 1 && count > 1);
      return isRefused ? NONE : super.allocate(count, zeroed);
    }
    override free(page: number, count: number): boolean {
      this.freed += 1;
      return super.free(page, count);
    }
  };
type Free = readonly [page: number, count: number];
/** Describes otherwise if it was made on memory that another began with. */
const madeAnew = (described: (blocks: readonly Free[]) => readonly Free[]): AllocatorClass =>
  class extends FirstFit {
    private isFirst = false;
    override initialize(isUsable: (page: number) => boolean): void {
      this.isFirst = true;
      super.initialize(isUsable);
    }
    override describe(visit: (page: number, count: number) => void): void {
      const blocks: Free[] = [];
      super.describe((page, count) => blocks.push([page, count]));
      for (const [page, count] of this.isFirst ? blocks : described(blocks)) visit(page, count);
    }
  };
/** The same pages, each a block of its own. */
const eachPage = (blocks: readonly Free[]): Free[] =>
  blocks.flatMap(([page, count]) => Array.from({ length: count }, (_, i) => [page + i, 1] as const));
const rounded = (count: number): number => (count === 3 ? 4 : count);
const roundedList: AllocatorClass = class extends resizing(() => NONE) {
  override granted(count: number): number {
    return rounded(count);
  }
};

const TABLE: Table<null, Tried> = {
  'comes back': {
    breaks: {
      'one access too many': tried(loading(MOST_CYCLES / cost.ACCESS + 4), take(0, 1)),
      'what it throws': tried(
        answering({
          allocate: () => {
            throw new Error('not written yet');
          },
        }),
        take(0, 1),
      ),
    },
    keeps: { 'as many accesses as it may make': tried(loading(MOST_CYCLES / cost.ACCESS - 2 * PAGES), take(0, 1)) },
  },
  'stays in its own memory': {
    breaks: {
      'a store behind its last byte': tried(
        answering({ allocate: (right, _, fit) => fit.memory.store8(fit.memory.bytes, 1) ?? right }),
        take(0, 1),
      ),
      'a store into a block that somebody has': (_, draw) =>
        tried(
          answering({ free: (right, __, fit) => storing(fit, 0, draw) ?? right }),
          take(0, 1),
          take(1, 1),
          free(1),
        )(null, draw),
      'a store into a hole': (_, draw) =>
        holed(tried(answering({ free: (right, __, fit) => storing(fit, 3, draw) ?? right }), take(0, 1), free(0)))(
          null,
          draw,
        ),
    },
    keeps: {
      'a load of its last byte': tried(
        answering({ allocate: (right, _, fit) => [fit.memory.load8(fit.memory.bytes - 1), right][1] }),
        take(0, 1),
      ),
      'a store into the block that it is given back': (_, draw) =>
        tried(
          answering({ free: (right, page, fit) => storing(fit, page, draw) ?? right }, { leavesPagesAlone: false }),
          ...[take(0, 1), take(1, 1), free(1), take(2, 1)],
        )(null, draw),
    },
  },
  'whole numbers': {
    breaks: {
      'half a page': tried(giving(0.5, 1), take(0, 1)),
      'no number at all': tried(giving(Number.NaN, 1), take(0, 1)),
      'a promise of a page': tried(giving(Promise.resolve(0), 1), take(0, 1)),
      'a promise for a free': tried(answering({ free: () => Promise.resolve(true) }), take(0, 1), free(0)),
      'half a page that is taken up': tried(answering({ granted: (count) => count + 0.5 }), take(0, 1)),
    },
    keeps: { 'fewer pages taken up than asked for': tried(answering({ granted: () => 0 }), take(0, 2), take(1, 1)) },
  },
  'inside bounds': {
    breaks: {
      'a page behind the last': tried(giving(PAGES - 1, 2), take(0, 2)),
      'a page before the first': tried(giving(-2, 2), take(0, 2)),
      'a hole at its end': holed(tried(giving(2, 2), take(0, 2))),
      'a hole at its start': holed(tried(giving(3, 2), take(0, 2))),
    },
    keeps: {
      'the last page': tried(FirstFit, take(0, PAGES - 2), take(1, 2)),
      'all pages between holes': holed(tried(FirstFit, take(0, 3), take(1, 4))),
    },
  },
  'aligned to its size': {
    breaks: {
      'a block beside its place': tried(answering({}, { alignsToSize: true }), take(0, 1), take(1, 2)),
      'a block beside a multiple': tried(answering({}, { alignsTo: 4 }), take(0, 2), take(1, 2)),
      'what it takes up, and not what was asked for': tried(
        answering({ granted: (count) => (count === 3 ? 4 : count) }, { alignsToSize: true }),
        ...[take(0, 1), take(1, 1), take(2, 1), take(3, 3)],
      ),
    },
    keeps: {
      'a block in its place': tried(answering({}, { alignsToSize: true }), take(0, 2), take(1, 2), take(2, 4)),
      'a block at a multiple': tried(answering({}, { alignsTo: 4 }), take(0, 4), take(1, 2)),
      'any place where nothing is promised': tried(answering({}), take(0, 1), take(1, 2)),
    },
  },
  'no overlap': {
    breaks: {
      'a page that another has, of a block that grows': told(
        tried(
          resizing((_, page) => page),
          take(0, 2),
          take(1, 1),
          resize(0, 3),
        ),
        /page 2 is in use/,
      ),

      'its first page': tried(giving(1, 3), take(0, 2), take(1, 3)),
      'its last page': tried(giving(0, 3), take(0, 2), take(1, 2), free(0), take(2, 3)),
      'a page that only rounding takes up': tried(
        answering({
          granted: (count) => (count === 3 ? 4 : count),
          describe: (right) => right.map(([page, count]) => (page === 3 ? [4, count - 1] : [page, count])),
        }),
        ...[take(0, 3), take(1, 1)],
      ),
    },
    keeps: { 'pages beside': tried(FirstFit, take(0, 2), take(1, 2), take(2, 2), free(1), take(3, 2)) },
  },
  'nonsense refused': {
    breaks: {
      'a block of no page': tried(giving(0, 0), take(0, 0)),
      'a block of less than none': tried(giving(0, -1), take(0, -1)),
      'a block of one more than there are': tried(giving(0, PAGES + 1), take(0, PAGES + 1)),
      'a block of half a page more': tried(giving(0, 1.5), take(0, 1.5)),
      'a block of two where one is promised': tried(answering({}, { onePageOnly: true }), take(0, 2)),
      'a block above the highest order': tried(answering({}, { highestOrder: 1 }), take(0, 3)),
      'a resize to one more than there are': tried(
        resizing((_, page, __, wanted) => (wanted > PAGES ? page : null)),
        ...[take(0, 1), resize(0, PAGES + 1)],
      ),
    },
    keeps: {
      'all that there are': tried(FirstFit, take(0, PAGES), free(0)),
      'a block of the highest order': tried(answering({}, { highestOrder: 1 }), take(0, 2)),
      'the same, where it is not promised': tried(
        answering({ allocate: (right, count) => (count < 1 ? 0 : right) }, { refusesNonsense: false }),
        ...[take(0, 0), take(1, -1)],
      ),
    },
  },
  'failure means full': {
    breaks: {
      'a page that could be had the first time': tried(
        tiring(PAGES, 1, true),
        [kind.EXHAUST, 0, 1],
        [kind.EXHAUST, 0, 1],
      ),

      'a block that fits': tried(
        refusing((count) => count === 2),
        take(0, 3),
        take(1, 2),
      ),
      'a block that fits just': tried(
        refusing((count) => count === 2),
        take(0, PAGES - 2),
        take(1, 2),
      ),
      'a block that fits where it may lie': tried(
        refusing((count) => count === 2, { alignsToSize: true }),
        ...[take(0, 4), take(1, 2)],
      ),
      'a resize that fits where it is': tried(
        resizing(() => NONE),
        take(0, 1),
        resize(0, PAGES),
      ),
    },
    keeps: {
      'a block that fits beside the multiples alone': holed(
        tried(
          refusing((count) => count === 2, { alignsToSize: true, alignsTo: 4 }),
          take(0, 2),
        ),
        [0, 1, 4, 5, 6, 7],
      ),
      'a block that fits, and what it takes up does not': tried(
        answering({
          granted: rounded,
          allocate: (right, count, fit) => (count === 3 && fit.free(right, 3) ? NONE : right),
        }),
        ...[take(0, 5), take(1, 3)],
      ),
      'a resize that fits, and what it takes up does not': tried(
        roundedList,
        ...[take(0, 2), take(1, 1), take(2, 5), free(1), resize(0, 3)],
      ),

      'a block that does not fit': tried(FirstFit, take(0, PAGES - 1), take(1, 2)),
      'a block that fits in pieces alone': tried(FirstFit, take(0, 1), take(1, PAGES - 2), free(0), take(2, 2)),
      'a block that fits beside its place alone': tried(
        refusing((count) => count === 2, { alignsToSize: true, coalesces: 'neighbours' }),
        ...[take(0, 1), take(1, 1), take(2, 1), take(3, 1), take(4, 4), free(1), free(2), take(5, 2)],
      ),
      'anything, where it says so': tried(
        refusing((count) => count === 2, { findsWhatFits: false }),
        take(0, 2),
      ),
    },
  },
  'payload preserved': {
    breaks: {
      'pages that change places': tried(
        resizing(
          (list, page, count, wanted) => {
            const target = list.allocateRun(wanted);
            list.memory.copyPages(target, page + 1, 1);
            list.memory.copyPages(target + 1, page, 1);
            list.free(page, count);
            return target;
          },
          { staysInPlace: false },
        ),
        ...[take(0, 2), resize(0, 3)],
      ),

      'a page that is not copied': tried(
        resizing(
          (list, page, count, wanted) => {
            const target = list.allocateRun(wanted);
            list.memory.copyPages(target, page, count - 1);
            list.free(page, count);
            return target;
          },
          { staysInPlace: false },
        ),
        ...[take(0, 2), resize(0, 3)],
      ),
      'a store while it is refused': (_, draw) =>
        tried(
          resizing((list, page, __, wanted) => (wanted > PAGES ? (storing(list as never, page, draw) ?? NONE) : null)),
          ...[take(0, 1), resize(0, PAGES + 1)],
        )(null, draw),
      'a store while a reference is dropped': (_, draw) =>
        tried(
          answering({ free: (right, page, fit) => storing(fit, page, draw) ?? right }, { leavesPagesAlone: false }),
          ...[take(0, 1), share(0), free(0)],
        )(null, draw),
    },
    keeps: {
      'a block that moves': tried(moving({ staysInPlace: false }), take(0, 2), resize(0, 3)),
      'a block that becomes smaller where it is': tried(
        resizing(() => null),
        take(0, 3),
        resize(0, 2),
        take(1, 1),
      ),
    },
  },
  'zeroed when asked': {
    breaks: {
      'zeros where somebody looks, and nowhere else': tried(
        answering(
          {
            allocate: (right, _, fit) => {
              fit.memory.fillPages(right, 1, 7);
              for (const word of [0, 389, 1023]) fit.memory.store32(fit.memory.addressOf(right) + word * 4, 0);
              return right;
            },
          },
          { leavesPagesAlone: false },
        ),
        takeZeroed(0, 1),
      ),

      'any word that is not': (_, draw) =>
        tried(
          answering(
            {
              allocate: (right, count, fit) => {
                fit.memory.store32(fit.memory.addressOf(right + count - 1) + draw(1024) * 4, 1 << draw(32));
                return right;
              },
            },
            { leavesPagesAlone: false },
          ),
          takeZeroed(0, 2),
        )(null, draw),
    },
    keeps: {
      zeros: tried(FirstFit, take(0, 2), free(0), takeZeroed(1, 2)),
      'what its last owner wrote, where nobody asks': tried(
        answering({}, { leavesPagesAlone: false }),
        ...[take(0, 2), free(0), take(1, 2)],
      ),
    },
  },
  'free pages untouched': {
    breaks: {
      'a store into the page that is freed': (_, draw) =>
        tried(
          answering({ free: (right, page, fit) => storing(fit, page, draw) ?? right }),
          take(0, 1),
          free(0),
        )(null, draw),
      'a store into another free page': (_, draw) =>
        tried(
          answering({ free: (right, __, fit) => storing(fit, PAGES - 1, draw) ?? right }),
          take(0, 1),
          free(0),
        )(null, draw),
    },
    keeps: {
      'what was asked to be zero, beside it, too': tried(Buddy, takeZeroed(0, 3), free(0)),

      'the same, where nothing is promised': (_, draw) =>
        tried(
          answering({ free: (right, page, fit) => storing(fit, page, draw) ?? right }, { leavesPagesAlone: false }),
          ...[take(0, 1), free(0), take(1, 1)],
        )(null, draw),
    },
  },
  'free accepted': {
    breaks: { 'a refusal': tried(answering({ free: () => false }), take(0, 1), free(0)) },
    keeps: {
      'no answer': tried(answering({ free: () => undefined }, { refusesDoubleFrees: false }), take(0, 1), free(0)),
    },
  },
  'double free refused': {
    breaks: {
      'a free again with the count that was asked for': tried(
        class extends Buddy {
          override free(page: number, count: number): boolean {
            return super.free(page, count) || count === 3;
          }
        },
        ...[take(0, 3), free(0), free(0)],
      ),

      'a free again': tried(answering({ free: () => true }), take(0, 1), free(0), free(0)),
      'no answer to it': tried(answering({ free: () => undefined }), take(0, 1), free(0), free(0)),
    },
    keeps: {
      'a free again, where nothing is promised': tried(
        answering({ free: () => true }, { refusesDoubleFrees: false }),
        ...[take(0, 1), free(0), free(0)],
      ),
      'a refusal': tried(FirstFit, take(0, 1), free(0), free(0)),
      'what cannot be known: somebody else has it': tried(
        answering({ free: () => true }),
        ...[take(0, 1), free(0), take(1, 1), free(0)],
      ),
    },
  },
  'foreign free refused': {
    breaks: {
      'a free behind the last page': tried(answering({ free: () => true }), freeAt(PAGES, 1)),
      'a free over the last page': tried(answering({ free: () => true }), freeAt(PAGES - 1, 2)),
      'a free before the first': tried(answering({ free: () => true }), freeAt(-1, 1)),
      'a free of no page': tried(answering({ free: () => true }), freeAt(0, 0)),
      'a free of a hole': holed(tried(answering({ free: () => true }), freeAt(3, 1))),
    },
    keeps: {
      'what is no stranger': tried(answering({ free: () => true }), freeAt(PAGES - 1, 1), freeAt(0, PAGES)),
      'the same, where nothing is promised': tried(
        answering({ free: () => true }, { refusesForeignFrees: false }),
        freeAt(PAGES, 1),
      ),
    },
  },
  'exact reference count': {
    breaks: {
      'one too many': tried(
        answering({ references: (right) => (right > 1 ? right + 1 : right) }),
        take(0, 1),
        share(0),
      ),
      'one too few': tried(answering({ references: (right) => Math.min(right, 1) }), take(0, 1), share(0)),
      'one that stays': tried(answering({ references: (right) => right || 1 }), take(0, 1), free(0)),
      'one of a block that was just taken': tried(answering({ references: () => 0 }), take(0, 1)),
      'a refusal too early': tried(
        answering({
          share: (_, page, fit) =>
            (fit.references(page) < MOST_REFERENCES ? null : fit.free(page, 1) && false) as never,
        }),
        ...[take(0, 1), ...shared(MOST_REFERENCES - 1)],
      ),
      'one more than it says': tried(
        answering({ share: (_, page, fit) => (fit.references(page) < 3 ? null : false) as never }),
        ...[take(0, 1), ...shared(2)],
      ),
      'a count that wraps': tried(
        class extends FirstFit {
          override share(page: number, count: number): boolean {
            for (let i = page; i < page + count; i++) this.setReferences(i, this.references(i) + 1);
            return true;
          }
        },
        ...[take(0, 1), ...shared(255)],
      ),
    },
    keeps: {
      'as many as it may count': tried(FirstFit, take(0, 1), ...shared(MOST_REFERENCES - 1)),
      'a refusal of more': tried(FirstFit, take(0, 1), ...shared(MOST_REFERENCES + 1), free(0)),
    },
  },
  'metadata agrees': {
    breaks: {
      'one block more than there are pages': told(
        tried(answering({ describe: () => [...eachPage([[0, PAGES]]), [0, 1]] }, { coalesces: undefined } as never)),
        /each page once/,
      ),

      'a page behind the last': tried(answering({ describe: () => [[0, PAGES + 1]] })),
      'a block behind the last page': tried(answering({ describe: () => [[PAGES, 1]] })),
      'a block of no page': tried(answering({ describe: (right) => [...right, [0, 0]] })),
      'a page before the first': tried(answering({ describe: () => [[-1, 1]] })),
      'half a page': tried(answering({ describe: () => [[0.5, 1]] })),
      'a page that somebody has': tried(answering({ describe: () => [[0, PAGES]] }), take(0, 1)),
      'the last page of a block that somebody has': tried(
        answering({ describe: (right) => right.map(([page, count]) => (page === 2 ? [1, count + 1] : [page, count])) }),
        take(0, 2),
      ),
      'a page twice': tried(answering({ describe: (right) => [...right, [PAGES - 1, 1]] })),
      'more blocks than there can be': tried(
        answering({ describe: () => Array.from({ length: PAGES + 2 }, (_, i) => [i, 1] as const) }),
      ),
    },
    keeps: {
      'a block for each page': tried(
        answering(
          {
            describe: (right) => eachPage(right),
          },
          { coalesces: undefined } as never,
        ),
        take(0, 1),
      ),
    },
  },
  'nothing leaks': {
    breaks: {
      'the last page': tried(answering({ describe: () => [[0, PAGES - 1]] })),
      'the first page': tried(answering({ describe: () => [[1, PAGES - 1]] })),
      'pages that cannot be had once all is free': tried(
        answering({
          allocate: (right, count, fit) => (right === 5 && count === 1 && fit.free(right, 1) ? NONE : right),
        }),
        freeAll,
      ),
    },
    keeps: { 'all that is free': holed(tried(FirstFit, take(0, 2), free(0), freeAll)) },
  },
  coalesced: {
    breaks: {
      'buddies that are apart, and as large as may be together': tried(
        answering(
          {
            describe: () => [
              [0, 1],
              [1, 1],
              [2, 2],
              [4, 2],
              [6, 2],
            ],
          },
          { coalesces: 'buddies', highestOrder: 1 },
        ),
      ),

      'neighbours that are apart': tried(
        answering({
          describe: () => [
            [0, 3],
            [3, PAGES - 3],
          ],
        }),
      ),
      'neighbours that are apart, told in another order': tried(
        answering({
          describe: () => [
            [3, PAGES - 3],
            [0, 3],
          ],
        }),
      ),
      'buddies that are apart': tried(apart(1), take(0, 1), free(0)),
      'larger buddies that are apart': tried(apart(3), take(0, 4), free(0)),
    },
    keeps: {
      'blocks with one between': tried(FirstFit, take(0, 1), take(1, 1), free(0)),
      'neighbours that are no buddies': tried(Buddy, take(0, 1), take(1, 1), take(2, 2), free(1), free(2)),
      'what may not be larger': tried(
        answering(
          {
            describe: () => [
              [0, 2],
              [2, 2],
              [4, 4],
            ],
          },
          { coalesces: 'buddies', highestOrder: 1, keepsStateInMemory: false },
        ),
      ),
      'neighbours, where nothing is promised': tried(
        answering(
          {
            describe: () => [
              [0, 3],
              [3, PAGES - 3],
            ],
          },
          { coalesces: undefined } as never,
        ),
      ),
    },
  },
  'whole again': {
    breaks: {
      'the only page that it gives at a time': tried(tiring(1, 1), take(0, 1), freeAll),
      'all pages, which cannot be had any more': tried(tiring(1), take(0, 1), freeAll),
    },
    keeps: {
      'as much as at first': tried(tiring(9), take(0, 1), freeAll),
      'as much as at first, which is not all': tried(
        refusing((count) => count > PAGES / 2, { findsWhatFits: false }),
        freeAll,
      ),
      'as much as there is between holes': holed(tried(FirstFit, take(0, 1), freeAll)),
    },
  },
  'state in memory': {
    breaks: {
      'a block less': tried(
        madeAnew((blocks) => blocks.slice(0, -1)),
        take(0, 1),
      ),
      'a block more': tried(
        madeAnew((blocks) => [...blocks, [0, 1]]),
        take(0, 1),
        free(0),
      ),
      'another order of the same blocks': tried(Remembering, take(0, 1), take(1, 1), take(2, 1), free(1)),
    },
    keeps: {
      'the same order': tried(FirstFit, take(0, 1), take(1, 1), take(2, 1), free(1)),
    },
  },
  'stays in place': {
    breaks: {
      'a move, though it could grow': tried(moving(), take(0, 2), resize(0, 3)),
      'a move, though it became smaller': tried(
        resizing((list, page, count, wanted) => {
          const target = list.allocateRun(wanted);
          list.memory.copyPages(target, page, wanted);
          list.free(page, count);
          return target;
        }),
        ...[take(0, 2), resize(0, 1)],
      ),
    },
    keeps: {
      'a move, for somebody is in the way': tried(
        resizing(() => null),
        take(0, 2),
        take(1, 1),
        resize(0, 3),
      ),
      'a move, where nothing is promised': tried(moving({ staysInPlace: false }), take(0, 2), resize(0, 3)),
    },
  },
};

test('each rule has a row', () => {
  expect(Object.keys(TABLE)).toEqual(RULES.map(({ name }) => name));
});

test.each(casesOf(TABLE))('$text', ({ side, broken }) => {
  drawn(4, (draw) => {
    const { Allocator, sequence, holes = [], told: words = /./ } = side(null, draw);
    const verdict = new Replayer(Allocator).verdict({ pages: PAGES, holes }, sequence);
    expect(verdict === null ? null : [verdict.error.rule.name, verdict.error.message]).toEqual(
      broken && [broken, expect.stringMatching(words)],
    );
  });
});
