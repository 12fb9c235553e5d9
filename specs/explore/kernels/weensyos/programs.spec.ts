import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONSOLE_ADDRESS, frame, trap, type Va, va } from '../../../../hardware/hardware.ts';
import { type Process, WeensyKernel } from '../../../../kernel/kernel.ts';
import {
  assertionFailed,
  choose,
  defineProgram,
  exit,
  fork,
  getpid,
  jump,
  load8,
  type Operation,
  type Program,
  pageAlloc,
  schedYield,
  store8,
} from '../../../../userland/userland.ts';
import { KernelSearch } from '../kernel-search.ts';
import { type Retold, retold } from '../retold.ts';
import type { WeensyExploring } from './moves.ts';
import { ExploredPrograms, type GivenPrograms } from './programs.ts';

const HEAP = 0x101000;
/** Cells that all programs share: those of the console, which are blank at first. */
const [COUNT, DONE, BLANK] = [CONSOLE_ADDRESS, CONSOLE_ADDRESS + 2, 0x20];

type Mains = readonly ((...registers: number[]) => Program)[];

const given = (mains: Mains, more: Partial<GivenPrograms> = {}): GivenPrograms => ({
  programs: mains.map((main) => defineProgram({ name: main.name, entries: { [main.name]: main } })),
  ...{ pages: 256, slots: mains.length + 2, ...more },
});

/** What comes of a search, and its shortest run to what is wrong told again. */
const searched = (programs: GivenPrograms, options: WeensyExploring = {}, depth = 100) => {
  const search = new KernelSearch(new ExploredPrograms(programs, options));
  search.run({ depth, states: 5000 });
  const { broken } = search.explored;
  const run: Retold | null = broken && retold(new ExploredPrograms(programs, options), broken.steps);
  return { search, explored: search.explored, run };
};

/** Whether some run of at most `depth` steps shows anything wrong: all are taken, and no state is known again. */
const isWrongWithin = (system: ExploredPrograms, depth: number): boolean => {
  if (depth <= 0 || !system.goesOn) return false;
  system.depart();
  const mark = system.branch.mark();
  for (let answers: readonly number[] | null = []; answers !== null; ) {
    system.answers.begin(answers);
    system.act();
    system.branch.note(mark);
    const next = system.answers.next;
    const isWrong = system.wrongStep() !== null || system.wrongState() !== null || isWrongWithin(system, depth - 1);
    system.branch.undo(mark);
    if (isWrong) return true;
    answers = next;
    system.depart();
  }
  return false;
};

/** Operations of random programs: what they load they store elsewhere, so that it matters when. */
const DEEDS: readonly ((last: number) => Operation)[] = [
  () => pageAlloc(HEAP),
  (last) => store8(COUNT, last + 1),
  () => load8(COUNT),
  () => fork(),
  () => schedYield(),
  () => getpid(),
  () => exit(),
];

const doing = (deeds: readonly number[]) =>
  function* main(): Program {
    let last = 0;
    for (const deed of deeds) last = yield DEEDS[deed](last);
    return jump(main);
  };

describe('Every way that ticks leave open', () => {
  test('is gone: the states are those that runs from power on come to, with ticks wherever they may be', () => {
    const DEPTH = 5;
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(DEEDS.length - 1), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 2 }),
        (all) => {
          const programs = given(all.map(doing));
          const { search, explored } = searched(programs, { ticks: true }, DEPTH);
          const met = new Set<number>([0]);
          const after = new Map<string, string>();
          for (let ways = 0; ways < 2 ** DEPTH; ways++) {
            const system = new ExploredPrograms(programs, { ticks: true });
            let state = 0;
            for (let step = 0; step < DEPTH && system.goesOn; step++) {
              const tick = (ways >> step) & 1;
              const mark = system.branch.mark();
              system.answers.begin([tick]);
              system.act();
              system.branch.note(mark);
              const next = search.stateOf(system.identify());
              // From one state the same step leads to one state, which looks the same: nothing that decides was left out.
              const way = `${state} ${tick}`;
              const seen = `${next} ${system.stateText()}`;
              expect(after.get(way) ?? seen).toBe(seen);
              after.set(way, seen);
              met.add(next);
              state = next;
            }
          }
          expect(explored.broken).toBeNull();
          expect(met.has(-1)).toBe(false);
          expect(met.size).toBe(explored.states);
        },
      ),
      { numRuns: 5, seed: 24 },
    );
  });

  test('is gone to the end where programs come back to where they were, and where a loop is at one place three times', () => {
    function* seven(): Program {
      for (const value of [7, 7, 7]) yield store8(COUNT, value);
      yield exit();
    }
    function* rounds(): Program {
      yield schedYield();
      return jump(rounds);
    }
    function* counts(round = 0): Program {
      yield schedYield();
      return jump(counts, (round + 1) % 5);
    }
    // The first state, one after each operation.
    expect(searched(given([seven])).explored).toMatchObject({ end: 'complete', states: 5, edges: 4 });
    // Begun or not, the jump done or not.
    expect(searched(given([rounds])).explored).toMatchObject({ end: 'complete', states: 3 });
    const { explored } = searched(given([counts]));
    expect(explored.end).toBe('complete');
    expect(explored.states).toBeGreaterThanOrEqual(5 * 2);
    expect(searched(given([rounds, seven]), { ticks: true }).explored.end).toBe('complete');
  });

  test('has no end where a program never comes back, and a limit says so', () => {
    function* forever(): Program {
      for (;;) yield schedYield();
    }
    const system = new ExploredPrograms(given([forever]));
    expect(new KernelSearch(system).run({ states: 60 })).toBe('states');
    expect(system.longest).toEqual({ name: 'forever', operations: 60 });
  });

  test('is gone for what programs choose, too', () => {
    function* either(): Program {
      const way = yield choose(3);
      if (way === 2) yield* assertionFailed('either', 'way < 2');
      yield exit();
    }
    const { run } = searched(given([either]));
    expect(run?.wrong).toMatchObject({ place: 'process 1 (either)', expected: 'all that it asserts is so' });
    expect(run?.steps[0]).toMatchObject({ text: 'choose(3)', answers: [{ answer: 2 }] });
  });
});

