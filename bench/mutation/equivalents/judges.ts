/** The explained mutants of what judges, file by file. */
import type { Equivalent } from '../equivalent.ts';

const FORKS = 'this.note(slot, `forks $' + '{view.nameOf(result)}`);';
const FORKED = 'this.add(result, `forked by $' + '{view.nameOf(view.pidOf(slot))}`);';
const INVARIANT = '...{ name: `invariant $' + '{name}`, needsBefore:';

export const JUDGES: readonly Equivalent[] = [
  {
    file: 'specs/judge/watch/watch.ts',
    original: 'if (this.ended === null) tracker.forget();',
    mutated: ['if (false) tracker.forget();'],
    why: 'It only spares memory: the record of the next call forgets before it begins.',
  },
  {
    file: 'specs/weensyos/ledger/ledger.ts',
    original: 'return ranges.some((range) => range.start <= start && range.end >= start + PAGE_SIZE) ? 1 : 0;',
    mutated: ['return ranges.some((range) => range.start <= start && range.end > start + PAGE_SIZE) ? 1 : 0;'],
    why: "It only takes longer: the kernel's stack is followed, and its words are left out one by one.",
  },
  {
    file: 'specs/allocators/search/workload.ts',
    original: 'private inTurns = false;',
    mutated: ['private inTurns = true;'],
    why: 'begin draws it before anything is asked.',
  },
  {
    file: 'specs/judge/watch/process-history.ts',
    original: `${FORKS} ${FORKED}`,
    mutated: [`${FORKED} ${FORKS}`],
    why: 'The two lines go to the lives of two processes, each in a list of its own.',
  },
  {
    file: 'specs/weensyos/ledger/tlb.ts',
    original: 'this.control0 = control0;',
    mutated: [';'],
    why: 'It only takes longer: compared with the 0 that it begins with, CR0 looks changed whenever it protects, and the TLB is looked at.',
  },
  {
    file: 'specs/dumps/first-wrong.ts',
    original: 'const machines = [0, 1].map(() => machineFor(frames.bytes, kind.paging, kind.slots));',
    mutated: [
      'const machines = [0, 0].map(() => machineFor(frames.bytes, kind.paging, kind.slots));',
      'const machines = [0, 2].map(() => machineFor(frames.bytes, kind.paging, kind.slots));',
      'const machines = [1, 1].map(() => machineFor(frames.bytes, kind.paging, kind.slots));',
    ],
    why: 'Nobody reads the two numbers: there are two of them.',
  },
  {
    file: 'specs/moments/questions/watchable.ts',
    within: ['watchedInvariant'],
    original: `${INVARIANT} false },`,
    mutated: [`${INVARIANT} true },`],
    why: 'An invariant is asked of the state as it is: the one before it is looked up for nothing, and it takes longer.',
  },
];
