/** Traces of programs, as sequences for allocators. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ACCESS } from '../../../hardware/cost.ts';
import { ALLOCATORS, LifoList } from '../../../kernel/kernel.ts';
import { ALLOCATOR_BUGS } from '../bugs/list.ts';
import { statementsOf } from '../sequence.ts';
import { readTrace } from '../traces/trace-reader.ts';
import { play, sequenceOf } from './play.ts';

const TEXT = '0\n3\n8\n1\na 0 5000\na 1 100\nr 0 9000\nf 1\na 2 4096\nf 0\nr 2 1\nf 2\n';
const { trace } = readTrace(TEXT);

test('sizes become pages, and what cannot be resized is freed and taken anew', () => {
  expect(statementsOf(sequenceOf(trace, 4096, true))).toEqual([
    'const a = allocate(2);',
    'const b = allocate(1);',
    'reallocate(a, 3);',
    'free(b);',
    'const c = allocate(1);',
    'free(a);',
    'reallocate(c, 1);',
    'free(c);',
  ]);
  expect(statementsOf(sequenceOf(trace, 5000, false))).toEqual([
    'const a = allocate(1);',
    'const b = allocate(1);',
    'free(a);',
    'const c = allocate(2);',
    'free(b);',
    'const d = allocate(1);',
    'free(c);',
    'free(d);',
    'const e = allocate(1);',
    'free(e);',
  ]);
});

test('no allocator that comes with it breaks a rule under a trace, in plenty of memory or too little', () => {
  for (const [name, Allocator] of Object.entries(ALLOCATORS)) {
    const sequence = sequenceOf(trace, 512, typeof Allocator.prototype.reallocate === 'function');
    for (const pages of [8, 20, 64])
      expect([name, play(Allocator, { pages, holes: [] }, [sequence]).broken]).toEqual([name, null]);
  }
  const { measures } = play(LifoList, { pages: 64, holes: [] }, [sequenceOf(trace, 512, true)]);
  expect([measures.peakTaken, measures.failedFull]).toEqual([26, 0]);
});

test('a trace shows what is wrong with an allocator', () => {
  const { Allocator } = ALLOCATOR_BUGS.find(({ id }) => id === 'alloc-shrinks-without-freeing') ?? {
    Allocator: LifoList,
  };
  const { broken } = play(Allocator, { pages: 64, holes: [] }, [sequenceOf(trace, 512, true)]);
  expect(broken?.error.rule.name).toBe('nothing leaks');
});

test('each kind of call costs what its own accesses to memory cost, and nothing of the calls before it', () => {
  /** Looks at its list so many times more in each call of a kind. */
  const slower = (allocations: number, frees: number) =>
    class extends LifoList {
      override allocate(count: number, zeroed: boolean): number {
        for (let i = 0; i < allocations; i++) this.memory.load32(0);
        return super.allocate(count, zeroed);
      }
      override free(page: number, count: number): boolean {
        for (let i = 0; i < frees; i++) this.memory.load32(0);
        return super.free(page, count);
      }
    };
  const costs = (allocations: number, frees: number): readonly number[] => {
    const sequence = sequenceOf(trace, 4096, false);
    const { measures } = play(slower(allocations, frees), { pages: 64, holes: [] }, [sequence]);
    return [measures.allocation.p50, measures.allocation.most, measures.release.p50, measures.release.most];
  };
  const usual = costs(0, 0);
  fc.assert(
    fc.property(fc.nat(90), fc.nat(90), (allocations, frees) => {
      const more = [allocations, allocations, frees, frees].map((accesses) => accesses * ACCESS);
      expect(costs(allocations, frees)).toEqual(usual.map((cost, i) => cost + more[i]));
    }),
    { numRuns: 20 },
  );
});
