/** What should come at last: it never comes on a fair run if and only if there is a loop to show for it, which is one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Lasso } from './eventually.ts';
import { explore } from './explore.ts';
import { reached } from './plain.ts';
import { CondVar } from './systems/cond-var.ts';
import { ParallelInc } from './systems/parallel-inc.ts';
import type { TransitionSystem } from './transition-system.ts';

/** A system of one word: where each transition leads from each state, or -1; two transitions an actor; what should come at last is state `last`. */
const drawn = (to: readonly (readonly number[])[], last: number, when: number | null): TransitionSystem => ({
  ...{ name: 'drawn', words: 1, transitions: to.length, invariants: [] },
  begin: () => {},
  step: (transition, state) => {
    const next = to[transition][state[0]];
    if (next >= 0) state[0] = next;
    return next >= 0;
  },
  actorOf: (transition) => transition >> 1,
  transitionText: String,
  stateText: (state) => `${state[0]}`,
  eventually: [
    {
      name: 'it comes',
      sentence: 'It comes at last.',
      ...(when !== null && { when: (state: Int32Array) => state[0] === when }),
      holds: (state) => state[0] === last,
    },
  ],
});

const lassosOf = (system: TransitionSystem): readonly (Lasso | null)[] =>
  explore(system, { eventually: true }).lassos ?? [];

const canAct = (system: TransitionSystem, state: Int32Array, actor: number): boolean =>
  Array.from({ length: system.transitions }, (_, i) => i).some(
    (transition) => (system.actorOf?.(transition) ?? 0) === actor && system.step(transition, state.slice()),
  );

/** What is wrong with a lasso; null if it is what it should be. */
const faultOf = (system: TransitionSystem, { property, stem, loop }: Lasso): string | null => {
  const start = reached(system, stem);
  if (start === null) return 'the stem is no run';
  const states = loop.map((_, i) => reached(system, [...stem, ...loop.slice(0, i + 1)]));
  if (states.some((state) => state === null)) return 'the loop is no run';
  if (loop.length > 0 && states[loop.length - 1]?.join() !== start.join()) return 'the loop does not come back';
  const along = stem.map((_, i) => reached(system, stem.slice(0, i)) ?? start).concat(start);
  const begin = along.findLastIndex((state, i) => (property.when === undefined ? i === 0 : property.when(state)));
  const waited = [...along.slice(begin), ...states].filter((state) => state !== null);
  if (begin < 0 || waited.some((state) => property.holds(state))) return 'it comes';
  const actors = Array.from({ length: system.transitions }, (_, i) => system.actorOf?.(i) ?? 0);
  const acted = new Set(loop.map((transition) => actors[transition]));
  const kept = actors.find(
    (actor) => !acted.has(actor) && [start, ...states].every((state) => state !== null && canAct(system, state, actor)),
  );
  return kept === undefined ? null : `${kept} is kept from acting`;
};

/** Whether there is a fair run on which it never comes: by each set of states that a run may stay in, all of them for ever. */
const neverComes = (to: readonly (readonly number[])[], last: number, when: number | null): boolean => {
  const states = to[0].length;
  const closed = (from: readonly number[], within: (state: number) => boolean): Set<number> => {
    const met = new Set(from.filter(within));
    for (const state of met) for (const by of to) if (by[state] >= 0 && within(by[state])) met.add(by[state]);
    return met;
  };
  const all = closed([0], () => true);
  const begins = [...all].filter((state) => (when === null ? state === 0 : state === when));
  const waited = closed(begins, (state) => state !== last);
  return Array.from({ length: 2 ** states }, (_, bits) => bits).some((bits) => {
    const set = Array.from({ length: states }, (_, state) => state).filter((state) => (bits >> state) & 1);
    if (set.length === 0 || !set.every((state) => waited.has(state))) return false;
    const isIn = (state: number): boolean => set.includes(state);
    if (set.length === 1 && to.every((by) => by[set[0]] < 0)) return true;
    const after = (state: number): number[] => to.map((by) => by[state]).filter((next) => next >= 0 && isIn(next));
    if (!set.every((state) => closed(after(state), isIn).size === set.length)) return false;
    return Array.from({ length: to.length / 2 }, (_, actor) => [to[2 * actor], to[2 * actor + 1]]).every(
      (mine) =>
        set.some((state) => mine.every((by) => by[state] < 0)) ||
        set.some((state) => mine.some((by) => isIn(by[state]))),
    );
  });
};

