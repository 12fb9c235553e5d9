/** Judges a JOS kernel that has booted: takes it through the exercise, with all invariants after every step. */
import { Halt, type MachineEvent, PAGE_SIZE } from '../../../hardware/hardware.ts';
import { KERNEL_READ } from '../../../hardware/tlb.ts';
import { type JosKernel, memlayout } from '../../../kernel/kernel.ts';
import { describeAsked } from './call.ts';
import { CallWatch } from './call-watch.ts';
import { Hands } from './hands.ts';
import type { JosInvariant, JosViolation } from './invariant.ts';
import { JOS_INVARIANTS } from './invariants/list.ts';
import { observeJos } from './observation.ts';
import { MAPPED, STEPS, type Step } from './steps.ts';

/** The first invariant that did not hold, where, after which step of the exercise, and after which call, if it made one. */
export interface JosFinding {
  readonly invariant: JosInvariant;
  readonly violation: JosViolation;
  readonly step: string;
  readonly call: string | null;
}

/**
 * What the first broken invariant is; null if all hold to the end. `kernel` must stand at its prompt, and is worn out afterwards: its
 * functions are watched, and its memory is that of the exercise.
 */
export const judgeJos = (kernel: JosKernel): JosFinding | null => {
  const firstFree = (kernel.bootAlloc(0) - memlayout.KERNBASE) / PAGE_SIZE;
  const judge = new Judge(kernel, Math.ceil(firstFree));
  for (const step of [BOOT, ...STEPS]) {
    const finding = judge.take(step);
    if (finding !== null) return finding;
  }
  return null;
};

const BOOT: Step = { text: 'the boot', take: () => {} };

class Judge {
  private readonly kernel: JosKernel;
  private readonly firstFree: number;
  private readonly watch: CallWatch;
  private readonly hands: Hands;

  constructor(kernel: JosKernel, firstFree: number) {
    this.kernel = kernel;
    this.firstFree = firstFree;
    this.watch = new CallWatch(kernel);
    this.hands = new Hands(kernel);
    kernel.machine.listen((event) => this.speculate(event));
  }

  /** Takes one step; returns what it broke. */
  take(step: Step): JosFinding | null {
    const { machine } = this.kernel;
    const before = machine.snapshot();
    this.watch.forget();
    const stopped = this.stops(step);
    // A kernel that stopped may have done half of something; only that it stopped counts.
    if (stopped !== null) machine.restore(before);
    const finding = this.look(step, stopped);
    if (step.trial) machine.restore(before);
    return finding;
  }

  /** What the kernel says if it stops in this step; null if it does not. */
  private stops(step: Step): string | null {
    try {
      step.take(this.hands);
      return null;
    } catch (error) {
      if (error instanceof Halt) return error.message;
      throw error;
    }
  }

  private look(step: Step, stopped: string | null): JosFinding | null {
    const { firstFree, hands, watch } = this;
    const observation = observeJos(this.kernel, { firstFree, held: hands.held, call: watch.last, stopped });
    const call = watch.last === null ? null : describeAsked(watch.last.asked);
    for (const invariant of JOS_INVARIANTS) {
      const [violation] = invariant.violations(observation);
      if (violation !== undefined) return { invariant, violation, step: step.text, call };
    }
    return null;
  }

  /**
   * A processor may walk to any address at any time, unasked, and remember what it finds (Intel SDM vol. 3, 4.10.2.3): here it does so as
   * soon as it was told to forget, which finds out whoever changes an entry only afterwards.
   */
  private speculate(event: MachineEvent): void {
    if (event.type !== 'invalidate' && event.type !== 'flush') return;
    for (const address of MAPPED) this.kernel.machine.mmu.translate(address, KERNEL_READ);
  }
}
