/** A right kernel that somebody meddles with: at one call, fault or tick something is made otherwise, just before the kernel goes back to a program. */
import type { Va } from '../../../hardware/hardware.ts';
import { type Process, WeensyKernel } from '../../../kernel/kernel.ts';

/** What is made otherwise; returns what the caller is told in place of `result`. */
export type Deed = (kernel: WeensyKernel, process: Process, result: number) => number | undefined;

/** The moment: the first call of that number, or the first fault or tick. */
export type Moment = number | 'fault' | 'tick';

/** `Kernel` with `deed` done at `moment`. */
export const meddled = (moment: Moment, deed: Deed, Kernel = WeensyKernel): typeof WeensyKernel =>
  class Meddled extends Kernel {
    private isDone = false;

    override syscall(process: Process, number: number, argument: number): number {
      const result = super.syscall(process, number, argument);
      return number === moment ? this.meddle(process, result) : result;
    }

    override exception(vector: number, saved: Va): void {
      super.exception(vector, saved);
      if (moment === (vector === FAULT ? 'fault' : 'tick')) this.meddle(this.current, 0);
    }

    private meddle(process: Process, result: number): number {
      if (this.isDone) return result;
      this.isDone = true;
      return deed(this, process, result) ?? result;
    }
  };

const FAULT = 14;
