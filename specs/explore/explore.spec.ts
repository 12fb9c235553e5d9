/** Every state is found, once, as near as it is; and what does not hold is shown with the shortest run there is. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BreadthFirst } from './breadth-first.ts';
import { Coverage } from './coverage.ts';
import { explore, searchOf } from './explore.ts';
import { plainlyExplored, reached, stateOf, textOf } from './plain.ts';
import { RandomWalks } from './random-walks.ts';
import { CondVar } from './systems/cond-var.ts';
import { JOS_PAGES_MISTAKES, JosPages } from './systems/jos.ts';
import { ParallelInc } from './systems/parallel-inc.ts';
import { Philosophers } from './systems/philosophers.ts';
import { PAGES_MISTAKES, WeensyPages } from './systems/weensyos.ts';
import type { TransitionSystem } from './transition-system.ts';

const weensy = (pages: number, processes: number, addresses: number, more = {}): WeensyPages =>
  new WeensyPages({ pages, processes, addresses, ...more });
const jos = (pages: number, processes: number, addresses: number, more = {}): JosPages =>
  new JosPages({ pages, processes, addresses, ...more });

const SMALL: readonly (readonly [string, TransitionSystem])[] = [
  ['WeensyOS', weensy(3, 2, 2)],
  ['WeensyOS, any page', weensy(3, 2, 2, { anyPage: true })],
  ['WeensyOS, one page', weensy(1, 2, 1)],
  ['WeensyOS, words to the last bit', weensy(8, 2, 2)],
  ['JOS', jos(2, 2, 2)],
  ['threads that count', new ParallelInc(2, 2)],
  ['a condition to wait for', new CondVar(1, 2, 1)],
  ['philosophers', new Philosophers(3)],
];
const WRONG: readonly (readonly [string, TransitionSystem])[] = [
  ...PAGES_MISTAKES.map((mistake) => [`WeensyOS ${mistake}`, weensy(3, 2, 2, { mistake })] as const),
  ...JOS_PAGES_MISTAKES.map((mistake) => [`JOS ${mistake}`, jos(2, 2, 2, { mistake })] as const),
];

/** States, transitions and depth, as three other engines count them; and classes modulo renaming. */
const COUNTED: readonly (readonly [scope: readonly [number, number, number], number, number, number, number])[] = [
  [[3, 2, 2], 148, 820, 7, 21],
  [[4, 2, 2], 352, 2064, 9, 22],
  [[4, 2, 3], 2344, 17396, 10, 78],
  [[4, 3, 2], 5092, 44526, 12, 82],
  [[6, 3, 2], 39890, 362754, 15, 87],
];

describe('counts that others have found, too', () => {
  test.each(COUNTED)('WeensyOS with %j pages, processes and addresses', (scope, states, edges, depth, classes) => {
    const system = weensy(...scope);
    expect(explore(system)).toMatchObject({ end: 'complete', states, edges, depth, frontier: 0, broken: null });
    expect(explore(system, { symmetry: true })).toMatchObject({ end: 'complete', states: classes, broken: null });
  });

  test('if any page may be taken', () => {
    expect(explore(weensy(4, 2, 2, { anyPage: true }))).toMatchObject({ states: 368, edges: 2536 });
    expect(explore(weensy(3, 3, 2, { anyPage: true }))).toMatchObject({ states: 1328, edges: 11154 });
    expect(explore(weensy(4, 3, 2, { anyPage: true }))).toMatchObject({ states: 5092, edges: 48102 });
  });

  test('eight pages, four processes and two addresses modulo renaming', () => {
    expect(explore(weensy(8, 4, 2), { symmetry: true })).toMatchObject({ end: 'complete', states: 337 });
  });

  test("Mosaic's threads", () => {
    expect(explore(new ParallelInc(3, 3))).toMatchObject({ states: 52685, edges: 136039 });
    expect(explore(new CondVar(2, 2, 1))).toMatchObject({ states: 4666, edges: 12376 });
  });

  test.each([
    ['shares-without-counting', 2],
    ['exit-frees-what-others-map', 3],
    ['unmap-forgets-to-free', 2],
    ['failed-copy-keeps-pages', 3],
  ] as const)('%s shows after %i calls', (mistake, calls) => {
    expect(explore(weensy(3, 2, 2, { mistake })).broken?.transitions.length).toBe(calls);
  });
});

