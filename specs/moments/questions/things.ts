/** Things that are watched by their numbers: pages and processes, and what is to be seen of them. */
import { PAGE_SIZE, PAGE_WORDS, type Pa, type Ppn, ppnOf } from '../../../hardware/hardware.ts';
import { hashOfWords } from '../../judge/hash-of-words.ts';
import { describeReferences } from '../../judge/observation.ts';
import type { State } from './state.ts';
import { hexOf } from './value.ts';

/** What is to be seen of a watched thing in one state: parts by name, as people read them. Two are equal if all parts are. */
export type Seen = ReadonlyMap<string, string>;

/** What is to be seen of whatever has a number: what hangs on the kernel's words, and what else there is. */
export interface Looks {
  ofKernel(state: State, number: number): Seen;
  besides?(state: State, number: number): Seen;
  /** Of `besides`. */
  key?(state: State, number: number): string;
}

const isPage = ({ view }: State, address: number): boolean => address >= 0 && ppnOf(address as Pa) < view.pages;

const wordsOf = ({ machine }: State, address: number): Int32Array => {
  const first = ppnOf(address as Pa) * PAGE_WORDS;
  return machine.memory.words.subarray(first, first + PAGE_WORDS);
};

export const PAGE: Looks = {
  ofKernel: (state, address) => {
    if (!isPage(state, address)) return new Map([['page', 'outside of memory']]);
    const { view, observation } = state;
    const page = ppnOf(address as Pa);
    return new Map([
      ['page', state.free.has(page) ? 'free' : view.kindOf(page) === 'allocatable' ? 'taken' : view.kindOf(page)],
      ['refcount', String(view.referenceCount(page))],
      ['referred to by', describeReferences(view, observation.references.get(page) ?? [])],
    ]);
  },
  besides: (state, address) =>
    new Map(isPage(state, address) ? wordsSeen(wordsOf(state, address), ppnOf(address as Pa)) : []),
  key: (state, address) => (isPage(state, address) ? hashOfWords(wordsOf(state, address)) : ''),
};

/** Words that are not 0, by their addresses: of two states one tells which word changed. */
const wordsSeen = (words: Int32Array, page: Ppn): (readonly [string, string])[] => {
  const seen: (readonly [string, string])[] = [];
  for (let i = 0; i < PAGE_WORDS; i++)
    if (words[i] !== 0) seen.push([`word ${hexOf(page * PAGE_SIZE + i * 4)}`, hexOf(words[i] >>> 0)]);
  return seen;
};

export const PROCESS: Looks = {
  ofKernel: (state, pid) => {
    const process = state.process(pid);
    if (process === null) return new Map([['state', 'none']]);
    const mapped = state.view.mappings(process.root);
    return new Map([
      ['state', process.state],
      ['program', process.name],
      ['root', hexOf(process.root * PAGE_SIZE)],
      ...mapped.map(({ va, pa, permissions }) => [hexOf(va), `${hexOf(pa)}, permissions ${permissions}`] as const),
    ]);
  },
};
