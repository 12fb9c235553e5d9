/**
 * A kernel at its prompt: its boot, what it printed, the lives of its pages, and whether it stopped. Commands that look need nothing of
 * it but the kernel; those that make the kernel do something go through `perform`.
 */
import { type Machine, TripleFault, trap } from '../../../hardware/hardware.ts';
import { JosKernel, withDeepStacks } from '../../../kernel/kernel.ts';
import { PageLife } from '../../../presentation/presentation.ts';
import { functionAt } from '../../../specs/specs.ts';
import { deedOf } from '../../limits/mistake.ts';
import { lateness, runLimited } from '../../limits/watchdog.ts';
import { hex } from './hex.ts';

/** What came before a triple fault: a fault that nothing handles yet, and in which function; or what else the processor could not do. */
const faultOf = (halt: TripleFault): string => {
  if (halt.fault === null) return `: ${halt.message}`;
  const { vector, address, errorCode } = halt.fault;
  const name = vector === trap.PAGE_FAULT ? 'a page fault' : `exception ${vector}`;
  const where = functionAt(halt);
  return ` after ${name} at ${hex(address)}, error code ${errorCode}${where === null ? '' : `, in ${where}`}, for which there is no handler yet`;
};

export class Session {
  kernel: JosKernel;
  life: PageLife;
  /** All that the kernel printed since it was booted. */
  printed: string[] = [];
  private readonly make: () => JosKernel;
  private readonly patienceSeconds: number;
  private readonly begin: () => void;
  /** What ended the kernel without stopping the machine: it threw, or never came back. */
  private lost: string | null = null;

  /** A kernel that `make` gives, not yet booted: `begin` boots it. It may compute for `patienceSeconds` at a time. */
  constructor(make: () => JosKernel, patienceSeconds: number, begin = () => this.kernel.boot()) {
    this.make = make;
    this.begin = begin;
    this.patienceSeconds = patienceSeconds;
    this.kernel = make();
    this.life = this.listen();
  }

  get machine(): Machine {
    return this.kernel.machine;
  }

  /** Why the kernel can do nothing any more; null while it can. */
  get stopped(): string | null {
    const { halt } = this.machine.execution;
    if (halt === null) return this.lost;
    return halt instanceof TripleFault ? `triple fault${faultOf(halt)}` : halt.message;
  }

  /** Boots the kernel. If it stopped on the way, or did not come back in time, `stopped` says why. */
  boot(): void {
    this.limited(() => this.begin());
  }

  /** Boots a new kernel in a new machine. Returns what it printed, and why it stopped if it did. */
  reboot(): string[] {
    this.kernel = this.make();
    this.printed = [];
    this.lost = null;
    this.life = this.listen();
    return [...this.limited(() => this.kernel.boot()), ...this.stopLines()];
  }

  /**
   * Lets the kernel do `work`, which returns what there is to say of it. Returns what the kernel printed, then that; or where the kernel
   * stopped on the way. A kernel that has stopped does nothing.
   */
  perform(work: () => readonly string[]): string[] {
    if (this.stopped !== null) return ['the kernel has stopped, and does nothing any more: look around, or reboot'];
    let told: readonly string[] = [];
    const printed = this.limited(() =>
      this.machine.execution.guard(() => {
        told = work();
      }),
    );
    return [...printed, ...told, ...this.stopLines()];
  }

  private listen(): PageLife {
    this.machine.listen(
      (event) => {
        if (event.type === 'log') this.printed.push(event.text);
      },
      ['log'],
    );
    return new PageLife(this.kernel);
  }

  /** Runs `code` of the kernel within its time; what a user's kernel throws is noted. Returns what the kernel printed. */
  private limited(code: () => void): string[] {
    const before = this.printed.length;
    try {
      if (!runLimited(this.patienceSeconds, () => withDeepStacks(code)))
        this.lost = deedOf(lateness(`the kernel did not come back within ${this.patienceSeconds} s: does it loop?`));
    } catch (error) {
      // Our own kernel throws nothing but what stops the machine: anything else is a mistake of ours.
      if (this.kernel.constructor === JosKernel) throw error;
      this.lost = deedOf(error);
    }
    return this.printed.slice(before);
  }

  private stopLines(): string[] {
    return this.stopped === null ? [] : [`the kernel stopped: ${this.stopped}`];
  }
}
