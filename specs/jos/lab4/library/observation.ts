/** What invariants of a library see: a state, counted from scratch, at a moment of one of the environments. */
import { type EnvironmentView, type JosLab4, memlayout } from '../../../../kernel/kernel.ts';
import { EnvironmentsObservation } from '../observation.ts';
import type { Moment } from './moment.ts';

export class LibraryObservation extends EnvironmentsObservation {
  /** Whose moment it is. It may be gone, if it stopped. */
  readonly pid: number;
  readonly moment: Moment;

  constructor(kernel: JosLab4, pid: number, moment: Moment) {
    super(kernel);
    this.pid = pid;
    this.moment = moment;
  }

  envNamed(pid: number): EnvironmentView | undefined {
    return this.envs.find((env) => env.pid === pid);
  }

  /** The environments that are to be whole: the one that rests, or has heard a message; or the child that starts. */
  get whole(): readonly EnvironmentView[] {
    const { moment } = this;
    const pid =
      moment.kind === 'rests' || moment.kind === 'misheard' ? this.pid : moment.kind === 'starts' ? moment.child : 0;
    return this.envs.filter((env) => env.pid === pid);
  }

  /** The words of the page at physical address `pa`. */
  wordsAt(pa: number): Int32Array {
    return this.machine.memory.words.subarray(pa / 4, (pa + memlayout.PGSIZE) / 4);
  }
}
