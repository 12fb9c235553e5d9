/** What can be watched for changes: a page, a word, a count, an invariant, a process; or the value of any question. */
import { PAGE_SIZE, PAGE_WORDS, type Pa, type Ppn, ppnOf } from '../../../hardware/hardware.ts';
import { describeReferences } from '../../judge/observation.ts';
import { Binder } from './binder.ts';
import { type Expression, textOf } from './expression.ts';
import { parseWatched } from './parser.ts';
import { boundQuestion } from './question.ts';
import type { Asked, State } from './state.ts';
import { hexOf } from './value.ts';
import type { Parameter } from './vocabulary/name.ts';

/** What is to be seen of a watched thing in one state: parts by name, as people read them. Two are equal if all parts are. */
export type Seen = ReadonlyMap<string, string>;

/** A thing that is watched. */
export interface Watchable {
  /** What is watched, in a few words. */
  readonly name: string;
  /** Whether what is seen depends on the state before. */
  readonly needsBefore: boolean;
  see(state: State): Seen;
}

/** What `text` says to watch. Throws a QuestionError for what is none of these things, and no question. */
export const watchableOf = (text: string, asked: Asked): Watchable => {
  const { thing, object } = parseWatched(text);
  switch (thing) {
    case 'page':
      return watchedNumber(text, `page ${textOf(object)}`, object, 'page', asked, seePage);
    case 'process':
      return watchedNumber(text, `process ${textOf(object)}`, object, 'process', asked, seeProcess);
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
  };
};

/** What `see` sees of whatever has the number that is asked for. */
const watchedNumber = (
  text: string,
  name: string,
  object: Expression,
  parameter: Parameter,
  asked: Asked,
  see: (state: State, number: number) => Seen,
): Watchable => {
  const { value, needsBefore } = new Binder(text, asked).argument(object, parameter);
  const seen = (state: State): Seen => {
    const number = value(state);
    return typeof number === 'number' ? see(state, number) : new Map([['which', 'none']]);
  };
  return { name, needsBefore, see: seen };
};

/** Where it does not hold, not only whether: one place may be put right and another go wrong. */
const watchedInvariant = (text: string, object: Expression, asked: Asked): Watchable => {
  new Binder(text, asked).argument(object, 'invariant');
  const name = object.kind === 'text' ? object.text : '';
  const invariant = asked.judging.invariants.find((one) => one.name === name);
  return {
    ...{ name: `invariant ${name}`, needsBefore: false },
    see: (state) => {
      const violations = invariant === undefined ? [] : state.violationsOf(invariant);
      const told = violations.map(({ expected, found }) => `expected ${expected}, found ${found}`);
      return new Map([[`invariant ${name}`, told.join('; ') || 'holds']]);
    },
  };
};

const seePage = (state: State, address: number): Seen => {
  const { view, observation, machine } = state;
  const page = ppnOf(address as Pa);
  if (address < 0 || page >= view.pages) return new Map([['page', 'outside of memory']]);
  const words = machine.memory.words.subarray(page * PAGE_WORDS, (page + 1) * PAGE_WORDS);
  return new Map([
    ['page', state.free.has(page) ? 'free' : view.kindOf(page) === 'allocatable' ? 'taken' : view.kindOf(page)],
    ['refcount', String(view.referenceCount(page))],
    ['referred to by', describeReferences(view, observation.references.get(page) ?? [])],
    ...wordsSeen(words, page),
  ]);
};

/** Words that are not 0, by their addresses: of two states one tells which word changed. */
const wordsSeen = (words: Int32Array, page: Ppn): (readonly [string, string])[] => {
  const seen: (readonly [string, string])[] = [];
  for (let i = 0; i < PAGE_WORDS; i++)
    if (words[i] !== 0) seen.push([`word ${hexOf(page * PAGE_SIZE + i * 4)}`, hexOf(words[i] >>> 0)]);
  return seen;
};

const seeProcess = (state: State, pid: number): Seen => {
  const process = state.process(pid);
  if (process === null) return new Map([['state', 'none']]);
  const mapped = state.view.mappings(process.root);
  return new Map([
    ['state', process.state],
    ['program', process.name],
    ['root', hexOf(process.root * PAGE_SIZE)],
    ...mapped.map(({ va, pa, permissions }) => [hexOf(va), `${hexOf(pa)}, permissions ${permissions}`] as const),
  ]);
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
