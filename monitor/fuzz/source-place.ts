/** Where in an allocator's own code the call is that went wrong. */
import { stackOf } from '../../hardware/hardware.ts';
import type { AllocatorClass } from '../../kernel/kernel.ts';
import { type Shortest, statementsOf } from '../../specs/specs.ts';
import { type Place, placeIn, placeOfMethod, placeText } from '../limits/own-code.ts';

/** In words; null if it is not known: what a rule says of memory need not have come about in one call. */
export const placeOfFailure = (Allocator: AllocatorClass, { verdict, sequence }: Shortest): string | null => {
  const { cause, method } = verdict.error;
  const thrown = cause === undefined ? null : placeIn(stackOf(cause));
  const called = cause === undefined ? method : calledBy(statementsOf(sequence)[verdict.at - 1] ?? '');
  const place = thrown ?? (called === null ? null : placeOf(Allocator, called));
  return place === null ? null : placeText(place);
};

/** The method of an allocator that a statement of a sequence calls first. */
const calledBy = (statement: string): string | null =>
  /\b(reallocate|allocate|free|share)/.exec(statement.replace('exhaust', 'allocate'))?.[1] ?? null;

const placeOf = (Allocator: AllocatorClass, method: string): Place | null => {
  const value = inherited(Allocator.prototype, method);
  return typeof value === 'function' ? placeOfMethod(value as () => unknown, method) : null;
};

/** What `name` is in `prototype` or those above it, of which no getter is called. */
const inherited = (prototype: object | null, name: string): unknown => {
  if (prototype === null) return undefined;
  const own = Object.getOwnPropertyDescriptor(prototype, name);
  return own === undefined ? inherited(Object.getPrototypeOf(prototype), name) : own.value;
};
