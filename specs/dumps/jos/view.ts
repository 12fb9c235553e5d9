/** JOS in a dump, as observers see it: the views of the model, over a real kernel's variables and records. */
import { type Machine, type Ppn, ppn, trap } from '../../../hardware/hardware.ts';
import { EnvironmentsView } from '../../../kernel/jos/env-view.ts';
import { KERNBASE, PGNUM, type Variant } from '../../../kernel/jos/memlayout.ts';
import type { ProcessView, SlotView, WordRange } from '../../../kernel/view.ts';
import { MOST_TABLES } from '../endless-tables.ts';
import type { JosFound } from './kernel-layout.ts';
import type { DumpedVariables } from './variables.ts';

/** The page where other processors would start (MPENTRY_PADDR): reserved in lab 4. */
const ENTRY_PAGE = 7;
const NONE = -1;

/** The view of any lab: of lab 2 it shows no environments. */
export class DumpedJosView extends EnvironmentsView {
  /** Whose course it is of; null where nothing tells yet. */
  readonly course: JosFound['course'];
  private readonly hasEnvironments: boolean;
  private readonly dumped: DumpedVariables;
  /** Whether the kernel has come so far that the timer interrupts programs: late in lab 4, and never in lab 3. */
  private readonly hasTimer: boolean;
  /** The free list, and places that are in use, read once: a dump does not change. */
  private list: ReturnType<EnvironmentsView['freeList']> | null = null;
  private used: readonly number[] | null = null;

  constructor(machine: Machine, variables: DumpedVariables, found: JosFound, bootstack: number) {
    super(machine, variables, {
      ...{ variant: (found.course ?? 'mit') as Variant, bootstack, calls: [], pageInfo: found.pageInfo },
      ...{ entryPage: found.lab === 4 ? ENTRY_PAGE : NONE },
      ...(found.environments !== null && { descriptor: found.environments }),
    });
    this.course = found.course;
    this.hasEnvironments = found.environments !== null;
    this.dumped = variables;
    this.hasTimer = found.lab === 4 && variables.hasGate(trap.TIMER_VECTOR);
    this.firstFree = found.firstFree;
    this.pageTables.most = MOST_TABLES;
  }

  override freeList(): ReturnType<EnvironmentsView['freeList']> {
    this.list ??= super.freeList();
    return this.list;
  }

  protected override usedSlots(): readonly number[] {
    this.used ??= super.usedSlots();
    return this.used;
  }

  override processes(): ReturnType<EnvironmentsView['processes']> {
    return this.hasEnvironments ? super.processes() : [];
  }

  override slots(): SlotView[] {
    return this.hasEnvironments ? super.slots() : [];
  }

  /** Environments, and in lab 2 the kernel, whose directory maps what its checks map. */
  override spaces(): ReturnType<EnvironmentsView['spaces']> {
    return this.hasEnvironments ? super.spaces() : [{ pid: 0, name: 'kernel', root: this.kernelRoot }];
  }

  /** No call is tried on a dump: who asks looks for saved registers. */
  override scratch(slot: number): WordRange[] {
    return [this.descriptorRange(slot)];
  }

  override isCurrent(slot: number): boolean {
    const { cpuEnvs, curenv } = this.dumped;
    const at = this.dumped.envs + slot * this.descriptor.bytes;
    return at === curenv || cpuEnvs.includes(at);
  }

  /** Of environments that die nothing is asked, and none need be open to interrupts that there are not. */
  override missingOf(process: ProcessView): string | null {
    const missing = process.state === 'dying' ? null : super.missingOf(process);
    return missing === 'interrupt flag' && !this.hasTimer ? null : missing;
  }

  /** The page that the environment in `slot` has for its directory; null if its pointer is none at KERNBASE. */
  directoryOf(slot: number): Ppn | null {
    const pointer = this.word(this.dumped.envs + slot * this.descriptor.bytes + this.descriptor.pgdir) >>> 0;
    return pointer < KERNBASE ? null : ppn(PGNUM(pointer - KERNBASE));
  }
}