test('What stands on the console, where all may read it, tells states apart', () => {
  function* writes(): Program {
    yield store8(COUNT, yield choose(2));
    return jump(reads);
  }
  function* reads(): Program {
    if ((yield load8(COUNT)) === 1) throw new Error('somebody wrote 1');
    yield exit();
  }
  const program = defineProgram({ name: 'writes', entries: { writes, reads } });
  const { run } = searched({ ...given([]), slots: 2, programs: [program] });
  expect(run?.wrong).toMatchObject({ found: expect.stringContaining('somebody wrote 1') });
});

describe('What needs a tick at one place is found with it there, by as few steps as there can be', () => {
  /** Adds one to what all share; whoever finds the other done finds both added, or says so. */
  function* adds(): Program {
    const me = yield getpid();
    const count = yield load8(COUNT);
    yield store8(COUNT, count + 1);
    yield store8(DONE + me, 1);
    if ((yield load8(DONE + 3 - me)) === 1 && (yield load8(COUNT)) !== BLANK + 2) throw new Error('one is lost');
    yield exit();
  }

  test('an update that is lost', () => {
    const programs = given([adds, adds]);
    expect(searched(programs).explored).toMatchObject({ end: 'complete', broken: null });
    const { explored, run } = searched(programs, { ticks: true });
    expect(run?.wrong).toMatchObject({ name: 'programs do as they should', place: 'process 1 (adds)' });
    const ticks = run?.steps.flatMap(({ text }, i) => (text === 'a tick' ? [i] : [])) ?? [];
    // Between the load of the count and the store.
    expect(run?.steps[ticks[0] - 1].text).toBe('load8(0xb8000)');
    expect(
      isWrongWithin(new ExploredPrograms(programs, { ticks: true }), (explored.broken?.steps.length ?? 0) - 1),
    ).toBe(false);
  });

  test('a kernel that loses a register of whom it interrupts', () => {
    class Clobbers extends WeensyKernel {
      override exception(vector: number, saved: Va): void {
        if (vector === trap.TIMER_VECTOR) this.supervisor.store32(va(saved + frame.RAX * 4), 0);
        super.exception(vector, saved);
      }
    }
    function* keeps(): Program {
      yield pageAlloc(HEAP);
      yield store8(HEAP, 5);
      if ((yield load8(HEAP)) !== 5) yield* assertionFailed('keeps', 'what was stored is there');
      yield exit();
    }
    expect(searched(given([keeps]), { ticks: true }).explored).toMatchObject({ end: 'complete', broken: null });
    const { run } = searched(given([keeps]), { ticks: true, Kernel: Clobbers });
    expect(run?.steps.slice(0, 4).map(({ text }) => text)).toEqual([
      ...[`page_alloc(0x${HEAP.toString(16)})`, `store8(0x${HEAP.toString(16)}, 5)`, `load8(0x${HEAP.toString(16)})`],
      'a tick',
    ]);
  });
});

describe('It is told of whoever did wrong:', () => {
  const wrongOf = (mains: Mains, options: WeensyExploring = {}) => searched(given(mains), options).run?.wrong;

  test('a program that throws, one that reaches for what it has not, and one that does what only kernels may', () => {
    function* throws(): Program {
      if ((yield pageAlloc(HEAP)) < 0) throw new Error('there is no memory');
      yield exit();
    }
    function* faults(): Program {
      yield store8(HEAP, 1);
    }
    expect(wrongOf([throws])).toBeUndefined();
    expect(wrongOf([throws], { asked: ['allocation'] })).toMatchObject({
      ...{ name: 'programs do as they should', place: 'process 1 (throws)' },
      found: expect.stringContaining('there is no memory'),
    });
    expect(wrongOf([faults])).toMatchObject({ place: 'process 1 (faults)', found: /store8\(0x101000, 1\) faults/ });
  });

  test('a kernel that changes the memory of another process than the caller', () => {
    class Interfering extends WeensyKernel {
      override pageAlloc(process: Process, address: Va): number {
        const result = super.pageAlloc(process, address);
        const other = this.view.processes().find(({ pid }) => pid !== process.pid);
        const mapped = other === undefined ? null : this.view.mapping(other, address);
        if (mapped !== null) this.machine.memory.store8(mapped.pa, 7);
        return result;
      }
    }
    function* takes(): Program {
      yield pageAlloc(HEAP);
      yield schedYield();
      yield exit();
    }
    expect(wrongOf([takes, takes])).toBeUndefined();
    expect(wrongOf([takes, takes], { Kernel: Interfering })).toMatchObject({
      name: 'noninterference',
      place: 'process 1',
    });
  });
});

test('so many pages are free after the boot as are asked for, and a fork fails only for want of them', () => {
  function* forks(): Program {
    if ((yield fork()) < 0) yield* assertionFailed('forks', 'there is a child');
    yield exit();
  }
  const system = new ExploredPrograms(given([forks], { free: 6 }));
  expect(system.kernel.view.freePages()).toBe(6);
  expect(searched(given([forks], { free: 6 })).explored.broken).toBeNull();
  expect(searched(given([forks], { free: 5 })).run?.wrong).toMatchObject({ place: 'process 1 (forks)' });
});
