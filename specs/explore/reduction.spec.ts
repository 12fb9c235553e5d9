/** Orders that are left out change nothing of what is said: by random programs of a few threads, and by the systems that say what they touch. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BreadthFirst } from './breadth-first.ts';
import { explore } from './explore.ts';
import { reached, textOf } from './plain.ts';
import { CondVar } from './systems/cond-var.ts';
import { Philosophers } from './systems/philosophers.ts';
import type { Parts, StateProperty, TransitionSystem } from './transition-system.ts';

/** An instruction: memory is two variables and a lock, numbers 0 to 2. `count` adds 1 to a register of the thread's own, `jump` goes to another one. */
interface Instruction {
  readonly kind: 'load' | 'store' | 'count' | 'jump' | 'lock' | 'unlock';
  readonly variable: number;
  readonly target: number;
}
const LOCK = 2;

/** Threads that run `programs`: a state is the memory, and each thread's place and register. Parts are the memory, and each thread's place. */
const programs = (
  texts: readonly (readonly Instruction[])[],
  properties: readonly StateProperty[],
): TransitionSystem => {
  const at = (thread: number): number => 3 + 2 * thread;
  const partsOf = ({ kind, variable }: Instruction): Parts => {
    if (kind === 'load') return { reads: 1 << variable, writes: 0 };
    if (kind === 'store') return { reads: 0, writes: 1 << variable };
    return kind === 'lock' || kind === 'unlock' ? { reads: 1 << LOCK, writes: 1 << LOCK } : { reads: 0, writes: 0 };
  };
  const later = (text: readonly Instruction[], place: number, met = new Set<number>()): Parts => {
    const here = text[place];
    if (here === undefined || met.has(place)) return { reads: 0, writes: 0 };
    const rest = later(text, here.kind === 'jump' ? here.target : place + 1, met.add(place));
    return { reads: partsOf(here).reads | rest.reads, writes: partsOf(here).writes | rest.writes };
  };
  const step = (thread: number, state: Int32Array): boolean => {
    const place = state[at(thread)];
    const here = texts[thread][place];
    if (here === undefined || (here.kind === 'lock' && state[LOCK] === 1)) return false;
    if (here.kind === 'load') state[at(thread) + 1] = state[here.variable];
    if (here.kind === 'store') state[here.variable] = state[at(thread) + 1];
    if (here.kind === 'count') state[at(thread) + 1] = (state[at(thread) + 1] + 1) % 3;
    if (here.kind === 'lock' || here.kind === 'unlock') state[LOCK] = here.kind === 'lock' ? 1 : 0;
    state[at(thread)] = here.kind === 'jump' ? here.target : place + 1;
    return true;
  };
  const own = (parts: Parts, thread: number): Parts => ({ ...parts, writes: parts.writes | (8 << thread) });
  return {
    ...{ name: 'programs', words: 3 + 2 * texts.length, transitions: texts.length, invariants: properties, step },
    begin: () => {},
    actorOf: (thread) => thread,
    touches: (thread, state) => {
      const place = state[at(thread)];
      const here = texts[thread][place];
      const next = here === undefined ? { reads: 0, writes: 0 } : partsOf(here);
      return { next: own(next, thread), later: own(later(texts[thread], place), thread) };
    },
    transitionText: String,
    stateText: textOf,
  };
};

const instruction = (length: number): fc.Arbitrary<Instruction> =>
  fc.record({
    kind: fc.constantFrom('load', 'store', 'count', 'count', 'count', 'jump', 'lock', 'unlock'),
    variable: fc.nat(1),
    target: fc.nat(length - 1),
  });
const texts = fc.array(
  fc
    .integer({ min: 1, max: 5 })
    .chain((length) => fc.array(instruction(length), { minLength: length, maxLength: length })),
  { minLength: 2, maxLength: 3 },
);

/** What an invariant may read: a variable, or where two threads stand. */
const property = fc.oneof(
  fc.record({ variable: fc.nat(1), value: fc.integer({ min: 1, max: 2 }) }).map(
    ({ variable, value }): StateProperty => ({
      ...{ name: 'a value', sentence: 'A variable never has it.', reads: 1 << variable },
      holds: (state) => state[variable] !== value,
    }),
  ),
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })).map(
    ([one, other]): StateProperty => ({
      ...{ name: 'two places', sentence: 'Two threads are never there.', reads: 8 | 16 },
      holds: (state) => state[3] !== one || state[5] !== other,
    }),
  ),
);

/** States that nothing leads on from. */
const endsOf = (
  system: TransitionSystem,
  reduce: boolean,
): { readonly ends: readonly string[]; readonly states: number } => {
  const search = new BreadthFirst(system, { reduce });
  search.run();
  const { states } = search.saved();
  const all = Array.from({ length: states.length / system.words }, (_, i) =>
    states.slice(i * system.words, (i + 1) * system.words),
  );
  const isEnd = (state: Int32Array): boolean =>
    Array.from({ length: system.transitions }, (_, i) => i).every((i) => !system.step(i, state.slice()));
  return { ends: all.filter(isEnd).map(textOf).sort(), states: all.length };
};

test('of random programs it says the same of an invariant, by a run that leads to what does not hold', () => {
  let [right, wrong] = [0, 0];
  fc.assert(
    fc.property(texts, property, (all, invariant) => {
      const system = programs(all, [invariant]);
      const { broken } = explore(system, { reduce: true });
      expect(broken === null).toBe(explore(system).broken === null);
      const state = broken === null ? null : reached(system, broken.transitions);
      expect(state === null || !invariant.holds(state)).toBe(true);
      if (broken === null) right++;
      else wrong++;
    }),
    { numRuns: 600 },
  );
  expect(Math.min(right, wrong)).toBeGreaterThan(50);
});

test('of random programs it finds each state in which nobody can act, and fewer states in all', () => {
  let [fewer, every] = [0, 0];
  fc.assert(
    fc.property(texts, (all) => {
      const system = programs(all, []);
      const [whole, reduced] = [endsOf(system, false), endsOf(system, true)];
      expect(reduced.ends).toEqual(whole.ends);
      fewer += reduced.states;
      every += whole.states;
    }),
    { numRuns: 300 },
  );
  expect(fewer).toBeLessThan(every / 2);
});

test.each([2, 3, 4, 5])('%i philosophers come to a deadlock with the mistake, and without it to none', (count) => {
  const wrong = new Philosophers(count, 'all-take-the-left-first');
  expect(endsOf(wrong, true).ends).toEqual(endsOf(wrong, false).ends);
  expect(explore(wrong, { reduce: true }).broken?.property.name).toBe('no deadlock');
  const right = new Philosophers(count);
  const [whole, reduced] = [explore(right), explore(right, { reduce: true })];
  expect([whole.end, reduced.end]).toEqual(['complete', 'complete']);
  expect(reduced.states).toBeLessThan(whole.states);
});

test('a system that does not say what actors touch, or what its properties read, is refused, and so is another way to leave something out', () => {
  expect(() => explore(new CondVar(1, 1, 1), { reduce: true })).toThrow('it has no touches');
  const silent = programs([[]], [{ name: 'silent', sentence: '', holds: () => true }]);
  expect(() => explore(silent, { reduce: true })).toThrow('which parts it reads for silent');
  expect(() => explore(new Philosophers(2), { reduce: true, eventually: true })).toThrow('one of them');
});
