/**
 * A class that people brought, with a guard around each method that Ringfence calls: what it throws is an error that can be looked at, and
 * what no caller can use (a promise, a BigInt, NaN) is refused where it is returned.
 */
import { isPromise } from 'node:util/types';
import { asError, describeThrown, describeValue } from '../../hardware/thrown.ts';
import { Mistake } from './mistake.ts';
import { placeOfMethod } from './own-code.ts';

type Method = (this: unknown, ...given: unknown[]) => unknown;
// biome-ignore lint/suspicious/noExplicitAny: classes are made with parameters of their own kind.
type Class = abstract new (...given: any[]) => object;

/** What is being guarded: a method, its name, and what it overrides, if anything. */
interface Guarded {
  readonly kind: string;
  readonly name: string;
  readonly method: Method;
  readonly overridden: unknown;
}

/**
 * Guards the methods of `Own` and of the classes that it extends, up to the first that is one of `bases`. Where there is one, only what it
 * has too can be called by Ringfence, and is guarded. Changes the prototypes of these classes.
 */
export const guardMethods = (kind: string, Own: Class, bases: readonly Class[]): void => {
  const owners = ownersOf(Own.prototype, new Set(bases.map(({ prototype }) => prototype)));
  const base = Object.getPrototypeOf(owners.at(-1) ?? Own.prototype) ?? Object.prototype;
  for (const owner of owners) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
      const isCalled = base === Object.prototype || name in base;
      if (name === 'constructor' || typeof property.value !== 'function' || !isCalled) continue;
      const value = guarded({ kind, name, method: property.value, overridden: Reflect.get(base, name) });
      Object.defineProperty(owner, name, { ...property, value });
    }
  }
};

/** `prototype` and those above it, up to the first that is one of `bases` or of all objects. */
const ownersOf = (prototype: object, bases: ReadonlySet<object>): object[] => {
  const owners: object[] = [];
  for (let owner = prototype; !bases.has(owner) && owner !== Object.prototype && owner !== null; ) {
    owners.push(owner);
    owner = Object.getPrototypeOf(owner);
  }
  return owners;
};

/** The name of guards: none that a method can have, so that backtraces of the kernel leave them out. */
const GUARD = '(guard)';

const guarded = (of: Guarded): Method => {
  const { method } = of;
  const returnsSomething = typeof of.overridden === 'function' && /\breturn [^;]|=> *[^{ ]/.test(String(of.overridden));
  const guard: Method = {
    [GUARD](...given: unknown[]): unknown {
      let value: unknown;
      try {
        value = method.apply(this, given);
      } catch (thrown) {
        throw asError(thrown) === thrown ? thrown : mistakeIn(of, `threw ${describeThrown(thrown)}`);
      }
      if (typeof value === 'object' ? isPromise(value) : returnsSomething && isUseless(value)) refuse(of, value);
      return value;
    },
  }[GUARD];
  return guard;
};

/** Whether a caller that wants something can do nothing with `value`. */
const isUseless = (value: unknown): boolean =>
  typeof value === 'number' ? Number.isNaN(value) : typeof value === 'bigint' || typeof value === 'symbol';

const refuse = (of: Guarded, value: unknown): never => {
  const isLate = isPromise(value);
  // Whatever becomes of it, this is what is said.
  if (isLate) void value.catch(() => {});
  const why = isLate ? ': a method must have done its work when it returns, and nobody waits for more' : '';
  throw mistakeIn(of, `returned ${describeValue(value)}${why}`);
};

const mistakeIn = ({ kind, name, method }: Guarded, deed: string): Mistake =>
  new Mistake(`the ${kind}'s ${name} ${deed}`, placeOfMethod(method, name));
