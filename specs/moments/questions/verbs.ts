/** What sentences say of pages and processes. Verbs that are events are true in the state right after. */
import { counter, type Pa, type Ppn, ppnOf } from '../../../hardware/hardware.ts';
import type { Subject } from './expression.ts';
import type { State } from './state.ts';

export interface Verb {
  readonly meaning: string;
  /** Whether it speaks of what has just happened, and so needs the state before. */
  readonly isEvent?: true;
  /** Whether it is so of the page at that address, or of the process of that number. */
  holds(state: State, object: number): boolean;
}

const existed = ({ before }: State, pid: number): boolean => before?.pids.has(pid) === true;
const exists = (state: State, pid: number): boolean => state.process(pid) !== null;
const hadTheCpu = ({ before }: State, pid: number): boolean => before !== null && before.running === pid;
const isNew = ({ before }: State, pid: number): boolean => before !== null && !before.pids.has(pid);
const page = (address: number): Ppn => ppnOf(address as Pa);

/** What may be said of a process and of a page: `process 2 exits`, `page 0x5000 is free`. */
export const VERBS: Readonly<Record<Subject, Readonly<Record<string, Verb>>>> = {
  page: {
    'is free': {
      meaning: 'the kernel may give it away',
      holds: (state, address) => state.free.has(page(address)),
    },
    'is taken': {
      meaning: 'it is one of those that the kernel gives away, and not free',
      holds: (state, address) => !state.free.has(page(address)) && state.view.kindOf(page(address)) === 'allocatable',
    },
  },
  process: {
    exists: { meaning: 'it has a slot of its own, in whatever state', holds: exists },
    runs: { meaning: 'it has the CPU', holds: (state, pid) => state.running === pid },
    starts: {
      meaning: 'it has just come to be',
      isEvent: true,
      holds: (state, pid) => isNew(state, pid) && exists(state, pid),
    },
    exits: {
      meaning: 'it has just ceased to be, whoever ended it',
      isEvent: true,
      holds: (state, pid) => existed(state, pid) && !exists(state, pid),
    },
    forks: {
      meaning: 'it has just made another process',
      isEvent: true,
      holds: (state, pid) =>
        hadTheCpu(state, pid) && state.processes.some((other) => other.pid !== pid && isNew(state, other.pid)),
    },
    faults: {
      meaning: 'an operation of it has just trapped: a page fault, or another exception',
      isEvent: true,
      holds: (state, pid) => hadTheCpu(state, pid) && state.count(counter.FAULTS) > (state.before?.faults ?? 0),
    },
  },
};
