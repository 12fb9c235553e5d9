/** Whatever words change that any invariant reads, and in whatever order with flushes and looks: what counting finds broken, the ledger suspects. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  frame,
  PAGE_SIZE,
  PAGE_WORDS,
  PTE_G,
  PTE_P,
  PTE_U,
  PTE_W,
  ppn,
  register,
  type Va,
} from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import { exitProgram, forkProgram, fuzzProgram } from '../../../userland/userland.ts';
import { firstBroken } from '../../judge/invariant.ts';
import { Observation } from '../../judge/observation.ts';
import { type Watch, watchKernel } from '../../judge/watch/watch.ts';
import { INVARIANTS } from '../invariants/list.ts';
import { weensyJudging } from '../judging.ts';

const PAGES = 256;

/** A kernel in a reachable state, with its ledger. */
interface State {
  readonly kernel: WeensyKernel;
  readonly watch: Watch;
}

const stateAfter = (programs: WeensyKernel['parameters']['programs'], events: number): State => {
  const kernel = new WeensyKernel({ programs, pages: PAGES, timer: { mode: 'every', period: 6 } });
  const watch = watchKernel(kernel, weensyJudging);
  kernel.boot();
  kernel.machine.run(Number.POSITIVE_INFINITY, events);
  return { kernel, watch };
};
const STATES = [
  stateAfter([exitProgram(3)], 14),
  stateAfter([forkProgram()], 2),
  stateAfter([forkProgram()], 9),
  stateAfter([fuzzProgram(5), exitProgram(2)], 60),
];

/** Something done to a state; the numbers say where and what, whatever there is. */
type Deed = (state: State, where: number, what: number) => void;

const pick = <T>(from: readonly T[], at: number): T => from[at % from.length] as T;
const FLAGS = [PTE_P, PTE_W, PTE_U, PTE_G, 0x20, 0x40, PTE_P | PTE_W | PTE_U, PTE_W | PTE_U];

/** Where entries of some table of some process lie that lead somewhere; those alone that map what is the process's own, if asked. */
const entriesOf = ({ kernel: { view, machine } }: State, isOwn: boolean): number[] => {
  const { words } = machine.memory;
  return view.processes().flatMap(({ root }) => {
    const tables = [...view.tables(root), { page: root, level: 4, va: 0 }];
    return tables.flatMap(({ page, level, va }) =>
      Array.from({ length: PAGE_WORDS / 2 }, (_, i) => page * PAGE_WORDS + i * 2).filter((at, i) => {
        const maps = level === 1 && va + i * PAGE_SIZE >= view.userStart;
        return words[at] !== 0 && (maps || !isOwn);
      }),
    );
  });
};
const place = (state: State, where: number): number => pick(entriesOf(state, where % 3 > 0), where);
const put = ({ kernel: { machine } }: State, at: number, value: number): void => machine.memory.store(at, value);
const wordAt = ({ kernel: { machine } }: State, at: number): number => machine.memory.words[at] as number;
const countAt = ({ kernel: { view } }: State, page: number): number => view.counts.start + page;
const addCount = (state: State, page: number, more: number): void => {
  const { memory } = state.kernel.machine;
  const at = countAt(state, page);
  put(state, at >> 2, wordAt(state, at >> 2) + (more << ((at & 3) * 8)));
  expect(memory.bytes[at]).toBeDefined();
};
const addressIn = ({ kernel: { view } }: State, where: number): Va => {
  const { root } = pick(view.processes(), where);
  return pick(view.mappings(root), where).va;
};

