/** The fuzzer itself: what is found is found again, cannot be shorter, and survives as a program. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALLOCATORS, type AllocatorClass } from '../../kernel/kernel.ts';
import { ALLOCATOR_BUGS } from './bugs/list.ts';
import { whatIsMissing } from './candidate.ts';
import { AllocatorBroken, fuzz, fuzzAllocator } from './fuzz.ts';
import { SurveyBroken, survey } from './measures/survey.ts';
import { failureLines, programLines, savedProgram } from './report/failure.ts';
import { Overlapping, Plain } from './rules/broken-allocators.ts';
import { Runner } from './search/random-run.ts';
import { lengthOf, type Player, recorded, type Sequence, STEP_NUMBERS, statementsOf } from './sequence.ts';
import { shorten } from './shortening/shortening.ts';
import { type Proof, shortestOf, UNPROVEN } from './shortening/shortest-sequence.ts';
import { Replayer } from './trial/replay.ts';

/** What random runs find first in `Allocator`. */
const firstBroken = (Allocator: AllocatorClass, seed: number) => {
  const runner = new Runner(Allocator, seed);
  for (let run = 0; run < 2000; run++) {
    const broken = runner.run(run);
    if (broken !== null) return broken;
  }
  throw new Error('nothing was found');
};

/** Few pages, or nonsense. */
const anyCount: fc.Arbitrary<number> = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -1, max: 9 }) },
  fc.constantFrom(-(2 ** 31), 2 ** 20, 2 ** 31, 2 ** 32, 2 ** 53, Number.NaN),
);

/** Any sequence of numbers of the right kind. */
const anySequence: fc.Arbitrary<Sequence> = fc
  .array(fc.tuple(fc.nat(8), fc.nat(9), anyCount), { maxLength: 30 })
  .map((steps) => steps.flat());

/** The function that the text of a saved program exports. */
const programIn = (lines: readonly string[]): ((player: Player) => void) => {
  const text = lines.filter((line) => !line.startsWith('export const')).join('\n');
  return new Function(`${text.replace('export ', '')}; return program;`)();
};

test('any sequence of numbers is a sequence, and no allocator that comes with it breaks a rule in one', () => {
  const replayers = Object.values(ALLOCATORS).map((Allocator) => new Replayer(Allocator));
  fc.assert(
    fc.property(anySequence, fc.integer({ min: 1, max: 9 }), fc.nat(511), (sequence, pages, mask) => {
      const holes = Array.from({ length: pages }, (_, page) => page).filter((page) => ((mask >> page) & 1) === 1);
      for (const replayer of replayers) expect(replayer.verdict({ pages, holes }, sequence)).toBeNull();
    }),
    { numRuns: 300 },
  );
});

test('the same seed and runs give the same result, the same error and the same sequence', () => {
  for (const { Allocator } of ALLOCATOR_BUGS.slice(0, 12)) {
    const texts = [1, 2].map(() => {
      const { failure, ...rest } = fuzz(Allocator, { runs: 500, seed: 5 });
      return [rest, failure?.run, failure && failureLines(Allocator, failure.shortest)];
    });
    expect(texts[0]).toEqual(texts[1]);
  }
});

test('runs that are shared out are together those that one alone would do', () => {
  const alone = fuzz(Plain, { runs: 90, seed: 3 });
  const shared = [0, 1, 2].map((first) => fuzz(Plain, { runs: 90, seed: 3, first, stride: 3 }));
  expect(shared.reduce((sum, { operations }) => sum + operations, 0)).toBe(alone.operations);
  expect(shared.map(({ runs }) => runs)).toEqual([30, 30, 30]);
});

test('each seeded bug is found from another seed, too, and comes out as short as it can be', () => {
  for (const { id, Allocator, shortest } of ALLOCATOR_BUGS) {
    const { failure } = fuzz(Allocator, { runs: 2000, seed: 20 });
    expect([id, lengthOf(failure?.shortest.sequence ?? [])]).toEqual([id, shortest]);
  }
});

test('from what is shortened, no operation can be left out', () => {
  for (const { id, Allocator } of ALLOCATOR_BUGS) {
    const replayer = new Replayer(Allocator);
    const short = shorten(replayer, firstBroken(Allocator, 2));
    if (short === null) throw new Error(`${id} broke nothing when it was done again`);
    const { scope, sequence, verdict } = short;
    for (let at = 0; at < sequence.length; at += STEP_NUMBERS) {
      const rule = replayer.verdict(scope, sequence.toSpliced(at, STEP_NUMBERS))?.error.rule;
      expect([id, rule?.name]).not.toEqual([id, verdict.error.rule.name]);
    }
  }
});

test('a saved program is the sequence that it was made of', () => {
  fc.assert(
    fc.property(anySequence, (sequence) => {
      const scope = { pages: 9, holes: [] };
      const again = recorded(programIn(programLines({ scope, sequence: named(sequence) })));
      expect(statementsOf(again)).toEqual(statementsOf(named(sequence)));
    }),
  );
});

