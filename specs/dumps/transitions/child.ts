/** How a child of a fork begins. */
import { PTE_W, ppnOf } from '../../../hardware/hardware.ts';
import type { Violation } from '../../judge/invariant.ts';
import { type Between, children, difference, hex, MOST_PAGES, type Rule, SAVED_WORDS, target } from './between.ts';
import type { Passed } from './event.ts';

/** What is expected of it, in words. */
export const RESULT = 'the register of results';
export const IN_REGISTERS = 'of its registers';
export const NOT_YET = 'not runnable';

export const childIsLikeParent: Rule = {
  name: 'a child is like its parent',
  sentence:
    'A child begins with the registers of its parent, but for the 0 that its call returns, and with the same memory; then it can run.',
  why: 'It takes itself for its parent, starts where nobody sent it, or works on what is not what its parent had.',
  violations: (between) => {
    const { after, passed } = between;
    const [child, ...others] = children(between);
    if (passed.forks === null || child === undefined || others.length > 0) return [];
    const wrong = registersOfChild(passed, after.savedRegisters(child, SAVED_WORDS));
    const memory = passed.forks === 'memory' ? memoryOfChild(between, child) : [];
    return [...[...wrong, ...turnOfChild(between, child)].map((found) => ({ ...found, process: child })), ...memory];
  },
};

const registersOfChild = ({ registers, result }: Passed, child: Int32Array): Violation[] => {
  const expected = [...registers].map(([at, value]) => [at, result.includes(at) ? 0 : value] as const);
  const wrong = expected.find(([at, value]) => child[at] !== value);
  if (wrong === undefined) return [];
  const [at, value] = wrong;
  const what = result.includes(at) ? RESULT : `word ${at} ${IN_REGISTERS}`;
  return [{ expected: `${hex(value)} in ${what}`, found: hex(child[at]) }];
};

/** What has memory may run, and nothing else. */
const turnOfChild = ({ after, passed: { forks, text } }: Between, child: number): Violation[] => {
  const { isRunnable, state } = after.processes.get(child) ?? { isRunnable: false, state: 'none' };
  if (isRunnable === (forks === 'memory') || child === after.runner) return [];
  return [{ expected: `${forks === 'memory' ? 'runnable' : NOT_YET} after ${text}`, found: state }];
};

const memoryOfChild = ({ before, after, passed }: Between, child: number): Violation[] => {
  const [had, has] = [before.mappings(passed.caller), after.mappings(child)];
  const wrong = [...had].flatMap(([va, mapping]): Violation[] => {
    const own = has.get(va);
    const place = { process: child, address: va };
    if (own === undefined)
      return [{ ...place, expected: `what its parent has there, ${target(mapping)}`, found: 'nothing' }];
    if (own.pa === mapping.pa || (child === after.runner && own.permissions & PTE_W)) return [];
    const [was, is] = [before.page(ppnOf(mapping.pa)), after.page(ppnOf(own.pa))];
    const at = difference(was, is);
    if (at < 0) return [];
    const found = { page: ppnOf(own.pa), address: va + at * 4, found: hex(is[at]) };
    return [{ ...place, ...found, expected: `${hex(was[at])}, as its parent had there` }];
  });
  return wrong.slice(0, MOST_PAGES);
};
