/** The scheduler (kern/sched.c): round robin over the table of environments. */
import { va } from '../../hardware/hardware.ts';
import * as abi from './abi.ts';
import type { Env } from './env.ts';
import { JosEnvironments } from './environments.ts';

export abstract class JosScheduler extends JosEnvironments {
  /** Runs the next runnable environment after the current one, in order of the table; else the current one again, if it runs. */
  override schedYield(): void {
    const { curenv } = this;
    const next = this.nextRunnable(curenv === null ? 0 : curenv.index + 1);
    if (next !== null) return this.envRun(next);
    if (curenv !== null && curenv.status === abi.ENV_RUNNING) return this.envRun(curenv);
    this.schedHalt();
  }

  /** The first runnable environment from place `from` of the table on, all around; null if none is. */
  nextRunnable(from: number): Env | null {
    let passedOver = this.environmentsPassedOver();
    for (let step = 0; step < abi.NENV; step++) {
      const index = (from + step) % abi.NENV;
      if (this.statusOf(index) === abi.ENV_RUNNABLE && passedOver-- === 0) return this.envNumber(index);
    }
    return null;
  }

  /** Nothing can run: the kernel says so and waits in its monitor. */
  schedHalt(): void {
    this.curenv = null;
    this.cprintf('No runnable environments in the system!');
    this.lcr3(this.kernPgdir);
    this.monitor();
    this.machine.entry.idle();
  }

  private statusOf(index: number): number {
    return this.load(va(this.envs + index * abi.ENV_BYTES + abi.ENV_STATUS));
  }

  /** How many runnable environments the oracle passes over: 0 where nobody chooses. */
  private environmentsPassedOver(): number {
    const { choices } = this.machine;
    if (!choices.isOpen('next process')) return 0;
    let runnable = 0;
    for (let index = 0; index < abi.NENV; index++) if (this.statusOf(index) === abi.ENV_RUNNABLE) runnable++;
    return choices.choose('next process', Math.max(1, runnable));
  }
}
