/** The memory management of JOS to be explored: lab 2's functions, called from the kernel's own side, with few pages on the free list. */
import { PAGE_SIZE, type Ppn } from '../../../../hardware/hardware.ts';
import { JosKernel, type JosParameters, memlayout } from '../../../../kernel/kernel.ts';
import { lab2Judging } from '../../../jos/lab2/judging.ts';
import { Lab2Observation } from '../../../jos/lab2/observation.ts';
import { Answers } from '../answers.ts';
import { Branch, fieldsBeside } from '../branch.ts';
import type { ExploredKernel, Wrong } from '../explored-kernel.ts';
import { Identity, type StateReader } from '../identity.ts';
import { PageForms } from '../page-forms.ts';
import { Spaces } from '../spaces.ts';
import { StateJudge } from '../state-judge.ts';
import { stoppedKernel } from '../stopped-kernel.ts';
import { type Act, actsOf } from './acts.ts';
import { JosCaller } from './caller.ts';

/** How much of JOS is explored. */
export interface JosScope {
  /** Pages that are free after the boot. */
  readonly free: number;
  /** Addresses that pages are mapped at: the first two under one table. */
  readonly addresses: number;
}

const PAGES = 1024;
/** The first address; each table maps 4 MiB. */
const FIRST = 0x400000;
const TABLE_SPAN = 0x400000;

export class ExploredJos implements ExploredKernel, StateReader {
  readonly name = 'jos';
  readonly branch: Branch;
  readonly answers = new Answers([]);
  readonly kernel: JosKernel;
  private readonly caller: JosCaller;
  private readonly identity: Identity;
  private readonly judge: StateJudge<Lab2Observation>;
  private readonly moves: readonly Act[];

  /** Boots it, and takes away all pages but those of the scope. */
  constructor(
    { free, addresses }: JosScope,
    Kernel: new (parameters: Partial<JosParameters>) => JosKernel = JosKernel,
  ) {
    const kernel = new Kernel({ pages: PAGES });
    this.kernel = kernel;
    const hidden = new Set<Ppn>();
    const window = Array.from({ length: addresses }, (_, i) => FIRST + (i % 2) * PAGE_SIZE + (i >> 1) * TABLE_SPAN);
    this.judge = new StateJudge(kernel, {
      ...lab2Judging,
      observe: () =>
        new Lab2Observation(kernel, {
          ...{ held: new Set([...hidden, ...this.caller.held]), call: null, stopped: null },
        }),
    });
    kernel.boot();
    while (kernel.machine.execution.halt === null && kernel.view.freePages() > free)
      hidden.add(kernel.view.pageOf(kernel.pageAlloc(0)));
    this.caller = new JosCaller(kernel, window);
    const given = new Set(kernel.view.freeList());
    const forms = new PageForms(kernel.machine.memory, {
      ...{ entryWords: 1, entries: 1024, levels: 2, isBlank: true },
      isReference: (low) => (low & memlayout.PTE_P) !== 0 && this.identity.isAnyPage(low >>> 12),
    });
    const spaces = new Spaces(forms, []);
    this.identity = new Identity(kernel.view, forms, spaces, (page) => given.has(page));
    const fields = fieldsBeside(kernel, booted());
    this.branch = new Branch(kernel.machine, spaces, this.caller.beside(fields));
    this.moves = actsOf(window);
  }

  get acts(): number {
    return this.moves.length;
  }

  get goesOn(): boolean {
    return true;
  }

  /** Nobody but the kernel itself. */
  get actor(): number {
    return 0;
  }

  actText(act: number): string {
    return this.moves[act].text;
  }

  resultOf(): number {
    return 0;
  }

  act(act: number): boolean {
    let isDone = false;
    this.kernel.machine.execution.guard(() => {
      isDone = this.moves[act].take(this.caller);
    });
    return isDone || this.kernel.machine.execution.halt !== null;
  }

  get isTick(): boolean {
    return false;
  }

  identify(): Int32Array {
    return this.identity.take(this);
  }

  read(state: Identity): void {
    const { machine, view } = this.kernel;
    state.addSpace(view.kernelRoot);
    state.addTranslations(machine, FIRST);
    for (const page of this.caller.held) state.addName(page);
    const free = view.freeList();
    state.add(free.length);
    for (const page of free) {
      state.addName(page);
      state.add(view.linkOf(page) === 0 ? 0 : 1);
    }
    for (const page of this.caller.held) state.add(view.linkOf(page) === 0 ? 0 : 1);
  }

  depart(): void {
    this.caller.depart();
  }

  wrongStep(): Wrong | null {
    return stoppedKernel(this.kernel) ?? this.caller.wrong;
  }

  wrongState(): Wrong | null {
    return stoppedKernel(this.kernel) ?? this.judge.wrong();
  }

  stateText(): string {
    return this.caller.text();
  }
}

const booted = (): JosKernel => {
  const kernel = new JosKernel({ pages: PAGES });
  kernel.boot();
  return kernel;
};
