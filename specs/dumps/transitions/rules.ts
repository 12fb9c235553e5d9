/** What must hold of an event: of two dumps in a row, and what came between them. Each is asked only where exactly that one event did. */
import { PAGE_SIZE, PAGE_WORDS, PTE_U, PTE_W, ppnOf } from '../../../hardware/hardware.ts';
import type { Mapping } from '../../../kernel/view.ts';
import type { Invariant, Violation } from '../../judge/invariant.ts';
import { failureChangesNothing } from '../../judge/invariants/failure-changes-nothing.ts';
import { freshPageIsZero } from '../../judge/invariants/fresh-page-is-zero.ts';
import type { Passed } from './passed.ts';
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

const hex = (value: number): string => `0x${(value >>> 0).toString(16)}`;
const rights = ({ permissions }: Mapping): string => (permissions & PTE_W ? 'RW' : 'R-');
const target = (mapping: Mapping | undefined): string =>
  mapping === undefined ? 'nothing' : `page ${hex(mapping.pa / PAGE_SIZE)} (${rights(mapping)})`;

/** Those that are on both sides, with the same tables. */
const stayed = ({ before, after }: Between): number[] =>
  [...before.processes.values()]
    .filter(({ pid, root }) => root !== 0 && after.processes.get(pid)?.root === root)
    .map(({ pid }) => pid);

/** Processes that came. */
const children = ({ before, after }: Between): number[] =>
  [...after.processes.keys()].filter((pid) => !before.processes.has(pid));

const isAsked = ({ asks }: Passed, pid: number, va: number): boolean =>
  asks.some((place) => place.pid === pid && (place.va === undefined || place.va === va));

/** Whether `after` is `before`, or the same with fewer rights to write, as a fork that copies on write leaves the pages of its caller. */
const isKept = (before: Mapping | undefined, after: Mapping | undefined, mayProtect: boolean): boolean => {
  if (before === undefined || after === undefined) return before === after;
  if (before.pa !== after.pa) return false;
  return (
    before.permissions === after.permissions || (mayProtect && (after.permissions & ~before.permissions & PTE_W) === 0)
  );
};

const mapsWhatIsAsked: Rule = {
  name: 'maps what is asked',
  sentence: 'An event changes of what processes map nothing but what its caller asked for, and may ask for.',
  why: 'A process that loses a page loses what it wrote; one that gains a page or a right sees, or changes, what is not its own.',
  violations: (between) => {
    const { before, after, passed } = between;
    return stayed(between).flatMap((pid) => {
      const [was, is] = [before.mappings(pid), after.mappings(pid)];
      const mayProtect = pid === passed.caller && passed.forks === 'memory';
      const changed = [...new Set([...was.keys(), ...is.keys()])].filter(
        (va) => !isKept(was.get(va), is.get(va), mayProtect) && !isAsked(passed, pid, va),
      );
      return changed.map((va) => ({
        ...{ process: pid, address: va },
        expected: `${target(was.get(va))}, as before ${passed.text}`,
        found: target(is.get(va)),
      }));
    });
  },
};

/** Whether the page may have been written since: by the one that runs, if it can. */
const mayBeWritten = ({ after }: Between, mapping: Mapping): boolean =>
  after.runner !== null &&
  after.writersOf(ppnOf(mapping.pa)).includes(after.runner) &&
  isWrittenBy(after, after.runner, mapping);

const isWrittenBy = (side: Side, pid: number, { pa }: Mapping): boolean =>
  [...side.mappings(pid).values()].some((one) => one.pa === pa && side.isWritten(pid, one));

/** The first word in which two pages differ; -1 if they are equal. */
const difference = (one: Int32Array, other: Int32Array): number => {
  for (let i = 0; i < PAGE_WORDS; i++) if (one[i] !== other[i]) return i;
  return -1;
};

