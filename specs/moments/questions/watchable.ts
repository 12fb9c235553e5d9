/** What can be watched for changes: a page, a word, a count, an invariant, a process; or the value of any question. */
import { Binder } from './binder.ts';
import { type Expression, textOf } from './expression.ts';
import { KernelSide } from './kernel-side.ts';
import { parseWatched } from './parser.ts';
import { boundQuestion } from './question.ts';
import type { Asked, State } from './state.ts';
import { type Looks, PAGE, PROCESS, type Seen } from './things.ts';
import type { Parameter } from './vocabulary/name.ts';

/** A thing that is watched. */
export interface Watchable {
  /** What is watched, in a few words. */
  readonly name: string;
  /** Whether what is seen depends on the state before. */
  readonly needsBefore: boolean;
  see(state: State): Seen;
  /** What is the same where `see` sees the same, and else is not; cheaper than that. States must be of one machine. */
  key(state: State): string;
}

/** What `text` says to watch. Throws a QuestionError for what is none of these things, and no question. */
export const watchableOf = (text: string, asked: Asked): Watchable => {
  const { thing, object } = parseWatched(text);
  switch (thing) {
    case 'page':
      return watchedNumber(text, `page ${textOf(object)}`, object, 'page', asked, PAGE);
    case 'process':
      return watchedNumber(text, `process ${textOf(object)}`, object, 'process', asked, PROCESS);
    case 'word':
      return watchedValue(text, named('word', object), asked);
    case 'count':
      return watchedValue(text, named('refcount', object), asked);
    case 'invariant':
      return watchedInvariant(text, object, asked);
    case 'question':
      return watchedValue(text, object, asked);
  }
};

const named = (name: string, object: Expression): Expression => ({
  ...{ kind: 'name', name, given: [object] },
  ...{ start: object.start, end: object.end },
});

const watchedValue = (text: string, expression: Expression, asked: Asked): Watchable => {
  const question = boundQuestion(text, expression, asked);
  return {
    ...{ name: question.text, needsBefore: question.needsBefore },
    see: (state) => new Map([[question.text, question.told(state)]]),
    key: (state) => question.told(state),
  };
};

/** What is to be seen of whatever has the number that is asked for. */
const watchedNumber = (
  text: string,
  name: string,
  object: Expression,
  parameter: Parameter,
  asked: Asked,
  { ofKernel, besides, key }: Looks,
): Watchable => {
  const { value, needsBefore } = new Binder(text, asked).argument(object, parameter);
  const numberIn = (state: State): number => Number(value(state) ?? Number.NaN);
  const side = new KernelSide((state) => keyOf(ofKernel(state, numberIn(state))));
  return {
    ...{ name, needsBefore },
    see: (state) => {
      const number = numberIn(state);
      return new Map([...ofKernel(state, number), ...(besides?.(state, number) ?? [])]);
    },
    // Which one is meant may change where the kernel's words do not, as with `page cr3`.
    key: (state) => {
      const number = numberIn(state);
      const sides = object.kind === 'number' ? side.of(state) : keyOf(ofKernel(state, number));
      return `${number} ${sides} ${key?.(state, number) ?? ''}`;
    },
  };
};

const keyOf = (seen: Seen): string => [...seen].flat().join('\n');

/** Where it does not hold, not only whether: one place may be put right and another go wrong. */
const watchedInvariant = (text: string, object: Expression, asked: Asked): Watchable => {
  new Binder(text, asked).argument(object, 'invariant');
  const name = object.kind === 'text' ? object.text : '';
  const invariant = asked.judging.invariants.find((one) => one.name === name);
  const told = (state: State): string => {
    const violations = invariant === undefined ? [] : state.violationsOf(invariant);
    return violations.map(({ expected, found }) => `expected ${expected}, found ${found}`).join('; ') || 'holds';
  };
  return {
    ...{ name: `invariant ${name}`, needsBefore: false },
    see: (state) => new Map([[`invariant ${name}`, told(state)]]),
    key: told,
  };
};

/** What became of a watched thing from one state to another, a line a part; none if it is the same. */
export const changesBetween = (before: Seen, after: Seen): readonly string[] => {
  const names = new Set([...before.keys(), ...after.keys()]);
  const absent = (name: string): string => (name.startsWith('word ') ? '0x0' : 'none');
  return [...names].flatMap((name) => {
    const [was, is] = [before.get(name) ?? absent(name), after.get(name) ?? absent(name)];
    return was === is ? [] : [`${name}: ${was} → ${is}`];
  });
};