const DEEDS: Readonly<Record<string, Deed>> = {
  'rights of an entry': (state, where, what) => {
    const at = place(state, where);
    put(state, at, wordAt(state, at) ^ pick(FLAGS, what));
  },
  'where an entry leads': (state, where, what) => {
    const at = place(state, where);
    put(state, at, ((what % (PAGES + 3)) * PAGE_SIZE) | (wordAt(state, at) & 0xfff));
  },
  'an entry cleared': (state, where) => put(state, place(state, where), 0),
  'entries swapped': (state, where, what) => {
    const [one, other] = [place(state, where), place(state, what)];
    const [first, second] = [wordAt(state, one), wordAt(state, other)];
    put(state, one, second);
    put(state, other, first);
  },
  'a mapping moved to a free page, with its counts': (state, where, what) => {
    const at = pick(entriesOf(state, true), where);
    const entry = wordAt(state, at);
    const free = state.kernel.view.freeList();
    if ((entry & PTE_P) === 0 || free.length === 0) return;
    const page = pick(free, what);
    put(state, at, (page * PAGE_SIZE) | (entry & 0xfff));
    addCount(state, entry >>> 12, -1);
    addCount(state, page, 1);
  },
  'a page that is shared becomes writable for one': (state, where) => {
    const { view } = state.kernel;
    const isShared = (at: number): boolean => {
      const entry = wordAt(state, at);
      return (entry & (PTE_P | PTE_W)) === PTE_P && view.referenceCount(ppn(entry >>> 12)) > 1;
    };
    const shared = entriesOf(state, true).filter(isShared);
    if (shared.length > 0) put(state, pick(shared, where), wordAt(state, pick(shared, where)) | PTE_W);
  },
  'a count': (state, where, what) => addCount(state, where % PAGES, (what % 3) - 1),
  'a slot': ({ kernel: { view, machine } }, where, what) => {
    const at = pick(view.essentials(1 + (where % (view.slotCount - 1))), what) >> 2;
    machine.memory.store(at, pick([0, 1, 2, 3, frame.FLAG_INTERRUPT, 0x5000], where + what));
  },
  'a word of a page that is mapped': (state, where, what) => {
    const { view } = state.kernel;
    const { pa } = pick(view.mappings(pick(view.processes(), where).root), what);
    const at = (pa >> 2) + (where % 3);
    put(state, at, wordAt(state, at) ^ (1 << (what & 31)));
  },
  'a page like another': ({ kernel: { view, machine } }, where, what) => {
    const pages = view.processes().flatMap(({ root }) => [root, ...view.tables(root).map(({ page }) => page)]);
    machine.memory.copyPage(pick(pages, where), pick(pages, what));
  },
  'a translation is cached': (state, where, what) =>
    void state.kernel.machine.mmu.translate(addressIn(state, where), what % 6),
  'a flush': ({ kernel: { machine } }) => machine.mmu.loadRoot(machine.mmu.root),
  'a flush that is taken back': ({ kernel: { machine } }) => {
    const mark = machine.mark();
    machine.mmu.loadRoot(machine.mmu.root);
    machine.undo(mark);
  },
  'other tables': ({ kernel: { view, machine } }, where) => {
    const roots = [view.kernelRoot, ...view.processes().map(({ root }) => root)];
    machine.mmu.loadRoot((pick(roots, where) * PAGE_SIZE) as never);
  },
  'an invalidation': (state, where) => state.kernel.machine.mmu.tlb.invalidate(addressIn(state, where)),
  'control registers': ({ kernel: { machine } }, where, what) => {
    if (where % 3 > 0) machine.cpu.setControl(register.CR4, what % 2 === 0 ? register.CR4_PGE : 0);
    else machine.cpu.setControl(register.CR0, what % 2 === 0 ? register.CR0_WP : 0);
  },
  'a global page stays cached after its entry went': (state, where) => {
    const { machine } = state.kernel;
    const address = addressIn(state, where);
    const walked = machine.mmu.steps(address).at(-1);
    if (walked === undefined || walked.level > 1) return;
    machine.cpu.setControl(register.CR4, register.CR4_PGE);
    const at = walked.entryPa >> 2;
    const before = wordAt(state, at);
    put(state, at, before | PTE_G);
    machine.mmu.loadRoot(machine.mmu.root);
    machine.mmu.translate(address, 0);
    if (where % 2 === 0) state.watch.tracker.enter();
    put(state, at, where % 4 < 2 ? before & ~PTE_P : before & ~PTE_W);
    machine.mmu.loadRoot(machine.mmu.root);
  },
};
const NAMES = Object.keys(DEEDS);

/** A deed, and whether somebody asks after it. */
const step = fc.record({
  name: fc.constantFrom(...NAMES),
  where: fc.nat(0xffff),
  what: fc.nat(0xffff),
  isAsked: fc.boolean(),
});

/** Whether there are processes, and each has memory: else there is nothing to do anything to. */
const hasMemory = ({ kernel: { view } }: State): boolean => {
  const processes = view.processes();
  return processes.length > 0 && processes.every(({ root }) => view.mappings(root).length > 0);
};

/** What counting finds broken, and whether the ledger suspects something. */
const verdictsOf = ({ kernel, watch }: State): readonly [broken: string | null, isSuspect: boolean] => {
  watch.tracker.enter();
  const broken = firstBroken(INVARIANTS, new Observation(kernel))?.[0].name ?? null;
  return [broken, watch.tracker.suspects(null)];
};

test('the ledger suspects all that is broken and little else, and nothing once all is put right', () => {
  const met = new Set<string>();
  let alarms = 0;
  let asked = 0;
  const steps = fc.array(step, { minLength: 1, maxLength: 6 });
  const property = fc.property(fc.nat(STATES.length - 1), steps, (number, steps) => {
    const state = STATES[number];
    const { machine } = state.kernel;
    const mark = machine.mark();
    try {
      for (const [i, { name, where, what, isAsked }] of steps.entries()) {
        if (!hasMemory(state)) break;
        DEEDS[name](state, where, what);
        if (!isAsked && i < steps.length - 1) continue;
        const [broken, isSuspect] = verdictsOf(state);
        asked++;
        if (broken === null && isSuspect) alarms++;
        if (broken === null) continue;
        met.add(broken);
        if (!isSuspect) throw new Error(`not suspected: ${broken} is broken`);
      }
    } finally {
      machine.undo(mark);
    }
    if (verdictsOf(state).some((verdict) => verdict)) throw new Error('suspected, though all is put right');
  });
  fc.assert(property, { numRuns: 200, seed: 7 });
  expect(met.size).toBeGreaterThan(10);
  expect(alarms).toBeLessThan(asked / 50);
});
