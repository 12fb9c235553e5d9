/**
 * Has pages and environments be scarce, from outside: stands around page_alloc of a kernel, whoever wrote it, counts the pages that a system
 * call asks for, and has one of them not be there, or those that an oracle says; or hides the free environments from a sys_exofork.
 */
import { type EventType, type MachineEvent, type Question, type Va, va } from '../../../hardware/hardware.ts';
import { type JosLab4, josAbi } from '../../../kernel/kernel.ts';

/** The oracle of the kernel, which may ask it about allocations, too. */
export interface AllocationOracle {
  asked: readonly Question[];
}

/** Told of each page, and of the environments, that are made not to be there. */
export interface Shortage {
  denyPage(): void;
  denyEnvironment(): void;
}

/** At any of these the hidden environments are there again, but for the call that is to miss them. */
const UNCOVERING: readonly EventType[] = ['system call', 'timer', 'exception', 'return', 'idle'];

export class Scarcity {
  /** Pages asked for since `begin`. */
  made = 0;
  private readonly kernel: JosLab4;
  private readonly oracle: AllocationOracle;
  private readonly shortage: Shortage;
  /** The page that is to be missing, from 1; 0 for environments; null for nothing. */
  private failing: number | null = null;
  /** The head of the list of free environments, while it is hidden. */
  private hidden: Va | null = null;

  /** Puts itself around `pageAlloc` of `kernel`, for good. To be made before whoever judges the kernel listens to it. */
  constructor(kernel: JosLab4, oracle: AllocationOracle, shortage: Shortage) {
    this.kernel = kernel;
    this.oracle = oracle;
    this.shortage = shortage;
    const original = kernel.pageAlloc;
    const scarcity = this;
    Object.assign(kernel, {
      pageAlloc(flags: number) {
        return scarcity.allocate(() => original.call(kernel, flags));
      },
    });
    kernel.machine.listen((event) => this.uncover(event), UNCOVERING);
  }

  /** Counts from here on. Page number `failing` of the next system call is missing; with 0 all free environments are; with null nothing. */
  begin(failing: number | null): void {
    this.made = 0;
    this.failing = failing;
    if (failing !== 0) return;
    this.hidden ??= this.kernel.envFreeList;
    this.kernel.envFreeList = va(0);
    this.shortage.denyEnvironment();
  }

  /** Puts the list of free environments back before anybody looks, and before anything but sys_exofork is done. */
  private uncover(event: MachineEvent): void {
    const { hidden } = this;
    const isWanted = event.type === 'system call' && event.number === josAbi.SYS_EXOFORK;
    if (hidden === null || isWanted) return;
    this.hidden = null;
    this.kernel.envFreeList = hidden;
  }

  private allocate<Page>(allocate: () => Page): Page | number {
    this.made += 1;
    if (this.isDenied()) {
      this.shortage.denyPage();
      return va(0);
    }
    // The kernel here asks itself, and one of somebody's own need not: either is asked once.
    const { asked } = this.oracle;
    this.oracle.asked = asked.filter((question) => question !== 'allocation');
    try {
      return allocate();
    } finally {
      this.oracle.asked = asked;
    }
  }

  /** Whether the allocation fails; whoever listens is told, also where no oracle is asked. */
  private isDenied(): boolean {
    const { choices, listeners } = this.kernel.machine;
    const isNext = this.made === this.failing;
    if (!isNext && choices.isOpen('allocation')) return choices.choose('allocation', 2) === 1;
    if (listeners.any)
      listeners.tell({ type: 'choice', question: 'allocation', alternatives: 2, choice: isNext ? 1 : 0 });
    return isNext;
  }
}
