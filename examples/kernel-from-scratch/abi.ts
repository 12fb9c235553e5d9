/**
 * What kernel and programs agree on: where memory is, which calls there are, and what always holds. Physical memory of 256 pages, which
 * every address space maps to itself for the kernel alone:
 *
 *     000000   001000   002000   003000 .. 006000   007000            008000                009000       100000
 *     +--------+--------+--------+------------------+-----------------+---------------------+------------+
 *     | nobody | text   | gates  | L4, L3, L2, L1   | counts, a byte  | slots of processes, | free pages |
 *     |        |        |        | of the kernel    | a page          | 256 bytes each      |            |
 *     +--------+--------+--------+------------------+-----------------+---------------------+------------+
 *
 * A slot begins with the root of its process's tables, 0 if there is none, and ends with the process's kernel stack, as long as the registers
 * that a trap puts there. Programs have the 4 MiB above: text, data, heap, and a page of stack on top.
 */
import { frame, PAGE_SIZE, type Pa, pa, type Va, va } from 'ringfence/hardware';
import type { Argument, CallDescription, Result } from 'ringfence/kernel';
import type { Invariant } from 'ringfence/specs';

export const PAGES = 256;
export const SLOTS = 16;
export const [TEXT, GATES, COUNTS, PTABLE] = [0x1000, 0x2000, 0x7000, 0x8000].map(va);
export const [ROOT, L1, FREE, MEMORY_END] = [0x3000, 0x6000, 0x9000, 0x100000].map(pa);
export const [START, HEAP, STACK, END] = [0x100000, 0x102000, 0x4ff000, 0x500000].map(va);

export const slotOf = (pid: number): Va => va(PTABLE + pid * 256);
export const registersOf = (pid: number): Va => va(slotOf(pid + 1) - frame.FRAME_BYTES);
/** Whose kernel stack `saved` is on: where a trap saved the registers, there it tells who ran. */
export const pidOf = (saved: Va): number => Math.floor((saved - PTABLE) / 256);
/** All slots, from that of `pid` on. */
export const inTurn = (pid: number): number[] => Array.from({ length: SLOTS }, (_, i) => (pid + i) % SLOTS);
export const countOf = (page: Pa): Va => va(COUNTS + page / PAGE_SIZE);
export const isHeap = (at: number): boolean => at % PAGE_SIZE === 0 && at >= HEAP && at < STACK;

export const [GETPID, YIELD, EXIT, PAGE_ALLOC, GIVE] = [1, 2, 3, 4, 5];
export const DONE = { value: 0, when: 'it is done' };
export const NO_PROCESS = { value: -1, when: 'there is no such process' };
export const NOT_HEAP = { value: -2, when: 'va is no page of the heap, or the caller has none there to give' };
export const TAKEN = { value: -3, when: 'who would get the page has one there' };
export const FULL = { value: -4, when: 'who would get the page has a full share' };
export const NO_MEMORY = { value: -5, when: 'memory is used up' };

const PID: Argument = { name: 'pid', domain: 'id' };
const VA: Argument = { name: 'va', domain: 'page' };
const call = (number: number, name: string, args: Argument[], results: Result[], more = {}): CallDescription => {
  return { number, name, arguments: args, results, ...more };
};
export const CALLS = [
  call(GETPID, 'getpid', [], [{ value: 'any above 0', when: 'always' }]),
  call(YIELD, 'yield', [], [DONE]),
  call(EXIT, 'exit', [], [], { fate: 'ends' }),
  call(PAGE_ALLOC, 'page_alloc', [VA], [DONE, NOT_HEAP, TAKEN, FULL, NO_MEMORY], { fresh: ([at]: Va[]) => at }),
  call(GIVE, 'give', [PID, VA], [DONE, NO_PROCESS, NOT_HEAP, TAKEN, FULL, NO_MEMORY]),
];

export const SHARE = 3;
export const FAIR_SHARE: Invariant = {
  name: 'no process has more than its share',
  sentence: `A process has at most ${SHARE} pages of heap.`,
  why: 'What one has beyond that, others will be refused who have less.',
  violations: ({ spaces }) =>
    spaces.flatMap(({ owner, mappings }) => {
      const { length } = mappings.filter((mapping) => isHeap(mapping.va));
      return length > SHARE ? [{ process: owner.pid, expected: `at most ${SHARE}`, found: `${length}` }] : [];
    }),
};
