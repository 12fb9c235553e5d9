import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counter, frame, PAGE_SIZE, PAGE_WORDS, type Va, va } from '../../../hardware/hardware.ts';
import { type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import type { BranchMark } from './branch.ts';
import type { ExploredStates } from './found-states.ts';
import { KernelSearch } from './kernel-search.ts';
import { ExploredWeensyOS } from './weensyos/explored.ts';
import type { WeensyExploring, WeensyScope } from './weensyos/moves.ts';

const searched = (system: ExploredWeensyOS, states = 5000): ExploredStates => {
  const search = new KernelSearch(system);
  search.run({ states });
  return search.explored;
};
const explored = (scope: WeensyScope, options?: WeensyExploring): ExploredStates =>
  searched(new ExploredWeensyOS(scope, options));

/** Pages of a process beside its heap: five of tables, and its stack; text is shared. */
const PROCESS = 6;
/** The other calls than page_alloc that are made: fork, exit, yield. */
const OTHERS = 3;

/** What there is to reach where there is memory for all processes, counted without a kernel: who is alive with which pages, as far as memory goes, and who runs, or ran last. */
const counted = ({ free, processes, heap }: WeensyScope): { states: number; edges: number } => {
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
  let running = 0;
  for (let live = 1; live <= processes; live++)
    for (let pages = 0; pages <= live * heap && PROCESS * (live - 1) + pages <= free; pages++)
      running += choose(processes, live) * choose(live * heap, pages) * live;
  return { states: running + processes, edges: running * (heap + OTHERS) };
};

/** States are told apart by all of memory that is in use, whatever it is called. */
class Unreduced extends ExploredWeensyOS {
  readonly classes = new Set<string>();

  override identify(): Int32Array {
    this.classes.add(super.identify().join());
    const fingerprint = this.kernel.machine.fingerprint();
    return Int32Array.from([0, 8, 16, 0], (at) => Number.parseInt(fingerprint.slice(at, at + 8), 16) | 0);
  }
}

describe('WeensyOS is explored to the end', () => {
  test.each<[number, number, number]>([
    [0, 1, 2],
    [4, 1, 3],
    [8, 2, 1],
    [9, 2, 1],
    [14, 2, 2],
    [13, 3, 2],
    [12, 2, 3],
  ])(
    'with %i pages free, %i processes and a heap of %i pages it has the states and steps that a count gives',
    (free, processes, heap) => {
      const scope = { free, processes, heap };
      expect(explored(scope)).toMatchObject({ end: 'complete', broken: null, ...counted(scope) });
    },
  );

  test('16 pages free, 3 processes, 3 pages of heap: 1,179 states and 7,056 steps', () => {
    const scope = { free: 16, processes: 3, heap: 3 };
    expect(counted(scope)).toEqual({ states: 1179, edges: 7056 });
    expect(explored(scope)).toMatchObject({ end: 'complete', broken: null, states: 1179, edges: 7056, depth: 10 });
  });

  test('ticks, memory that fails and stores are gone through as well', () => {
    const scope = { free: 8, processes: 2, heap: 1 };
    const { states, edges } = counted(scope);
    const running = states - scope.processes;
    expect(explored(scope, { ticks: true })).toMatchObject({
      end: 'complete',
      broken: null,
      states,
      edges: edges + running,
    });
    expect(explored(scope, { asked: ['allocation'] })).toMatchObject({ end: 'complete', broken: null, states });
    const alone = { free: 2, processes: 1, heap: 2 };
    expect(explored(alone, { asked: ['page'] })).toMatchObject({
      end: 'complete',
      broken: null,
      states: counted(alone).states,
    });
    expect(explored(scope, { edges: true })).toMatchObject({ end: 'complete', broken: null, states });
    const stored = explored(scope, { stores: true });
    expect(stored).toMatchObject({ end: 'complete', broken: null });
    expect(stored.states).toBeGreaterThan(states);
  });

  test('a search that is stopped goes on to the same end, and stops where it is told', () => {
    const system = new ExploredWeensyOS({ free: 14, processes: 2, heap: 2 });
    const search = new KernelSearch(system);
    expect(search.run({ depth: 2 })).toBe('depth');
    expect(search.explored.depth).toBe(2);
    expect(search.run({ states: 20 })).toBe('states');
    expect(search.run({ memory: 1 })).toBe('memory');
    expect(search.run({ hasTime: () => false })).toMatch(/seconds|complete/);
    search.run();
    expect(search.explored).toEqual(explored({ free: 14, processes: 2, heap: 2 }));
  });
});

describe('Names of pages decide nothing', () => {
  test.each([
    [5, 2, 1],
    [6, 2, 1],
    [2, 1, 2],
  ])(
    '%i pages free, %i processes, %i pages of heap: apart by pages or not, the verdict and the classes are the same',
    (free, processes, heap) => {
      const scope = { free, processes, heap };
      const apart = new Unreduced(scope);
      const result = searched(apart, 20_000);
      expect(result).toMatchObject({ end: 'complete', broken: null });
      expect(apart.classes.size).toBe(explored(scope).states);
      expect(result.states).toBeGreaterThanOrEqual(apart.classes.size);
    },
  );

  test('whatever order pages are handed out in, the states are those of the lowest first', () => {
    const scope = { free: 14, processes: 2, heap: 2 };
    class Highest extends WeensyKernel {
      override findFreePage() {
        const free = this.view.freeList();
        return free.at(-1) ?? (-1 as (typeof free)[number]);
      }
    }
    expect(explored(scope, { Kernel: Highest })).toEqual(explored(scope));
  });
});

test('the state is the same, whether pages are read anew or kept up, wherever one goes back and forth', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(99), { minLength: 5, maxLength: 40 }), (choices) => {
      const system = new ExploredWeensyOS({ free: 14, processes: 3, heap: 2 }, { stores: true, edges: true });
      const marks: BranchMark[] = [];
      for (const choice of choices) {
        if (choice > 80 || !system.goesOn) {
          const mark = marks.pop();
          if (mark !== undefined) system.branch.undo(mark);
        } else {
          const mark = system.branch.mark();
          system.answers.begin([]);
          system.act(choice % system.acts);
          system.branch.note(mark);
          marks.push(mark);
        }
        // Now and then a state is passed through in which nobody asks.
        if (choice % 3 > 0) expect(system.identify()).toEqual(system.identifyFromScratch());
      }
      expect(system.identify()).toEqual(system.identifyFromScratch());
    }),
    { numRuns: 40 },
  );
});

