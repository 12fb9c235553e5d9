/** Where in an allocator's own code the call is that went wrong. */
import { stackOf } from '../../hardware/hardware.ts';
import type { AllocatorClass } from '../../kernel/kernel.ts';
import type { Shortest } from '../../specs/specs.ts';
import { type Place, placeIn, placeOfMethod, placeText } from '../limits/own-code.ts';

/** In words; null if it is not known: what a rule says of memory need not have come about in one call. */
export const placeOfFailure = (Allocator: AllocatorClass, { verdict }: Shortest): string | null => {
  const { cause } = verdict.error;
  const place = (cause === undefined ? null : placeIn(stackOf(cause))) ?? placeOfAnswer(Allocator, verdict.error);
  return place === null ? null : placeText(place);
};

/** Where the method is that gave what no caller can use. */
const placeOfAnswer = (Allocator: AllocatorClass, { method }: { readonly method: string | null }): Place | null => {
  if (method === null) return null;
  const { value } = descriptorOf(Allocator.prototype, method) ?? {};
  return typeof value === 'function' ? placeOfMethod(value, method) : null;
};

const descriptorOf = (prototype: object | null, name: string): PropertyDescriptor | undefined =>
  prototype === null
    ? undefined
    : (Object.getOwnPropertyDescriptor(prototype, name) ?? descriptorOf(Object.getPrototypeOf(prototype), name));