/** `sequence` without what speaks of a block before it is allocated, which a program cannot. */
const named = (sequence: Sequence): Sequence => {
  const known = new Set<number>();
  const kept: number[] = [];
  for (let at = 0; at < sequence.length; at += STEP_NUMBERS) {
    const [kind, first, second] = sequence.slice(at, at + STEP_NUMBERS);
    const isNew = kind <= 1 && !known.has(first);
    if (isNew) known.add(first);
    if (isNew || (kind > 1 && (kind > 4 || known.has(first)))) kept.push(kind, first, second);
  }
  return kept;
};

test('a file that is no saved program is told what it lacks', () => {
  const program = (): void => {};
  expect(savedProgram({})).toMatch(/export const pages/);
  expect(savedProgram({ pages: 2, program: 1 })).toMatch(/export function program/);
  expect(savedProgram({ pages: 2, holes: [2], program })).toMatch(/export const holes/);
  expect(savedProgram({ pages: 2, holes: [1], program })).toEqual({ scope: { pages: 2, holes: [1] }, sequence: [] });
});

test('what is no allocator is told what it lacks', () => {
  expect(whatIsMissing(Plain)).toBeNull();
  expect(whatIsMissing({})).toBe('it is no class');
  expect(whatIsMissing(class {})).toBe('it has no method allocate');
  expect(
    whatIsMissing(
      class extends Plain {
        static promises = { zeros: true };
      },
    ),
  ).toMatch(/promises zeros, which nobody knows/);
  expect(
    whatIsMissing(
      class extends Plain {
        static bytes = () => -1;
      },
    ),
  ).toMatch(/bytes\(8\) is -1/);
  expect(
    whatIsMissing(
      class {
        constructor() {
          throw new Error('no');
        }
      },
    ),
  ).toBe('making one threw Error: no');
});

test("in a suite of one's own the error is the report: rule, program, film, and the life of the page", () => {
  expect(() => fuzzAllocator(Plain, { runs: 100 })).not.toThrow();
  const thrown = (() => {
    try {
      return fuzzAllocator(Overlapping, { runs: 100 });
    } catch (error) {
      return error;
    }
  })();
  expect(thrown).toBeInstanceOf(AllocatorBroken);
  expect((thrown as Error).message).toMatch(/^The allocator broke a rule: no overlap\./);
  expect((thrown as Error).message).toContain('export function program({ allocate, free }) {');
  expect((thrown as Error).message).toMatch(/!\S!/);
  expect((thrown as Error).message).toMatch(/The life of page \d:/);
});

test('what only the survey finds comes with the sequence that shows it', () => {
  class Late extends Plain {
    override allocate(count: number): number {
      return this.pages === 256 && count === 5 ? this.pages : super.allocate(count);
    }
  }
  expect(fuzz(Late, { runs: 250 }).failure).toBeNull();
  const found = (() => {
    try {
      return survey(Late);
    } catch (error) {
      return error;
    }
  })();
  expect(found).toBeInstanceOf(SurveyBroken);
  const short = shorten(new Replayer(Late), (found as SurveyBroken).broken);
  expect([short?.verdict.error.rule.name, statementsOf(short?.sequence ?? [])]).toEqual([
    'inside bounds',
    ['const a = allocate(5);'],
  ]);
});

test('options that make no sense are refused', () => {
  for (const [options, says] of [
    [{ seed: 0.5 }, /a seed is a whole number/],
    [{ runs: 0 }, /runs are a whole number from 1 up/],
    [{ seconds: 0 }, /seconds are a number above 0/],
    [{ pages: 5000 }, /memory to fuzz is 1 to 4096 pages/],
  ] as const) {
    expect(() => fuzz(Plain, options)).toThrow(says);
  }
});

test('an error of the fuzzer itself is not blamed on the allocator', () => {
  const replayer = new Replayer(Plain);
  const watcher = (): never => {
    throw new TypeError('a mistake of ours');
  };
  expect(() => replayer.verdict({ pages: 2, holes: [] }, [], watcher)).toThrow(TypeError);
});

test('whoever runs out of time has what was shortest until then, and is told that nothing shorter was found', () => {
  const [{ Allocator }] = ALLOCATOR_BUGS.filter(({ id }) => id === 'alloc-wrong-buddy');
  const broken = new Runner(Allocator, 1).run(19) ?? firstBroken(Allocator, 3);
  const lengths: number[] = [];
  const shortest = shortestOf(new Replayer(Allocator), broken, (better) => {
    lengths.push(lengthOf(better.sequence));
    expect(better.proof).toEqual(UNPROVEN);
  });
  expect(lengths.length).toBeGreaterThan(1);
  expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
  if (shortest === null) throw new Error('it broke nothing when it was done again');
  expect(lengthOf(shortest.sequence)).toBeLessThanOrEqual(lengths.at(-1) ?? 0);
  const titleOf = (proof: Proof): string => failureLines(Allocator, { ...shortest, proof }).join(' ');
  expect(titleOf(UNPROVEN)).toContain('(4 operations; no shorter found)');
  expect(titleOf({ pages: 5, length: 2, tried: 9 })).toContain(
    '(4 operations; no shorter found: none of up to 2 does, on 1 to 5 pages)',
  );
});
