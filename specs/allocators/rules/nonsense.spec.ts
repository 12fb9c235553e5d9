/** Resizes that make no sense: each is asked for, must be refused, and changes nothing. */
import { describe, expect, test } from 'vitest';
import { type AllocatorClass, LifoList, NONE, type Promises } from '../../../kernel/kernel.ts';
import { fuzz } from '../fuzz.ts';
import { Runner } from '../search/random-run.ts';
import { searchSmall } from '../search/small-scopes.ts';
import {
  ALLOCATE,
  FREE_BLOCK,
  REALLOCATE,
  REALLOCATE_AT,
  type Scope,
  type Sequence,
  statementsOf,
} from '../sequence.ts';
import { shorten } from '../shortening/shortening.ts';
import { Replayer } from '../trial/replay.ts';
import { Trial } from '../trial/trial.ts';
import { Plain } from './broken-allocators.ts';
import { RuleBroken } from './rule.ts';

const ON_TWO: Scope = { pages: 2, holes: [] };

/** The list, except that `answer` is asked first what to say to a resize; null leaves it to the list. */
const answering = (
  answer: (list: LifoList, page: number, count: number, wanted: number) => number | null,
  promises: Promises = {},
): AllocatorClass =>
  class extends LifoList {
    static override readonly promises = { ...LifoList.promises, ...promises };
    override reallocate(page: number, count: number, wanted: number): number {
      return answer(this, page, count, wanted) ?? super.reallocate(page, count, wanted);
    }
  };

/** The rule that fuzzing finds broken, and the shortest program that shows it. */
const foundIn = (Allocator: AllocatorClass): readonly unknown[] => {
  const shortest = fuzz(Allocator, { runs: 500 }).failure?.shortest;
  return [shortest?.verdict.error.rule.name, ...statementsOf(shortest?.sequence ?? [])];
};

/** The rule that `sequence` is seen to break on two pages, and in which operation. */
const brokenBy = (Allocator: AllocatorClass, sequence: Sequence, scope = ON_TWO): readonly unknown[] => {
  const verdict = new Replayer(Allocator).verdict(scope, sequence);
  return [verdict?.error.rule.name ?? 'none', verdict?.at ?? 0];
};

