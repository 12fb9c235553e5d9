/**
 * What code that people bring threw or gave, in words. It may be anything: a symbol, nothing at all, an object that throws when it is
 * looked at. Whatever it does then stays in here.
 */

const LONGEST = 200;

/** What `look` comes to; `otherwise` if looking throws. */
const looked = <Result>(look: () => Result, otherwise: Result): Result => {
  try {
    return look();
  } catch {
    return otherwise;
  }
};

const isError = (value: unknown): value is Error => looked(() => value instanceof Error, false);
const textIn = (error: Error, name: 'name' | 'message' | 'stack'): string | null =>
  looked(() => (typeof error[name] === 'string' ? error[name] : null), null);

/** A value in a few words: `"text"`, `3n`, `undefined`, `a promise`, `an object that throws when it is looked at`. */
export const describeValue = (value: unknown): string => {
  if (isError(value)) return describeThrown(value);
  if (typeof value === 'string') return JSON.stringify(shortened(value));
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  return looked(() => describeObject(value), 'an object that throws when it is looked at');
};

const describeObject = (value: object): string => {
  if (typeof (value as { then?: unknown }).then === 'function') return 'a promise';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const { name } = (Object.getPrototypeOf(value) as object | null)?.constructor ?? { name: '' };
  return typeof name === 'string' && name !== '' && name !== 'Object' ? `an object of ${name}` : 'an object';
};

/** What was thrown, as `TypeError: x is undefined`; of what is no error, the value. */
export const describeThrown = (thrown: unknown): string => {
  if (!isError(thrown)) return describeValue(thrown);
  const [name, message] = [textIn(thrown, 'name'), textIn(thrown, 'message')];
  if (name === null || message === null) return 'an error that throws when it is looked at';
  return shortened(message === '' ? name : `${name}: ${message}`);
};

/** The host's stack where `thrown` was made; empty if it has none. */
export const stackOf = (thrown: unknown): string => (isError(thrown) ? (textIn(thrown, 'stack') ?? '') : '');

/** `thrown` itself if it is an error that can be looked at, else one that describes it. */
export const asError = (thrown: unknown): Error => {
  const isPlain = isError(thrown) && textIn(thrown, 'name') !== null && textIn(thrown, 'message') !== null;
  if (isPlain && textIn(thrown, 'stack') !== null) return thrown;
  const error = new Error(describeThrown(thrown));
  error.stack = stackOf(thrown);
  return error;
};

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