describe('the plainest exploration finds the same', () => {
  test.each(SMALL)('of %s: states, transitions, depth', (_, system) => {
    const { depths, edges } = plainlyExplored(system);
    const depth = Math.max(...depths.values());
    expect(explore(system)).toMatchObject({ end: 'complete', states: depths.size, edges, depth });
    expect(explore(system, { search: 'depth' })).toMatchObject({ end: 'complete', states: depths.size, edges });
  });

  test.each(WRONG)('of %s: the shortest run to what does not hold, which leads there', (_, system) => {
    const { depths, broken } = plainlyExplored(system);
    const nearest = broken.reduce((least, text) => Math.min(least, depths.get(text) ?? 0), 99);
    for (const symmetry of [false, true]) {
      const found = explore(system, { symmetry }).broken;
      expect(found?.transitions.length).toBe(nearest);
      const state = reached(system, found?.transitions ?? []);
      expect(state !== null && found?.property.holds(state)).toBe(false);
    }
    const deep = explore(system, { search: 'depth' }).broken;
    const state = reached(system, deep?.transitions ?? []);
    expect(state !== null && deep?.property.holds(state)).toBe(false);
  });

  test.each(SMALL.filter(([, system]) => system.canonize !== undefined))(
    'of %s: as many classes as states have, and one state stands for each',
    (_, system) => {
      const classes = new Set(
        [...plainlyExplored(system).depths.keys()].map((text) => {
          const state = stateOf(text);
          system.canonize?.(state);
          const canonical = textOf(state);
          system.canonize?.(state);
          expect(textOf(state)).toBe(canonical);
          return canonical;
        }),
      );
      expect(explore(system, { symmetry: true }).states).toBe(classes.size);
    },
  );

  test.each(SMALL)('of %s: enough preemptions reach every state, and fewer reach no other', (_, system) => {
    const all = plainlyExplored(system).depths;
    for (const preemptions of [0, 1]) {
      const search = searchOf(system, { preemptions }) as BreadthFirst;
      search.run();
      const { states } = search.saved();
      const words = system.words + 1;
      const inner = new Set(
        Array.from({ length: states.length / words }, (_, i) =>
          textOf(states.slice(i * words, i * words + system.words)),
        ),
      );
      expect([...inner].every((text) => all.has(text))).toBe(true);
    }
    const free = searchOf(system, { preemptions: 99 }) as BreadthFirst;
    free.run();
    const { states } = free.saved();
    const words = system.words + 1;
    const inner = new Set(
      Array.from({ length: states.length / words }, (_, i) =>
        textOf(states.slice(i * words, i * words + system.words)),
      ),
    );
    expect(inner.size).toBe(all.size);
  });
});

describe('limits', () => {
  test('it stops at exactly so many states, and goes on to the same end, however often it is stopped and kept', () => {
    const system = weensy(4, 2, 3);
    const whole = explore(system);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 4 }), (pieces) => {
        let search = new BreadthFirst(system);
        let states = 0;
        for (const piece of pieces) {
          states = Math.max(1, states) + piece;
          const end = search.run({ states });
          expect(search.explored.states).toBe(Math.min(states, whole.states));
          if (end === 'complete') break;
          const next = new BreadthFirst(system);
          next.resume(search.saved());
          search = next;
        }
        search.run();
        expect({ ...search.explored, bytes: 0 }).toEqual({ ...whole, bytes: 0 });
      }),
      { numRuns: 20 },
    );
  });

  test('it ends before it takes more memory, and when there is no time', () => {
    expect(explore(weensy(6, 3, 2), { memory: 400_000 })).toMatchObject({ end: 'memory', broken: null });
    expect(explore(weensy(6, 3, 2), { memory: 400_000 }).bytes).toBeLessThan(400_000);
    let looks = 0;
    const hasTime = (): boolean => ++looks < 20;
    const cut = explore(weensy(6, 3, 2), { hasTime });
    expect(cut.end).toBe('seconds');
    expect(cut.frontier).toBeGreaterThan(0);
    looks = 0;
    expect(explore(weensy(6, 3, 2), { hasTime, search: 'depth' }).end).toBe('seconds');
  });

  test('what is wrong beyond a limit is not found', () => {
    const system = weensy(3, 2, 2, { mistake: 'exit-frees-what-others-map' });
    expect(explore(system, { states: 5 })).toMatchObject({ end: 'states', states: 5, broken: null });
  });
});

test('goals are reached by the shortest run, and those that cannot be are not', () => {
  const { goals } = explore(new ParallelInc(3, 3));
  expect(goals.map((goal) => goal?.property.name)).toEqual(['a right sum', 'a sum of 2']);
  const state = reached(new ParallelInc(3, 3), goals[1]?.transitions ?? []);
  expect(state && goals[1]?.property.holds(state)).toBe(true);
  expect(explore(new ParallelInc(1, 1)).goals.map((goal) => goal === null)).toEqual([false, true]);
});

