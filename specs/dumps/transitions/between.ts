/** Two dumps in a row with the event between them, as rules see them, and what is told of what they find. */
import { PAGE_SIZE, PAGE_WORDS, PTE_W } from '../../../hardware/hardware.ts';
import type { Mapping } from '../../../kernel/view.ts';
import type { Invariant, Violation } from '../../judge/invariant.ts';
import type { Passed } from './event.ts';
import type { Side } from './side.ts';

/** More words than registers take. */
export const SAVED_WORDS = 48;

/** Two dumps in a row, and the event between them. */
export interface Between {
  readonly before: Side;
  readonly after: Side;
  readonly passed: Passed;
}

export type Rule = Pick<Invariant, 'name' | 'sentence' | 'why'> & {
  violations(between: Between): Violation[];
};

export const hex = (value: number): string => `0x${(value >>> 0).toString(16)}`;
const rights = ({ permissions }: Mapping): string => (permissions & PTE_W ? 'RW' : 'R-');
/** What is mapped, in words. */
export const target = (mapping: Mapping | undefined): string =>
  mapping === undefined ? 'nothing' : `page ${hex(mapping.pa / PAGE_SIZE)} (${rights(mapping)})`;

/** Those that are on both sides, with the same tables. */
export const stayed = ({ before, after }: Between): number[] =>
  [...before.processes.values()]
    .filter(({ pid, root }) => root !== 0 && after.processes.get(pid)?.root === root)
    .map(({ pid }) => pid);

/** Processes that came. */
export const children = ({ before, after }: Between): number[] =>
  [...after.processes.keys()].filter((pid) => !before.processes.has(pid));

/** The first word in which two pages differ; -1 if they are equal. */
export const difference = (one: Int32Array, other: Int32Array): number => {
  for (let i = 0; i < PAGE_WORDS; i++) if (one[i] !== other[i]) return i;
  return -1;
};

/** One page that was overwritten is told, and a few more. */
export const MOST_PAGES = 4;
