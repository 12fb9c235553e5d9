/** A kernel of somebody's own, which is neither WeensyOS nor JOS, as commands see it: what its view shows is all that there is to know. */
import { choicesOf, type Executable, ppn } from '../../hardware/hardware.ts';
import { DEFAULT_TIMER, isPath, parseTimer, UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf } from '../../presentation/boot/values.ts';
import {
  type Allocations,
  type Header,
  type Kind,
  type LogSettings,
  processTable,
  type System,
  ViewScreen,
} from '../../presentation/presentation.ts';
import { type OwnBoot, type OwnKernel, type OwnKernelClass, ownJudging } from '../../specs/specs.ts';
import { loadOwnProgram } from '../command-line/own-program.ts';

/** Slots that a kernel may have, as far as the counters of its machine tell. */
const MOST_SLOTS = 1024;

export const fromScratch = (Kernel: OwnKernelClass): Kind => {
  const { name } = Kernel;
  const own = (what: string): string => `${name} is a kernel from scratch, and ${what}`;
  return {
    name,
    ownName: name,
    lacks: {
      ...Object.fromEntries(
        ['order', 'allocator'].map((option) => [option, own('hands out pages in an order of its own')]),
      ),
      memory: own('says itself how much memory it has'),
      allocatable: own('says itself which pages it gives away'),
      processes: own('says itself how many processes it has room for'),
      viewer: own('has no memory viewer'),
      seed: own('its programs are files, which draw nothing from the command line'),
      variant: own('only JOS has variants'),
      lab: own('only JOS has labs'),
      end: own('has an image of its own making'),
      ...Object.fromEntries(
        ['dump', 'dumps'].map((option) => [option, own('has its data where nobody else knows to look for them')]),
      ),
    },
    programs: (names) => programsFor(Kernel, names),
    make: (values, programs, oracle = choicesOf([], [])) => {
      const timer = parseTimer(textOf(values, 'timer') ?? DEFAULT_TIMER);
      return systemOf(Kernel, new Kernel({ programs, timer, oracle }), { programs, timer });
    },
    around: (kernel) => systemOf(Kernel, kernel, { programs: [], timer: { mode: 'off' } }),
  };
};

/** Programs given by path, linked where this kernel has its programs. */
const programsFor = async (Kernel: OwnKernelClass, names: readonly string[]): Promise<Executable[]> => {
  const { name } = Kernel;
  const example = `as ./program.ts, whose calls are made with systemCall(number, …) of ringfence/userland`;
  if (names.length === 0) throw new UsageError(`which program? ${name} runs those that you give by path, ${example}`);
  const { userStart } = new Kernel({ programs: [], timer: { mode: 'off' }, oracle: choicesOf([], []) }).view;
  const programs: Executable[] = [];
  for (const path of names) {
    if (!isPath(path)) throw new UsageError(`${name} knows no program named ${path}: give one by path, ${example}`);
    programs.push(await loadOwnProgram(path, userStart, name));
  }
  return programs;
};

const systemOf = (
  Kernel: OwnKernelClass,
  kernel: OwnKernel,
  { programs, timer }: Pick<OwnBoot, 'programs' | 'timer'>,
): System => {
  const title = `The screen of ${Kernel.name}: physical memory, processes, and the page tables of one of them`;
  const words = { title, nouns: ['process', 'processes'] as const, one: 'process 1', firstSlot: 1, flagNames: {} };
  return {
    kernel,
    judging: ownJudging(Kernel.invariants),
    allocations: countedAllocations(kernel),
    screen: new ViewScreen(kernel, words),
    flagNames: {},
    speaks: true,
    readsKeys: false,
    header: ({ types, check, kernelName }: LogSettings): Header => ({
      ...{ programs: programs.map(({ layout }) => layout.name), timer, pages: kernel.view.pages, kernel: kernelName },
      ...{ events: types, ...(check !== 'off' && { check }) },
    }),
    summary: () => processTable(kernel, Math.min(MOST_SLOTS, slotsOf(kernel))),
  };
};

/** How many slots the machine was made with: each has a thread, or none yet. */
const slotsOf = ({ machine }: OwnKernel): number => {
  let slots = 0;
  while (slots < MOST_SLOTS && machine.threadOf(slots) !== undefined) slots += 1;
  return slots;
};

/** Pages whose counts in memory changed from one return to a program to the next: the kernel itself need tell nothing. */
const countedAllocations = ({ machine, view }: OwnKernel): Allocations => ({
  listen: (listener) => {
    let counts = new Int32Array(0);
    machine.listen(() => {
      const now = Int32Array.from({ length: view.pages }, (_, page) => view.referenceCount(ppn(page)));
      for (const [page, count] of now.entries()) {
        const before = counts[page] ?? 0;
        if (before !== count) listener({ type: 'page', page, before, count });
      }
      counts = now;
    }, ['return', 'idle']);
  },
});