test('without preemptions one acts to the end and then the other, and each that is allowed lets them change once more', () => {
  const MOST = 4;
  // Two count to four: their counts say where one was preempted.
  const system: TransitionSystem = {
    ...{ name: 'two', words: 2, transitions: 2, invariants: [], actorOf: (transition) => transition },
    begin: () => {},
    step: (transition, state) => state[transition] < MOST && ++state[transition] > 0,
    transitionText: (transition) => `${transition}`,
    stateText: (state) => state.join(' '),
  };
  const met = (preemptions: number): Set<string> => {
    const search = searchOf(system, { preemptions }) as BreadthFirst;
    search.run();
    const { states } = search.saved();
    return new Set(Array.from({ length: states.length / 3 }, (_, i) => states.slice(3 * i, 3 * i + 2).join(' ')));
  };
  const isEdge = (text: string): boolean => text.split(' ').some((count) => count === '0' || Number(count) === MOST);
  expect([...met(0)].every(isEdge)).toBe(true);
  expect(met(0).size).toBe(16);
  expect(met(1).size).toBe(25);
});

test('goals that were reached before a search was kept are told as if it had not been', () => {
  const system = jos(2, 2, 2);
  const whole = explore(system).goals;
  for (const states of [10, 200, 350]) {
    const first = new BreadthFirst(system);
    first.run({ states });
    const second = new BreadthFirst(system);
    second.resume(first.saved());
    second.run();
    expect(second.explored.goals).toEqual(whole);
  }
});

test('random walks find mistakes by runs that lead to them, and are the same with the same seed', () => {
  for (const [, system] of WRONG) {
    const options = { seed: 7, walks: 200, steps: 60, changes: 3 };
    const { broken } = new RandomWalks(system, options).run();
    const state = reached(system, broken?.transitions ?? []);
    expect(state !== null && broken?.property.holds(state)).toBe(false);
    expect(new RandomWalks(system, options).run().broken?.transitions).toEqual(broken?.transitions);
  }
});

test('walks are held against all that there is: each state and transition that they met once, and the nearest that they missed', () => {
  const system = weensy(3, 2, 2);
  const all = new BreadthFirst(system);
  all.run();
  const coveredBy = (walks: number, steps: number) => {
    const coverage = new Coverage(all.graph(), all.explored.edges, true);
    const walked = new RandomWalks(system, { seed: 3, walks, steps, changes: 3, coverage }).run();
    return { ...coverage.covered, walked };
  };
  const none = coveredBy(1, 0);
  expect(none).toMatchObject({ states: 1, ofStates: 148, edges: 0, ofEdges: 820, missed: [0] });
  const one = coveredBy(1, 7);
  expect(one.edges).toBeLessThanOrEqual(one.walked.edges);
  const some = coveredBy(60, 40);
  expect(some.states).toBe(some.walked.states);
  expect(some.edges).toBeGreaterThan(some.states);
  expect(some.edges).toBeLessThan(820);
  expect(reached(system, some.missed ?? [])).not.toBe(null);
  const coverage = new Coverage(all.graph(), all.explored.edges, true);
  for (const text of plainlyExplored(system).depths.keys()) {
    const state = stateOf(text);
    coverage.meet(state);
    for (let transition = 0; transition < system.transitions; transition++)
      if (system.step(transition, state.slice())) coverage.take(transition, state);
  }
  expect(coverage.covered).toEqual({ states: 148, ofStates: 148, edges: 820, ofEdges: 820, missed: null });
});

test('a loop that repeats one position three times is explored to its end', () => {
  // The position is the index, and not what the list has there.
  const system: TransitionSystem = {
    ...{ name: 'sevens', words: 1, transitions: 1, invariants: [] },
    begin: () => {},
    step: (_, state) => state[0] < 3 && ++state[0] > 0,
    transitionText: () => 'go on',
    stateText: (state) => `${[7, 7, 7][state[0]]}`,
  };
  expect(explore(system)).toMatchObject({ end: 'complete', states: 4, edges: 3, depth: 3 });
});

test('a symmetry that a system does not have is refused, and one of actors that are told apart', () => {
  expect(() => explore(new ParallelInc(1, 2), { symmetry: true })).toThrow('it has no canonize');
  expect(() => explore(weensy(2, 2, 1), { symmetry: true, preemptions: 1 })).toThrow('one of them');
});
