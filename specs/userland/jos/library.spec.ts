/** A library of somebody's own functions: the rest is from here, and what page faults are sent to is among the entries of whoever is linked with it. */
import { expect, test } from 'vitest';
import { compute, type Operation } from '../../../hardware/operation.ts';
import { jos } from '../../../userland/userland.ts';

function* handler(): Generator<Operation, boolean, number> {
  yield compute(1);
  return true;
}
function* helper(): Generator<Operation, void, number> {
  yield compute(2);
}

test('its handler of faults is an entry, with the other generator functions that it exports, and the one from here', () => {
  const { entries } = jos.libraryFrom({ pgfault: handler, helper, number: 3 });
  expect(Object.keys(entries).toSorted()).toEqual(['helper', 'pgfault', 'pgfault of the library']);
  expect([entries.pgfault, entries.helper]).toEqual([handler, helper]);
});

test('without one of its own the handler is the one from here, once', () => {
  const { entries } = jos.libraryFrom({ fork: helper });
  expect(Object.keys(entries).toSorted()).toEqual(['fork', 'pgfault']);
  expect(entries.fork).toBe(helper);
});

test('what programs are linked with keeps its names, and gives way where one is taken', () => {
  const [one, other] = [handler, helper] as never[];
  expect(jos.linked({ main: one }, { main: other, again: one })).toEqual({ main: one, 'main of the library': other });
});
