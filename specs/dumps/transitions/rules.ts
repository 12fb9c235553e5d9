/** What must hold of an event: of two dumps in a row, and what came between them. Each is asked only where exactly that one event did. */
import { PTE_U, PTE_W, ppnOf } from '../../../hardware/hardware.ts';
import type { Mapping } from '../../../kernel/view.ts';
import type { Violation } from '../../judge/invariant.ts';
import { failureChangesNothing } from '../../judge/invariants/failure-changes-nothing.ts';
import { freshPageIsZero } from '../../judge/invariants/fresh-page-is-zero.ts';
import { type Between, children, difference, hex, MOST_PAGES, type Rule, stayed, target } from './between.ts';
import { childIsLikeParent } from './child.ts';
import type { Passed } from './event.ts';
import type { Side } from './side.ts';

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
