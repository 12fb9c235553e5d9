/**
 * A complete kernel, from scratch. Physical memory is 256 pages, which every address space maps to themselves, for the kernel alone:
 *
 *     000000   001000   002000   003000 .. 006000    007000            008000              009000   00a000   100000
 *     +--------+--------+--------+-------------------+-----------------+-------------------+--------+--------+
 *     | no one | text   | gates  | L4, L3, L2 and L1 | counts, a byte  | slots of processes| stack  | free   |
 *     |        |        |        | of the kernel     | a page          | 256 bytes each    |        | pages  |
 *     +--------+--------+--------+-------------------+-----------------+-------------------+--------+--------+
 *
 * A program has 4 MiB from 0x100000 on: a page of text and one of data, its heap, and a page of stack on top.
 */
import type { Fault, Image, Pa, Ppn, TrapHandler, Va } from 'ringfence/hardware';
import { frame, Halt, Machine, PAGE_SIZE, PTE_P, PTE_U, PTE_W, pa, ppn, register, trap, va } from 'ringfence/hardware';
import {
  type CallDescription,
  type PageKind,
  type ProcessView,
  PTE_PWU,
  ptiter,
  TableView,
  Vmiter,
} from 'ringfence/kernel';
import type { Invariant, OwnBoot } from 'ringfence/specs';

const [TEXT, GATES, COUNTS, SLOTS, STACK_TOP, FREE] = [0x1000, 0x2000, 0x7000, 0x8000, 0xa000, 0xa000].map(va);
const [START, HEAP, STACK, END] = [0x100000, 0x102000, 0x4ff000, 0x500000].map(va);
const [ROOT, L1] = [pa(0x3000), pa(0x6000)];
const [PAGES, PROCESSES, SHARE] = [256, 16, 8];
const CURRENT = va(SLOTS + 8);
const slotOf = (pid: number): Va => va(SLOTS + pid * 256);
const registersOf = (pid: number): Va => va(slotOf(pid) + 64);
const isHeap = (at: number): boolean => at % PAGE_SIZE === 0 && at >= HEAP && at < STACK;

const DONE = { value: 0, when: 'it is done' };
const NO_PROCESS = { value: -1, when: 'there is no such process' };
const BAD_PAGE = {
  value: -2,
  when: 'va is no page of the heap, or is mapped where it must not be, or not where it must',
};
const FULL = { value: -3, when: 'who would get the page has its full share' };
const NO_MEMORY = { value: -4, when: 'memory is used up' };
const VA = { name: 'va', domain: 'page' } as const;
const CALLS: readonly CallDescription[] = [
  { name: 'getpid', number: 1, arguments: [], results: [{ value: 'any above 0', when: 'always' }] },
  { name: 'yield', number: 2, arguments: [], results: [DONE] },
  { name: 'exit', number: 3, arguments: [], results: [], fate: 'ends' },
  {
    name: 'page_alloc',
    number: 4,
    arguments: [VA],
    results: [DONE, BAD_PAGE, FULL, NO_MEMORY],
    fresh: ([at]) => va(at),
  },
  {
    name: 'give',
    number: 5,
    arguments: [{ name: 'pid', domain: 'id' }, VA],
    results: [DONE, NO_PROCESS, BAD_PAGE, FULL, NO_MEMORY],
  },
];

const fairShare: Invariant = {
  name: 'no process has more than its share',
  sentence: `A process has at most ${SHARE} pages of heap.`,
  why: 'Otherwise one process can take the memory of all.',
  violations: ({ spaces }) =>
    spaces.flatMap(({ owner, mappings }) => {
      const pages = mappings.filter(({ va }) => isHeap(va)).length;
      return pages > SHARE ? [{ process: owner.pid, expected: `at most ${SHARE} pages`, found: `${pages}` }] : [];
    }),
};

class TinyView extends TableView {
  readonly pages = PAGES;
  readonly kernelRoot = ppn(ROOT / PAGE_SIZE);
  readonly userStart = START;
  readonly userEnd = END;
  readonly counts = { start: pa(COUNTS), end: pa(COUNTS + PAGES), bytes: 1, stride: 1 } as const;
  readonly calls = CALLS;
  protected override readonly stackStart = STACK;

  kindOf(page: Ppn): PageKind {
    return page * PAGE_SIZE < FREE ? 'kernel' : 'allocatable';
  }

  processes(): ProcessView[] {
    const roots = Array.from({ length: PROCESSES }, (_, pid) => ppn(this.words[slotOf(pid) >> 2] / PAGE_SIZE));
    const all = roots.map((root, pid) => ({ pid, slot: pid, root, name: '', state: 'runnable', isRunnable: true }));
    return all.filter(({ root }) => root !== 0);
  }

  spaces(): ProcessView[] {
    return this.processes();
  }

  scratch(pid: number) {
    const saved = pa(registersOf(pid));
    return [
      { start: saved, end: pa(saved + frame.FRAME_BYTES) },
      { start: pa(STACK_TOP - PAGE_SIZE), end: pa(STACK_TOP) },
    ];
  }
}

export default class Tiny implements TrapHandler {
  static readonly calls = CALLS;
  static readonly invariants = [fairShare];
  readonly machine: Machine;
  readonly view: TinyView;
  readonly setting: OwnBoot;
  readonly pages = PAGES;

  constructor(setting: OwnBoot) {
    this.setting = setting;
    this.machine = new Machine(PAGES, PROCESSES, { oracle: setting.oracle });
    this.view = new TinyView(this.machine);
    this.machine.connect(this);
  }

  get supervisor() {
    return this.machine.supervisor;
  }
  get listeners() {
    return this.machine.listeners;
  }
}