describe('A size that makes no sense', () => {
  const numbers = [0, -1, 2 ** 20, 2 ** 20 + 1, 2 ** 30, 2 ** 31 - 1, -(2 ** 31)];
  for (const nonsense of [...numbers, 2 ** 31, 2 ** 32, 2 ** 53, Number.NaN]) {
    test(`such as ${nonsense} is asked for, and whoever gives a block for it is caught`, () => {
      const Allocator = answering((_list, page, _count, wanted) => (Object.is(wanted, nonsense) ? page : null));
      const program = ['const a = allocate(1);', `reallocate(a, ${nonsense});`];
      expect(foundIn(Allocator)).toEqual(['nonsense refused', ...program]);
    });
  }

  for (const beyond of [1, 2, 3]) {
    test(`such as ${beyond} more than there are is asked for, too`, () => {
      const Allocator = answering(({ pages }, page, _count, wanted) => (wanted === pages + beyond ? page : null));
      expect(foundIn(Allocator)[0]).toBe('nonsense refused');
    });
  }

  test('is among the short sequences, where it takes no luck to find', () => {
    const firstFound = (isAccepted: (pages: number, page: number, wanted: number) => boolean): readonly string[] => {
      const Allocator = answering(({ pages }, page, _count, wanted) => (isAccepted(pages, page, wanted) ? 0 : null));
      return statementsOf(searchSmall(Allocator, 1, 2, 20_000).found?.sequence ?? []);
    };
    const allocated = 'const a = allocate(1);';
    expect(firstFound((_pages, _page, wanted) => wanted === 0)).toEqual([allocated, 'reallocate(a, 0);']);
    expect(firstFound((_pages, _page, wanted) => wanted < 0)).toEqual([allocated, 'reallocate(a, -1);']);
    expect(firstFound((pages, _page, wanted) => wanted > pages)).toEqual([allocated, 'reallocate(a, 2);']);
    expect(firstFound((pages, page) => page >= pages)).toEqual(['reallocateAt(1, 1);']);
    expect(firstFound((_pages, page) => page < 0)).toEqual(['reallocateAt(-2, 1);']);
  });

  test('is refused with NONE, and with nothing else', () => {
    for (const answer of [0, 1, -2, Number.NaN]) {
      const Allocator = answering((_list, _page, _count, wanted) => (wanted === 0 ? answer : null));
      expect(brokenBy(Allocator, [ALLOCATE, 0, 1, REALLOCATE, 0, 0])).toEqual(['nonsense refused', 2]);
    }
  });

  test('may be a fraction, in a request of any kind', () => {
    class Rounding extends Plain {
      override allocate(count: number): number {
        return super.allocate(Math.ceil(count));
      }
      reallocate(page: number, count: number, wanted: number): number {
        return wanted > count && wanted < count + 1 ? page : NONE;
      }
    }
    expect(brokenBy(Rounding, [ALLOCATE, 0, 1, REALLOCATE, 0, 1.5])).toEqual(['nonsense refused', 2]);
    expect(brokenBy(Rounding, [ALLOCATE, 0, 1.5])).toEqual(['nonsense refused', 1]);
    expect(brokenBy(Plain, [ALLOCATE, 0, 1.5, ALLOCATE, 1, Number.NaN])).toEqual(['none', 0]);
  });

  test('is not asked of an allocator that does not promise to refuse it', () => {
    const Allocator = answering(
      ({ pages }, _page, _count, wanted) => {
        if (!(wanted >= 1 && wanted <= pages)) throw new Error(`${wanted} was asked for`);
        return null;
      },
      { refusesNonsense: false },
    );
    expect(fuzz(Allocator, { runs: 300 }).failure).toBeNull();
    expect(searchSmall(Allocator, 3, 3, 20_000).found).toBeNull();
  });

  test('is shortened to the smallest that is as bad', () => {
    const shortest = (Allocator: AllocatorClass, size: number): readonly string[] => {
      const short = shorten(new Replayer(Allocator), {
        scope: ON_TWO,
        sequence: [ALLOCATE, 0, 1, REALLOCATE, 0, size],
      });
      return statementsOf(short?.sequence ?? []).slice(1);
    };
    const negative = answering((_list, page, _count, wanted) => (wanted < 0 ? page : null));
    const huge = answering((_list, page, _count, wanted) => (wanted > 2 ** 32 ? page : null));
    expect(shortest(negative, -(2 ** 31))).toEqual(['reallocate(a, -1);']);
    expect(shortest(huge, 2 ** 53)).toEqual(['reallocate(a, 4294967297);']);
  });
});

describe('A resize that is refused', () => {
  test('frees nothing: whoever is given the page next is told that somebody has it', () => {
    class Vanishing extends Plain {
      reallocate(page: number, count: number, wanted: number): number {
        if (wanted === 0) this.free(page, count);
        return NONE;
      }
      static readonly promises: Promises = { findsWhatFits: false };
    }
    const program = ['const a = allocate(1);', 'reallocate(a, 0);', 'const b = allocate(1);'];
    expect(foundIn(Vanishing)).toEqual(['no overlap', ...program]);
  });

  test('takes nothing, and leaves the block its pages', () => {
    const refusing = (change: (list: LifoList, page: number) => void): AllocatorClass =>
      answering((list, page, _count, wanted) => {
        if (wanted === 0) change(list, page);
        return wanted === 0 ? NONE : null;
      });
    const taking = refusing((list) => list.pop());
    const shrinking = refusing((list, page) => list.shrink(page, 2, 1));
    expect(brokenBy(taking, [ALLOCATE, 0, 1, REALLOCATE, 0, 0])).toEqual(['nothing leaks', 2]);
    expect(brokenBy(shrinking, [ALLOCATE, 0, 2, REALLOCATE, 0, 0])).toEqual(['metadata agrees', 2]);
  });

  test('is no answer where the pages are free, be it elsewhere', () => {
    const staying = answering((list, page, count, wanted) => {
      const fits = wanted <= count || list.freeRunAt(page + count, wanted - count) === wanted - count;
      return fits ? null : NONE;
    });
    const cornered = [ALLOCATE, 0, 1, ALLOCATE, 1, 1, REALLOCATE, 0, 2];
    expect(brokenBy(staying, cornered, { pages: 4, holes: [] })).toEqual(['failure means full', 3]);
    expect(brokenBy(staying, cornered, { pages: 3, holes: [] })).toEqual(['none', 0]);
    const never = answering(() => NONE);
    expect(brokenBy(never, [ALLOCATE, 0, 1, REALLOCATE, 0, 2])).toEqual(['failure means full', 2]);
  });

  test('leaves the block its contents, which are looked at as soon as it is refused', () => {
    for (const wanted of [0, 5, 2]) {
      const Allocator = answering(({ memory }, page) => {
        memory.fillPages(page, 1, 7);
        return NONE;
      });
      const trial = new Trial(Allocator, 2, 4);
      trial.reset([]);
      for (const block of [0, 1]) trial.step(ALLOCATE, block, 1);
      expect(() => trial.step(REALLOCATE, 0, wanted)).toThrow(RuleBroken);
      expect(() => trial.step(REALLOCATE, 1, wanted)).toThrow(/what its owner wrote/);
    }
  });
});

