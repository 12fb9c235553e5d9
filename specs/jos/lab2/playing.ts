/** Functions of lab 2 that are called one after the other from the kernel's own side: a run in which each step is one of them. */

import type { Snapshot } from '../../../hardware/hardware.ts';
import type { JosKernel } from '../../../kernel/kernel.ts';
import { fieldsOf, type KernelFields, putFields } from '../../judge/kernel-fields.ts';
import type { Kept, Playing } from '../../moments/playing.ts';
import { WrittenText } from '../../moments/printed-text.ts';
import type { Caller } from './caller.ts';
import type { Step } from './exercise.ts';

/** Steps, and who takes them. */
export interface Taken {
  readonly caller: Caller;
  readonly steps: readonly Step[];
}

export class FunctionsPlaying implements Playing {
  readonly kernel: JosKernel;
  at = 0;
  private readonly ready: () => Taken;
  private readonly written: WrittenText;
  private taken: Taken | null = null;
  private booted: { readonly snapshot: Snapshot; readonly fields: KernelFields } | null = null;

  /** `ready` gives the steps anew, and somebody who has not taken any. */
  constructor(kernel: JosKernel, ready: () => Taken) {
    this.kernel = kernel;
    this.ready = ready;
    this.written = new WrittenText(kernel.machine);
  }

  get event(): number {
    return this.at;
  }

  get goesOn(): boolean {
    const { taken, kernel } = this;
    return taken !== null && this.at < taken.steps.length && kernel.machine.execution.halt === null;
  }

  get text(): string {
    return this.written.text;
  }

  begin(): void {
    this.kernel.boot();
    this.booted = { snapshot: this.kernel.machine.snapshot(), fields: fieldsOf(this.kernel) };
    this.written.mark();
    this.taken = this.ready();
  }

  advance(steps: number, events = Number.POSITIVE_INFINITY): void {
    for (let left = Math.min(steps, events); left > 0 && this.goesOn; left--) this.take();
  }

  keep(): Kept {
    return { at: this.at, event: this.event };
  }

  /** Does all from the boot once more: who calls has pages that no memory knows of. */
  put({ at }: Kept): void {
    if (this.booted === null) return;
    const { machine } = this.kernel;
    machine.restore(this.booted.snapshot);
    putFields(this.kernel, this.booted.fields);
    machine.execution.halt = null;
    this.written.goBack();
    this.taken = this.ready();
    this.at = 0;
    this.advance(at);
  }

  stepText(step: number): string {
    return this.taken?.steps[step]?.text ?? '';
  }

  fingerprint(): string {
    return this.kernel.machine.fingerprint();
  }

  private take(): void {
    const { machine } = this.kernel;
    const { caller, steps } = this.taken as Taken;
    const step = steps[this.at];
    const before = step.trial ? machine.snapshot() : null;
    machine.execution.guard(() => step.take(caller));
    this.at += 1;
    if (before !== null && machine.execution.halt === null) machine.restore(before);
  }
}
