/** Runs made once more to learn one thing: what was done until then, who changed a word last, what becomes otherwise if a value is another. */
import { counter, register } from '../../../hardware/hardware.ts';
import { type Watched, withDeepStacks } from '../../../kernel/kernel.ts';
import { type Again, type Deed, isLike } from './action.ts';
import { Recorder } from './recorder.ts';
import type { Change, ProgramException, Wanted } from './request.ts';

/** Deeds before a moment that are looked at; and how many runs are made to explain one stop, if each is short. */
const WINDOW = 8000;
const MOST_RUNS = 120;
/** Deeds of all runs together. */
const MOST_DEEDS = 20_000_000;

/** What was done up to a deed in the same entry into the kernel, and that deed, which is the last. */
export interface Stretch {
  readonly deeds: readonly Deed[];
  readonly last: Deed;
  readonly kernel: Watched;
  readonly event: number;
  /** The deed in which an allocation found no page last; -1 for none. */
  readonly dry: number;
  readonly exception: ProgramException | null;
}

export class Experiment {
  private readonly again: Again;
  private runs = 0;
  private deeds = 0;

  constructor(again: Again) {
    this.again = again;
  }

  /** Whether there is time for more. */
  get isOver(): boolean {
    return this.runs >= MOST_RUNS || this.deeds >= MOST_DEEDS;
  }

  /** Makes the run; `recorder.kernel` is as it was at the end. */
  run(wanted: Wanted): { readonly recorder: Recorder; readonly kernel: Watched } {
    const made: { recorder: Recorder; kernel: Watched }[] = [];
    try {
      withDeepStacks(() => this.again((kernel) => void made.push({ recorder: new Recorder(kernel, wanted), kernel })));
    } catch (error) {
      // What it throws is known, or is the effect of another value.
      if (made.length === 0) throw error;
    }
    made[0].recorder.isOver = true;
    this.runs += 1;
    this.deeds += made[0].recorder.number;
    return made[0];
  }

  /** What led to deed `number`; null if the run does not come to it. */
  until(number: number): Stretch | null {
    const { recorder, kernel } = this.run({ from: number - WINDOW, end: number });
    if (recorder.last === null) return null;
    const deeds = recorder.deeds.filter((deed) => deed.number >= recorder.entered);
    const { last, dry, exception } = recorder;
    return { deeds, last, kernel, event: kernel.machine.counters[counter.EVENTS], dry, exception };
  }

  /** The last change of the word at `index` before deed `number`; null if there was none. */
  changeOf(index: number, number: number, mask = 0): Change | null {
    return this.changesOf(index, number, mask).at(-1) ?? null;
  }

  /** All changes of it, oldest first. */
  changesOf(index: number, number: number, mask: number): readonly Change[] {
    return this.run({ word: index, mask, end: number }).recorder.changes;
  }

  /** What is done in place of `last` if the value of `deed` is greater by `by`; null if it is something else, by other methods. */
  altered(deed: Deed, by: number, last: Deed): Deed | null {
    const { recorder } = this.run({ altered: { number: deed.number, by }, end: last.number });
    const found = recorder.last;
    return found !== null && isLike(found, last) ? found : null;
  }
}

/** Whether the machine was stopped by its kernel or its processor. */
export const isStopped = ({ machine }: Watched): boolean =>
  machine.cpu.runState === register.PANICKED || machine.cpu.runState === register.TRIPLE_FAULTED;
