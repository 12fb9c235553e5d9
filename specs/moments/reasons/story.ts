/**
 * How something came to be, step by step back: the steps in which a value changed, each with who did it and what was chosen in it. A run is laid
 * out on a line for that, and left where it stood.
 */
import type { MachineEvent } from '../../../hardware/hardware.ts';
import type { KernelView, Watched } from '../../../kernel/kernel.ts';
import type { Look, Timeline } from '../timeline.ts';
import { choicesOf, deedOf, type Runner } from './deed.ts';
import type { StepEvents } from './step-events.ts';

/** A reason, and the moment right after it. */
export interface Reason {
  /** A sentence without a full stop. */
  readonly text: string;
  readonly step: number;
  readonly event: number;
}

/** A step, and what it did. */
export interface StepTaken {
  /** How many steps had been taken after it. */
  readonly step: number;
  readonly event: number;
  /** In a few words, with whoever it was for: `fork of process 1`. */
  readonly deed: string;
  /** What was chosen in it otherwise than usual, in clauses. */
  readonly chosen: readonly string[];
  readonly told: readonly MachineEvent[];
}

/** A step in which a value changed. */
export interface Change<Value> extends StepTaken {
  readonly before: Value;
  readonly after: Value;
}

/** So many changes of one value are told, the last ones. */
export const MOST_CHANGES = 8;

/** Goes back from where its timeline stands, to the steps that made a value what it is there. */
export class Story {
  readonly timeline: Timeline;
  private readonly kernel: Watched;
  private readonly happened: StepEvents;

  /** `happened` listens to the kernel of `timeline` since before it booted. */
  constructor(timeline: Timeline, kernel: Watched, happened: StepEvents) {
    this.timeline = timeline;
    this.kernel = kernel;
    this.happened = happened;
  }

  get view(): KernelView {
    return this.kernel.view;
  }

  get machine(): Watched['machine'] {
    return this.kernel.machine;
  }

  /** The last steps until now in which what `look` sees changed, the last first; `most` of them. `show` gives more of each state than is compared. */
  changes<Value>(look: Look, show: () => Value, most = MOST_CHANGES): Change<Value>[] {
    return this.staying(() => {
      const changes: Change<Value>[] = [];
      while (changes.length < most && this.timeline.previous(look)) {
        const before = show();
        const taken = this.take();
        changes.push({ ...taken, before, after: show() });
        this.timeline.goTo(taken.step - 1);
      }
      return changes;
    });
  }

  /** The last step until now of which `isMeant` holds, among the last `most` in which what `look` sees changed; null if there is none. */
  last(look: Look, isMeant: (taken: StepTaken) => boolean, most = MOST_LOOKED_AT): StepTaken | null {
    return this.staying(() => {
      for (let looked = 0; looked < most && this.timeline.previous(look); looked++) {
        const taken = this.take();
        if (isMeant(taken)) return taken;
        this.timeline.goTo(taken.step - 1);
      }
      return null;
    });
  }

  /** What `look` gives after `step`. */
  at<Value>(step: number, look: () => Value): Value {
    return this.staying(() => {
      this.timeline.goTo(step);
      return look();
    });
  }

  /** Takes the next step, and tells of it. */
  private take(): StepTaken {
    const runner = this.runner();
    const { at } = this.timeline;
    this.happened.clear();
    this.timeline.step();
    const told = [...this.happened.told];
    const { event, stepText } = this.timeline.playing;
    const deed = stepText?.call(this.timeline.playing, at) ?? deedOf(this.view, told, runner);
    return { step: at + 1, event, deed, chosen: choicesOf(told), told };
  }

  private runner(): Runner {
    const pid = this.view.pidOf(this.machine.cpu.slot);
    return { pid, name: this.view.nameOf(pid) };
  }

  private staying<Value>(work: () => Value): Value {
    const { at } = this.timeline;
    try {
      return work();
    } finally {
      this.timeline.goTo(at);
    }
  }
}

const MOST_LOOKED_AT = 2000;

/** `text` of what was done in a step, as a reason; with what was chosen in it. */
export const reasonOf = ({ step, event, chosen }: StepTaken, text: string): Reason => ({
  ...{ step, event },
  text: chosen.length === 0 ? text : `${text}; ${chosen.join('; ')}`,
});