describe('A resize of what is no block', () => {
  const welcoming = (promises: Promises = {}): AllocatorClass =>
    answering((list, page) => (page < 0 || page >= list.pages || list.link(page) !== 0 ? 0 : null), promises);
  const freed = [ALLOCATE, 0, 1, FREE_BLOCK, 0, 0, REALLOCATE, 0, 1];

  test('is refused if it was freed, where that is promised of a free', () => {
    expect(brokenBy(welcoming(), freed)).toEqual(['double free refused', 3]);
    expect(brokenBy(welcoming({ refusesDoubleFrees: false }), freed)).toEqual(['none', 0]);
    const found = foundIn(welcoming({ refusesForeignFrees: false }));
    expect(found).toEqual(['double free refused', 'const a = allocate(1);', 'free(a);', 'reallocate(a, 1);']);
  });

  test('is refused if it does not exist or is a hole, where that is promised of a free', () => {
    const holed = { pages: 2, holes: [1] };
    for (const page of [-1, 1, 2, 3]) {
      const sequence = [REALLOCATE_AT, page, 1];
      expect(brokenBy(welcoming(), sequence, holed)).toEqual(['foreign free refused', 1]);
      expect(brokenBy(welcoming({ refusesForeignFrees: false }), sequence, holed)).toEqual(['none', 0]);
    }
    expect(foundIn(welcoming())).toEqual(['foreign free refused', 'reallocateAt(1, 1);']);
  });

  test('is left out of a block that was never given', () => {
    expect(brokenBy(welcoming(), [REALLOCATE, 3, 1])).toEqual(['none', 0]);
  });

  test('is left out where an allocator cannot know: a page that somebody else has by now, or that nobody was given yet', () => {
    const trial = new Trial(LifoList, 2, 4);
    trial.reset([]);
    trial.step(ALLOCATE, 0, 1);
    trial.step(FREE_BLOCK, 0, 0);
    expect(trial.step(REALLOCATE, 0, 1)).toBe(true);
    trial.step(ALLOCATE, 1, 1);
    expect([trial.step(REALLOCATE, 0, 1), trial.step(REALLOCATE_AT, 0, 1), trial.step(REALLOCATE_AT, 1, 1)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('is left out where its size makes no sense, either: only one thing is wrong with a call', () => {
    expect(brokenBy(welcoming(), freed.with(-1, 0))).toEqual(['none', 0]);
    expect(brokenBy(welcoming(), [REALLOCATE_AT, 2, 0])).toEqual(['none', 0]);
  });

  test('comes up in random runs: of what was freed, of holes, and of pages before and behind all others', () => {
    const seen = new Set<string>();
    const Allocator = answering((list, page) => {
      const links = Array.from({ length: list.pages }, (_, i) => list.link(i));
      if (page < 0) seen.add('before');
      else if (page >= list.pages) seen.add('behind');
      else if (links[page] > 0 && links.includes(0)) seen.add('freed, beside others');
      else if (links[page] < 0) seen.add('a hole');
      return null;
    });
    const runner = new Runner(Allocator, 1);
    for (let run = 0; run < 300; run++) expect(runner.run(run)).toBeNull();
    expect([...seen].toSorted()).toEqual(['a hole', 'before', 'behind', 'freed, beside others']);
  });
});
