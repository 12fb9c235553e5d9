/** What the signs between two values do. */
import { holds, isNumeric, type Type, type Value } from './value.ts';

export interface Operation {
  readonly gives: Type;
  /** The right side is asked only if it matters. */
  of(left: () => Value, right: () => Value): Value;
}

type OnNumbers = (left: number, right: number) => number;

const WORD = 2 ** 32;
/** Of the low 32 bits; what is above them in both sides of `|`, and in one of `&`, is left out. */
const bits = (value: number): number => (value % WORD) | 0;

const ARITHMETIC: Readonly<Record<string, OnNumbers>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  // Of whole numbers whole ones, as in C.
  '/': (left, right) => Math.trunc(left / right),
  '%': (left, right) => left % right,
  '&': (left, right) => (bits(left) & bits(right)) >>> 0,
  '|': (left, right) => (bits(left) | bits(right)) >>> 0,
};
const ORDER: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

/** What `sign` does between values of those types; a sentence that says why it cannot, if so. */
export const operationOf = (sign: string, left: Type, right: Type): Operation | string => {
  if (sign === '&&' || sign === '||') return joining(sign, left, right);
  if (sign === '==' || sign === '!=') return equality(sign, left, right);
  if (!isNumeric(left) || !isNumeric(right)) {
    return `${sign} stands between numbers, and here between ${NAMES[left]} and ${NAMES[right]}`;
  }
  return Object.hasOwn(ORDER, sign) ? ordering(sign) : arithmetic(sign, left, right);
};

const NAMES: Readonly<Record<Type, string>> = {
  number: 'a number',
  address: 'an address',
  pid: 'the number of a process',
  condition: 'a condition',
  text: 'a text',
};

const joining = (sign: string, left: Type, right: Type): Operation | string => {
  if (left === 'text' || right === 'text') return `${sign} joins conditions, and a text is none`;
  return {
    gives: 'condition',
    of: (a, b) => (holds(a(), left) === (sign === '&&') ? holds(b(), right) : sign === '||'),
  };
};

const equality = (sign: string, left: Type, right: Type): Operation | string => {
  if (left !== right && !(isNumeric(left) && isNumeric(right)))
    return `${NAMES[left]} and ${NAMES[right]} are never equal`;
  return { gives: 'condition', of: (a, b) => (a() === b()) === (sign === '==') };
};

/** What there is not is neither more nor less than anything. */
const ordering = (sign: string): Operation => ({
  gives: 'condition',
  of: (a, b) => onNumbers(a(), b(), ORDER[sign]) === true,
});

/** An address and a number are an address; none and anything are none; so is what is divided by 0. */
const arithmetic = (sign: string, left: Type, right: Type): Operation => ({
  gives: (sign === '+' || sign === '-') && (left === 'address') !== (right === 'address') ? 'address' : 'number',
  of: (a, b) => {
    const result = onNumbers(a(), b(), ARITHMETIC[sign]);
    return typeof result === 'number' && Number.isFinite(result) ? result : null;
  },
});

const onNumbers = <Result>(left: Value, right: Value, of: (left: number, right: number) => Result): Result | null =>
  typeof left === 'number' && typeof right === 'number' ? of(left, right) : null;
