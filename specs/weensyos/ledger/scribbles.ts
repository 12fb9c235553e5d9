/** What may be done to the memory of a kernel that any invariant reads, behind its back; and states to do it to. */
import fc from 'fast-check';
import {
  frame,
  PAGE_SIZE,
  PAGE_WORDS,
  type Ppn,
  PTE_G,
  PTE_P,
  PTE_U,
  PTE_W,
  ppn,
  register,
  type Va,
  va,
} from '../../../hardware/hardware.ts';
import { ENTRY_WORDS, KERNEL_WRITE, TLB_ENTRIES, TLB_GENERATION } from '../../../hardware/tlb.ts';
import { type Mapping, WeensyKernel } from '../../../kernel/kernel.ts';
import * as layout from '../../../kernel/weensyos/layout.ts';
import { exitProgram, forkProgram, fuzzProgram } from '../../../userland/userland.ts';
import { type Watch, watchKernel } from '../../judge/watch/watch.ts';
import { weensyJudging } from '../judging.ts';
import { partsOf } from './recounted.ts';

export const PAGES = 256;

/** A kernel in a reachable state, with its ledger. */
export interface State {
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
export const STATES: readonly State[] = [
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
  const at = countAt(state, page);
  put(state, at >> 2, wordAt(state, at >> 2) + (more << ((at & 3) * 8)));
};
const addressIn = ({ kernel: { view } }: State, where: number): Va => {
  const { root } = pick(view.processes(), where);
  return pick(view.mappings(root), where).va;
};

/** What the tables under page `root` map that is memory. */
const memoryUnder = ({ kernel: { view } }: State, root: Ppn): Mapping[] =>
  view.mappings(root).filter(({ pa }) => pa < PAGES * PAGE_SIZE);

/** Somebody asks after the state, and after the TLB even where other things are suspect. */
const looked = ({ watch }: State): void => {
  watch.tracker.enter();
  watch.tracker.suspects(null);
  partsOf(watch.tracker).buffer.isStale();
};

/** A page of each kind that there is: roots, other tables, the kernel's memory, what is reserved, the console, memory of programs, free pages. */
const pagesOfKinds = ({ kernel: { view } }: State): number[] => {
  const kinds = new Map<string, number>();
  for (let page = 0; page < view.pages; page++) kinds.set(view.kindOf(ppn(page)), page);
  const roots = view.processes().map(({ root }) => root);
  const tables = roots.flatMap((root) => view.tables(root).map(({ page }) => page));
  const memory = roots.flatMap((root) => view.mappings(root).map(({ pa }) => pa / PAGE_SIZE));
  return [...roots, ...tables, ...memory.slice(0, 4), ...kinds.values(), ...view.freeList().slice(0, 1)];
};

/** Where entries lie that map pages of which there are several mappings, for reading. */
const sharedEntries = (state: State): number[] =>
  entriesOf(state, true).filter((at) => {
    const entry = wordAt(state, at);
    return (entry & (PTE_P | PTE_W)) === PTE_P && state.kernel.view.referenceCount(ppn(entry >>> 12)) > 1;
  });

/** What may be done to a state. Each puts right what belongs to it, so that as little as can be is wrong by it. */
export const DEEDS: Readonly<Record<string, Deed>> = {
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
    const shared = sharedEntries(state);
    if (shared.length > 0) put(state, pick(shared, where), wordAt(state, pick(shared, where)) | PTE_W);
  },
  'a page that is shared, written by one who may for a while and then gives it up': (state, where, what) => {
    const shared = sharedEntries(state);
    if (shared.length === 0) return;
    const at = pick(shared, where);
    const page = wordAt(state, at) >>> 12;
    put(state, at, wordAt(state, at) | PTE_W);
    looked(state);
    put(state, page * PAGE_WORDS + (what & 7), wordAt(state, page * PAGE_WORDS + (what & 7)) ^ 1);
    put(state, at, 0);
    addCount(state, page, -1);
  },
  "a page of the kernel's part, open to all": (state, where) => {
    const { view, machine } = state.kernel;
    const roots = [view.kernelRoot, ...view.processes().map(({ root }) => root)];
    const address = (where % (view.userStart / PAGE_SIZE)) * PAGE_SIZE;
    for (const root of roots) {
      const leaf = machine.mmu.steps(address as Va, root * PAGE_SIZE).at(-1);
      if (leaf?.level === 1) put(state, leaf.entryPa >> 2, wordAt(state, leaf.entryPa >> 2) | PTE_U);
    }
  },
  'a count': (state, where, what) => addCount(state, where % PAGES, (what % 3) - 1),
  'a slot': ({ kernel: { view, machine } }, where, what) => {
    const at = pick(view.essentials(1 + (where % (view.slotCount - 1))), what) >> 2;
    machine.memory.store(at, pick([0, 1, 2, 3, frame.FLAG_INTERRUPT, 0x5000, PAGES * PAGE_SIZE], where + what));
  },
  'a word of a page that is mapped': (state, where, what) => {
    const { view } = state.kernel;
    const memory = memoryUnder(state, pick(view.processes(), where).root);
    if (memory.length === 0) return;
    const { pa } = pick(memory, what);
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
  'a global page stays cached where other tables come': (state, where, what) => {
    const { view, machine } = state.kernel;
    const address = addressIn(state, where);
    const leaf = machine.mmu.steps(address).at(-1);
    if (leaf?.level !== 1) return;
    machine.cpu.setControl(register.CR4, register.CR4_PGE);
    put(state, leaf.entryPa >> 2, wordAt(state, leaf.entryPa >> 2) | PTE_G);
    machine.mmu.loadRoot(machine.mmu.root);
    machine.mmu.translate(address, 0);
    looked(state);
    machine.mmu.loadRoot((pick(view.processes(), what).root * PAGE_SIZE) as never);
  },
  'a mapping moved out of memory, and its page freed': (state, where, what) => {
    const at = pick(entriesOf(state, true), where);
    const entry = wordAt(state, at);
    if ((entry & PTE_P) === 0) return;
    put(state, at, ((PAGES + (what % 3)) * PAGE_SIZE) | (entry & 0xfff));
    addCount(state, entry >>> 12, -1);
  },
  'one more mapping of a page of any kind, counted': (state, where, what) => {
    const { view } = state.kernel;
    const { root } = pick(view.processes(), where);
    const table = pick(
      view.tables(root).filter(({ level }) => level === 1),
      where,
    );
    const first = table.va < view.userStart ? view.userStart / PAGE_SIZE : 0;
    const free = Array.from({ length: PAGE_WORDS / 2 }, (_, i) => table.page * PAGE_WORDS + i * 2).filter(
      (at, i) => i >= first && wordAt(state, at) === 0,
    );
    const page = pick(pagesOfKinds(state), what);
    put(state, pick(free, where), (page * PAGE_SIZE) | pick([PTE_P, PTE_P | PTE_U, PTE_P | PTE_W | PTE_U], what >> 4));
    addCount(state, page, 1);
  },
  "an entry of the kernel's own tables": (state, where, what) => {
    const { view } = state.kernel;
    const tables = [view.kernelRoot, ...view.tables(view.kernelRoot).map(({ page }) => page), ...view.kernelTables()];
    const first = pick(tables, where) * PAGE_WORDS;
    const filled = Array.from({ length: PAGE_WORDS / 2 }, (_, i) => first + i * 2).filter(
      (at) => wordAt(state, at) !== 0,
    );
    const at = pick([...filled, first], what);
    put(
      state,
      at,
      pick([0, wordAt(state, at) ^ PTE_U, wordAt(state, at) ^ PTE_W, wordAt(state, at) + PAGE_SIZE], what >> 3),
    );
  },
  'the page that the viewer took': (state, where, what) => {
    const { view } = state.kernel;
    const page = pick([0, view.keptPage, ...view.freeList().slice(0, 2)], where);
    if (what % 2 === 0) addCount(state, page, 1);
    if (what % 3 === 0) looked(state);
    put(state, layout.VIEWER_PAGE >> 2, page * PAGE_SIZE);
  },
  'an empty entry leads out of memory': (state, where, what) => {
    const { view } = state.kernel;
    const tables = view.processes().flatMap(({ root }) => [root, ...view.tables(root).map(({ page }) => page)]);
    const last = (pick(tables, where) + 1) * PAGE_WORDS - 2;
    if (wordAt(state, last) === 0) put(state, last, ((PAGES + (what % 3)) * PAGE_SIZE) | PTE_P | PTE_U);
  },
  'the tables of text lead out of memory': (state, where, what) => {
    const { view, machine } = state.kernel;
    const { root } = pick(view.processes(), where);
    const text = view.mappings(root).find(({ permissions }) => (permissions & PTE_W) === 0);
    if (text === undefined) return;
    const steps = machine.mmu.steps(text.va, root * PAGE_SIZE);
    const at = what % (steps.length - 1);
    put(state, steps[at].entryPa >> 2, ((PAGES + (what % 2)) * PAGE_SIZE) | PTE_P | PTE_U);
    // Behind memory lie registers, and what they hold may look like an entry.
    put(state, PAGES * PAGE_WORDS + ((steps[at + 1].entryPa & 0xfff) >> 2), PTE_P | PTE_U);
  },
  'tables in force that nobody follows': (state, where, what) => {
    const { view, machine } = state.kernel;
    const [copy] = view.freeList();
    const address = addressIn(state, where);
    machine.memory.copyPage(copy, pick(view.processes(), where).root);
    machine.mmu.loadRoot((copy * PAGE_SIZE) as never);
    machine.mmu.translate(address, 0);
    looked(state);
    const [root] = machine.mmu.steps(address);
    put(state, root.entryPa >> 2, what % 2 === 0 ? 0 : wordAt(state, root.entryPa >> 2) & ~PTE_U);
  },
  'a flush from an earlier generation': (state, where, what) => {
    const { machine } = state.kernel;
    const address = addressIn(state, where);
    machine.mmu.translate(address, 0);
    const leaf = machine.mmu.steps(address).at(-1);
    if (leaf !== undefined) put(state, leaf.entryPa >> 2, wordAt(state, leaf.entryPa >> 2) & ~PTE_U);
    const generation = machine.memory.tlb + TLB_GENERATION;
    put(state, generation, wordAt(state, generation) - 1 - (what % 2));
    machine.mmu.loadRoot(machine.mmu.root);
    // What was cached later is gone, as where a run is rewound.
    const isLater = (entry: number): boolean =>
      (wordAt(state, machine.memory.tlb + entry * ENTRY_WORDS) & (PAGE_SIZE - 1)) > wordAt(state, generation);
    for (let entry = 0; entry < TLB_ENTRIES; entry++) if (isLater(entry)) machine.mmu.tlb.evict(entry);
  },
  'a page of a program like another': (state, where, what) => {
    const { view, machine } = state.kernel;
    const mappings = view.processes().flatMap(({ root }) => memoryUnder(state, root));
    if (mappings.length === 0) return;
    const readOnly = mappings.filter(({ permissions }) => (permissions & PTE_W) === 0);
    const target = pick(readOnly.length > 0 ? readOnly : mappings, where);
    machine.memory.copyPage(ppn(target.pa / PAGE_SIZE), ppn(pick(mappings, what).pa / PAGE_SIZE));
  },
  'a table replaced by its copy, which changes once it is in force': (state, where, what) => {
    const { view, machine } = state.kernel;
    const [copy] = view.freeList();
    const address = addressIn(state, where);
    const [leaf, parent] = machine.mmu.steps(address).toReversed();
    if (copy === undefined || leaf?.level !== 1 || parent === undefined) return;
    machine.memory.copyPage(copy, ppn(leaf.entryPa >>> 12));
    put(state, parent.entryPa >> 2, (copy * PAGE_SIZE) | (wordAt(state, parent.entryPa >> 2) & 0xfff));
    addCount(state, leaf.entryPa >>> 12, -1);
    addCount(state, copy, 1);
    machine.mmu.loadRoot(machine.mmu.root);
    machine.mmu.translate(address, 0);
    const at = (copy * PAGE_SIZE + (leaf.entryPa & 0xfff)) >> 2;
    put(state, at, wordAt(state, at) & (what % 2 === 0 ? ~PTE_U : ~PTE_P));
  },
  'the lowest table at another place for a while, changed as it comes back': (state, where, what) => {
    const { view, machine } = state.kernel;
    const [leaf, parent] = machine.mmu
      .steps(va(PAGE_SIZE), pick(view.processes(), where).root * PAGE_SIZE)
      .toReversed();
    if (leaf?.level !== 1 || parent === undefined) return;
    const [first, other] = [parent.entryPa >> 2, (parent.entryPa >> 2) + 2 * (2 + (what % 100))];
    const entry = wordAt(state, first);
    put(state, first, wordAt(state, other));
    put(state, other, entry);
    looked(state);
    put(state, other, wordAt(state, first));
    put(state, first, entry);
    put(state, leaf.entryPa >> 2, wordAt(state, leaf.entryPa >> 2) ^ PTE_W);
  },
  'an entry changed after it was cached, and a flush that is taken back': (state, where, what) => {
    const { machine } = state.kernel;
    const address = addressIn(state, where);
    machine.mmu.translate(address, 0);
    if (what % 2 === 0) looked(state);
    const leaf = machine.mmu.steps(address).at(-1);
    if (leaf !== undefined) put(state, leaf.entryPa >> 2, wordAt(state, leaf.entryPa >> 2) & ~PTE_U);
    if (what % 3 === 0) looked(state);
    const mark = machine.mark();
    machine.mmu.loadRoot(machine.mmu.root);
    if (what % 5 < 3) looked(state);
    machine.undo(mark);
  },
  'rights that the kernel takes, caches and gives back': (state, where, what) => {
    const { machine } = state.kernel;
    machine.cpu.setControl(register.CR0, 0);
    machine.mmu.translate(addressIn(state, where), KERNEL_WRITE);
    if (what % 2 === 0) looked(state);
    machine.cpu.setControl(register.CR0, register.CR0_WP);
    if (what % 3 === 0) machine.mmu.loadRoot(machine.mmu.root);
  },
  'a page that may not be executed, cached while there are such pages': (state, where, what) => {
    const { machine } = state.kernel;
    const address = addressIn(state, where);
    const leaf = machine.mmu.steps(address).at(-1);
    if (leaf?.level !== 1) return;
    machine.cpu.setControl(register.EFER, register.EFER_NXE);
    put(state, (leaf.entryPa >> 2) + 1, wordAt(state, (leaf.entryPa >> 2) + 1) | (1 << 31));
    machine.mmu.loadRoot(machine.mmu.root);
    if (what % 2 === 0) looked(state);
    machine.mmu.translate(address, 0);
    if (what % 3 === 0) looked(state);
    machine.cpu.setControl(register.EFER, 0);
    if (what % 5 === 0) machine.mmu.loadRoot(machine.mmu.root);
  },
};

/** A deed, and whether somebody asks after it. */
interface Step {
  readonly name: string;
  readonly where: number;
  readonly what: number;
  readonly isAsked: boolean;
}

/** A few deeds, one after the other. */
export const steps = fc.array(
  fc.record<Step>({
    name: fc.constantFrom(...Object.keys(DEEDS)),
    where: fc.nat(0xffff),
    what: fc.nat(0xffff),
    isAsked: fc.boolean(),
  }),
  { minLength: 1, maxLength: 6 },
);

/** Whether there are processes, and each has memory: else there is nothing to do anything to. */
const hasMemory = ({ kernel: { view } }: State): boolean => {
  const processes = view.processes();
  return processes.length > 0 && processes.every(({ root }) => view.mappings(root).length > 0);
};

/** Does `steps` to `state`, calls `look` after those that are asked after and after the last, and undoes them. */
export const doing = (state: State, steps: readonly Step[], look: () => void): void => {
  const { machine } = state.kernel;
  const mark = machine.mark();
  try {
    for (const [i, { name, where, what, isAsked }] of steps.entries()) {
      if (!hasMemory(state)) break;
      DEEDS[name](state, where, what);
      if (isAsked || i === steps.length - 1) look();
    }
  } finally {
    machine.undo(mark);
  }
};
