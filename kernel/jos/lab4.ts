/** JOS with environments: what labs 3 and 4 make of the kernel of lab 2, on one CPU. */
import type { Executable, TimerSetting, Va } from '../../hardware/hardware.ts';
import { checkTimer } from '../../hardware/hardware.ts';
import type { CallDescription } from '../call-description.ts';
import * as abi from './abi.ts';
import { JOS_CALLS } from './call-descriptions.ts';
import { checkVa2pa } from './check-va2pa.ts';
import { EnvironmentsView } from './env-view.ts';
import { PGSIZE, PTE_U, PTSIZE, ROUNDUP, UENVS, UPAGES } from './memlayout.ts';
import { NULL } from './pages.ts';
import type { JosParameters } from './parameters.ts';
import { JosSystemCalls } from './syscall.ts';

/** What can be chosen when JOS boots with programs. */
export interface Lab4Parameters extends JosParameters {
  /** The programs that the boot makes environments of, in this order. */
  readonly programs: readonly Executable[];
  readonly timer: TimerSetting;
}

/** The page where other CPUs would start: in use (MPENTRY_PADDR). */
const MPENTRY_PAGE = 7;

/**
 * The kernel of labs 3 and 4. `boot()` sets it up and makes an environment of each program; a class that extends it overrides what it does
 * otherwise. A kernel that panics ends the run (`Panic`).
 */
export class JosLab4 extends JosSystemCalls {
  /** The system calls that there are: a kernel with more of them says so here. */
  static readonly calls: readonly CallDescription[] = JOS_CALLS;
  readonly programs: readonly Executable[];
  readonly timer: TimerSetting;

  constructor({ programs = [], timer = { mode: 'off' }, ...parameters }: Partial<Lab4Parameters> = {}) {
    super(parameters, abi.NENV);
    checkTimer(timer);
    this.programs = programs;
    this.timer = timer;
  }

  override get view(): EnvironmentsView {
    return super.view as EnvironmentsView;
  }

  protected override makeView(): EnvironmentsView {
    const { calls } = this.constructor as typeof JosLab4;
    return new EnvironmentsView(this.machine, this.variables, {
      variant: this.variant,
      bootstack: this.places.bootstack,
      entryPage: MPENTRY_PAGE,
      calls,
    });
  }

  // Memory

  override makePages(): void {
    super.makePages();
    this.makeEnvs();
  }

  override isInUse(page: number, firstFree: number): boolean {
    return page === MPENTRY_PAGE || super.isInUse(page, firstFree);
  }

  /** The allocation fails if the oracle says so. */
  override pageAlloc(flags: number): Va {
    return this.machine.choices.choose('allocation', 2) === 1 ? NULL : super.pageAlloc(flags);
  }

  /** The whole of the region at UPAGES, as the kernel does whose faults were recorded; and the table of environments at UENVS. */
  override mapPages(): void {
    this.bootMapRegion(this.kernPgdir, UPAGES, PTSIZE, this.paddr(this.pages), PTE_U);
    this.bootMapRegion(this.kernPgdir, UENVS, this.envsBytes, this.paddr(this.envs), PTE_U);
  }

  private get envsBytes(): number {
    return ROUNDUP(abi.NENV * abi.ENV_BYTES, PGSIZE);
  }

  override regions(): readonly number[] {
    return [...super.regions(), UENVS];
  }

  override checkKernPgdir(): void {
    for (let i = 0; i < this.envsBytes; i += PGSIZE) {
      const found = checkVa2pa(this, this.kernPgdir, UENVS + i);
      this.assert('K9', found === this.paddr(this.envs) + i, 'check_va2pa(pgdir, UENVS + i) == PADDR(envs) + i');
    }
    super.checkKernPgdir();
  }

  // Booting

  /** Makes an environment of each program, and gives the CPU to the first. */
  override goOn(): void {
    this.envInit();
    this.trapInit();
    for (const program of this.programs) this.envCreate(this.machine.install(program));
    this.machine.timer.arm(this.timer);
    this.schedYield();
  }
}
