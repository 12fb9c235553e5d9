/** What is wrong with what stands in parentheses behind a name, in words; null if nothing. */
import { PAGE_SIZE } from '../../../hardware/hardware.ts';
import { meantBy } from '../../did-you-mean.ts';
import type { Asked } from './state.ts';
import type { Name, Parameter } from './vocabulary/name.ts';

/** What is expected of each. */
export const EXPECTED: Readonly<Record<Parameter, string>> = {
  page: 'a physical address in the page',
  'physical address': 'a physical address',
  'virtual address': 'a virtual address',
  process: 'the number of a process',
  invariant: 'the name of an invariant, in quotes',
};

/** Of how many there are; null stands for no parentheses. */
export const countProblem = ({ name, takes, isOptional }: Name, given: number | null): string | null => {
  if (given === null ? takes.length === 0 || isOptional === true : given === takes.length && given > 0) return null;
  if (takes.length === 0) return `${name} takes nothing: leave the parentheses out`;
  return `${name} takes ${takes.map((parameter) => EXPECTED[parameter]).join(' and ')}, in parentheses`;
};

export const invariantProblem = (asked: Asked, name: string): string | null => {
  const known = asked.judging.invariants.map((invariant) => invariant.name);
  if (known.includes(name)) return null;
  const meant = meantBy(name, known);
  const hint = meant === null ? `: there are ${known.join('; ')}` : `: did you mean "${meant}"?`;
  return `no invariant of this kernel is named "${name}"${hint}`;
};

/** Pages are meant by their addresses: who writes the number of a page, in decimal, would get page 0. */
export const pageProblem = (text: string): string | null => {
  const page = /^\d+$/.test(text) ? Number(text) : 0;
  if (page === 0 || page >= PAGE_SIZE) return null;
  return `pages are meant by their addresses: that of page ${page} is 0x${(page * PAGE_SIZE).toString(16)}`;
};