const memoryStays: Rule = {
  name: 'memory stays',
  sentence:
    'What is in the memory of a process is changed by that process alone, while it runs, and by whoever shares it.',
  why: 'The kernel wrote where it had no business: what a program finds there it never put there.',
  violations: (between) => {
    const { before, after, passed } = between;
    if (passed.asks.some(({ va }) => va === undefined)) return [];
    return stayed(between).flatMap((pid) => {
      const kept = [...after.mappings(pid)].filter(([va, { pa, permissions }]) => {
        const was = before.mappings(pid).get(va);
        return was?.pa === pa && permissions & PTE_U && !isAsked(passed, pid, va);
      });
      const changed = kept.flatMap(([va, mapping]): Violation[] => {
        const page = ppnOf(mapping.pa);
        const [was, is] = [before.page(page), after.page(page)];
        const at = difference(was, is);
        if (at < 0 || passed.sends.includes(pid) || mayBeWritten(between, mapping)) return [];
        const place = { process: pid, page, address: va + at * 4 };
        return [{ ...place, expected: `${hex(was[at])}, as before ${passed.text}`, found: hex(is[at]) }];
      });
      return changed.slice(0, MOST_PAGES);
    });
  },
};
/** One page that was overwritten is told, and a few more. */
const MOST_PAGES = 4;

const freshPage: Rule = {
  ...{ name: freshPageIsZero.name, sentence: freshPageIsZero.sentence, why: freshPageIsZero.why },
  violations: ({ before, after, passed: { fresh, text } }) => {
    if (fresh === null) return [];
    const { pid, va } = fresh;
    const [was, is] = [before.mappings(pid).get(va), after.mappings(pid).get(va)];
    // Unless it is another page than before, the call failed. What the program wrote since nobody can tell from what was there.
    if (is === undefined || is.pa === was?.pa || isWrittenBy(after, pid, is)) return [];
    const words = after.page(ppnOf(is.pa));
    const at = words.findIndex((word) => word !== 0);
    if (at < 0) return [];
    const place = { process: pid, page: ppnOf(is.pa), address: va + at * 4 };
    return [{ ...place, expected: `a page of zeros after ${text}`, found: `${hex(words[at])} in word ${at}` }];
  },
};

/** A call that was to map a page, or to make a child, and did neither. */
const hasFailed = (between: Between): boolean => {
  const { before, after, passed } = between;
  if (passed.forks !== null) return children(between).length === 0;
  if (passed.fresh === null || !after.processes.has(passed.caller)) return false;
  const { pid, va } = passed.fresh;
  return before.mappings(pid).get(va)?.pa === after.mappings(pid).get(va)?.pa;
};

const failureLeavesAll: Rule = {
  ...{ name: failureChangesNothing.name, sentence: failureChangesNothing.sentence, why: failureChangesNothing.why },
  violations: (between) => {
    if (!hasFailed(between)) return [];
    const asked = { ...between.passed, asks: [] };
    return [
      ...mapsWhatIsAsked.violations({ ...between, passed: asked }),
      ...memoryStays.violations({ ...between, passed: asked }),
    ];
  },
};

const childIsLikeParent: Rule = {
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
  const what = result.includes(at) ? 'the register of results' : `word ${at} of its registers`;
  return [{ expected: `${hex(value)} in ${what}`, found: hex(child[at]) }];
};

/** What has memory may run, and nothing else. */
const turnOfChild = ({ after, passed: { forks, text } }: Between, child: number): Violation[] => {
  const { isRunnable, state } = after.processes.get(child) ?? { isRunnable: false, state: 'none' };
  if (isRunnable === (forks === 'memory') || child === after.runner) return [];
  return [{ expected: `${forks === 'memory' ? 'runnable' : 'not runnable'} after ${text}`, found: state }];
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

const exitEnds: Rule = {
  name: 'exit ends',
  sentence: 'A process that has ended is not run any more.',
  why: 'Its program goes on behind its end, with memory that may be given to others.',
  violations: (between) => {
    const { after, passed } = between;
    const left =
      passed.ends && stayed(between).includes(passed.caller) ? after.processes.get(passed.caller) : undefined;
    if (left?.isRunnable !== true) return [];
    return [
      {
        process: passed.caller,
        expected: `none after ${passed.text}`,
        found: `${left.state}, with the tables that it had`,
      },
    ];
  },
};

/** In the order in which a report names them. */
export const RULES: readonly Rule[] = [
  exitEnds,
  childIsLikeParent,
  freshPage,
  failureLeavesAll,
  mapsWhatIsAsked,
  memoryStays,
];