test('on any small system it says what trying all sets of states says, and what it shows is a fair run', () => {
  let [never, always] = [0, 0];
  const system = fc.integer({ min: 1, max: 5 }).chain((states) => {
    const target = fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: states - 1 }));
    return fc.tuple(
      fc.integer({ min: 1, max: 3 }).chain((actors) => {
        const row = fc.array(target, { minLength: states, maxLength: states });
        return fc.array(row, { minLength: 2 * actors, maxLength: 2 * actors });
      }),
      fc.integer({ min: 0, max: states - 1 }),
      fc.option(fc.integer({ min: 0, max: states - 1 })),
    );
  });
  fc.assert(
    fc.property(system, ([to, last, when]) => {
      const made = drawn(to, last, when);
      const [lasso] = lassosOf(made);
      expect(lasso !== null).toBe(neverComes(to, last, when));
      if (lasso === null) always++;
      else {
        never++;
        expect(faultOf(made, lasso)).toBe(null);
      }
    }),
    { numRuns: 800 },
  );
  expect(Math.min(never, always)).toBeGreaterThan(60);
});

/** Two threads and a lock: 0 away, 1 wants it, 2 has it. Whoever wants it takes it when it is free; or, with turns, when it is their turn. */
const lock = (hasTurns: boolean): TransitionSystem => ({
  ...{ name: 'lock', words: 3, transitions: 2, invariants: [], actorOf: (thread) => thread, begin: () => {} },
  step: (thread, state) => {
    const other = 1 - thread;
    if (state[thread] === 1 && (state[other] === 2 || (hasTurns && state[other] === 1 && state[2] === other)))
      return false;
    if (state[thread] === 0 && hasTurns) state[2] = other;
    state[thread] = (state[thread] + 1) % 3;
    return true;
  },
  transitionText: (thread) => `thread ${thread}`,
  stateText: (state) => state.join(' '),
  eventually: [0, 1].map((thread) => ({
    name: `thread ${thread} gets it`,
    sentence: 'Whoever wants the lock gets it.',
    when: (state) => state[thread] === 1,
    holds: (state) => state[thread] === 2,
  })),
});

test('a lock that whoever comes first takes starves somebody by a loop of the other, and with turns nobody', () => {
  const [one, other] = lassosOf(lock(false));
  expect([one?.stem.length, one?.loop]).toEqual([1, [1, 1, 1]]);
  expect(other?.loop).toEqual([0, 0, 0]);
  expect(lassosOf(lock(true))).toEqual([null, null]);
});

test("Mosaic's threads come to their ends, unless more is put there than is taken away", () => {
  expect(lassosOf(new ParallelInc(2, 2))).toEqual([null]);
  expect(lassosOf(new CondVar(1, 1, 1))).toEqual([null, null, null]);
  const system = new CondVar(1, 1, 2);
  const lassos = lassosOf(system);
  expect(lassos.map((lasso) => lasso === null)).toEqual([false, true, false, false]);
  for (const lasso of lassos) if (lasso !== null) expect(faultOf(system, lasso)).toBe(null);
});

test('what should come at last is refused where it is not said, and where actors are not told apart or not treated fairly', () => {
  const system = new ParallelInc(1, 1);
  expect(() => explore({ ...lock(false), eventually: [] }, { eventually: true })).toThrow('it has no eventually');
  expect(() => explore(system, { eventually: true, preemptions: 1 })).toThrow('nobody is treated fairly');
  expect(() => explore(system, { eventually: true, search: 'depth' })).toThrow('breadth first');
});