describe('A state is told by', () => {
  /** Process 1 with a page of the heap, and its child. */
  const forked = (): ExploredWeensyOS => {
    const system = new ExploredWeensyOS({ free: 14, processes: 2, heap: 1 });
    const names = Array.from({ length: system.acts }, (_, act) => system.actText(act));
    for (const name of ['page_alloc(0x101000)', 'fork()']) {
      const mark = system.branch.mark();
      system.act(names.indexOf(name));
      system.branch.note(mark);
    }
    return system;
  };
  const isOtherAfter = (change: (system: ExploredWeensyOS) => void): boolean => {
    const system = forked();
    const before = system.identify().join();
    const mark = system.branch.mark();
    change(system);
    system.branch.note(mark);
    return system.identify().join() !== before;
  };
  const heapOf = ({ kernel }: ExploredWeensyOS, pid: number): number =>
    kernel.machine.mmu.probe(va(0x101000), kernel.view.rootOf(pid) * PAGE_SIZE)?.pa ?? 0;
  const words = ({ kernel }: ExploredWeensyOS) => kernel.machine.memory;

  test.each<[string, (system: ExploredWeensyOS) => void]>([
    [
      'a reference count',
      (system) => words(system).store8(system.kernel.view.counts.start + heapOf(system, 1) / PAGE_SIZE, 2),
    ],
    [
      'the count of a page that nobody refers to',
      (system) => words(system).store8(system.kernel.view.counts.start + system.kernel.view.freeList()[0], 1),
    ],
    ['what a page of a program holds', (system) => words(system).store8(heapOf(system, 2) + 100, 1)],
    ['the state of a process', (system) => words(system).store((system.kernel.ptable[2].registers - 4) >> 2, 2)],
    [
      'where a process goes on',
      (system) => words(system).store((system.kernel.ptable[2].registers >> 2) + frame.RIP, 0x100004),
    ],
  ])('%s', (_what, change) => {
    expect(isOtherAfter(change)).toBe(true);
  });

  test.each<[string, (system: ExploredWeensyOS) => void]>([
    [
      'registers that nobody reads',
      (system) => words(system).store((system.kernel.ptable[2].registers >> 2) + frame.RBX, 7),
    ],
    ['the kernel stack', (system) => words(system).store(0x7f800 >> 2, 7)],
    ['what a free page holds', (system) => words(system).store(system.kernel.view.freeList()[0] * PAGE_WORDS, 7)],
    ['the count of ticks', (system) => words(system).store(0x54d08 >> 2, 7)],
  ])('not by %s', (_what, change) => {
    expect(isOtherAfter(change)).toBe(false);
  });
});

describe('Held against its contract is', () => {
  test('a call that changes the memory of others, though all is counted right', () => {
    class Interfering extends WeensyKernel {
      override pageAlloc(process: Process, address: Va): number {
        const result = super.pageAlloc(process, address);
        const other = this.view.processes().find(({ pid }) => pid !== process.pid);
        const mapped = other === undefined ? null : this.view.mapping(other, address);
        if (mapped !== null) this.machine.memory.store8(mapped.pa, 7);
        return result;
      }
    }
    const { broken } = explored({ free: 16, processes: 2, heap: 1 }, { Kernel: Interfering });
    expect(broken?.wrong).toMatchObject({ name: 'noninterference', place: 'process 2' });
    expect(broken?.steps).toHaveLength(3);
  });

  test('a call that fails though there is all that it needs', () => {
    class Stingy extends WeensyKernel {
      override fork(parent: Process): number {
        return this.view.freePages() < 12 ? -1 : super.fork(parent);
      }
    }
    const { broken } = explored({ free: 14, processes: 3, heap: 1 }, { Kernel: Stingy });
    expect(broken?.wrong).toMatchObject({ name: 'calls do what they say', place: 'fork', found: 'it returns -1' });
  });
});

describe('What a kernel keeps in fields of its own', () => {
  test('goes back with it', () => {
    class Counting extends WeensyKernel {
      forks = 0;

      override fork(parent: Process): number {
        this.forks += 1;
        return super.fork(parent);
      }
    }
    const system = new ExploredWeensyOS({ free: 8, processes: 2, heap: 1 }, { Kernel: Counting });
    const mark = system.branch.mark();
    const kernel = system.kernel as Counting;
    const fork = Array.from({ length: system.acts }, (_, act) => system.actText(act)).indexOf('fork()');
    system.act(fork);
    expect(kernel.forks).toBe(1);
    system.branch.undo(mark);
    expect([kernel.forks, kernel.machine.counters[counter.EVENTS]]).toEqual([0, 0]);
  });
});
