/**
 * The past of a run that is played: the same run once more, on another machine, that goes back and forth. Those who watch the run, and judge it, hear
 * nothing of that.
 */
import { type Key, Timeline } from '../../../specs/specs.ts';
import type { System } from '../../kernels/kind.ts';
import type { Direction, Step } from '../../live/condition.ts';
import { stepOnce } from '../../live/stepping.ts';
import { limitTo } from '../../moments/limit.ts';
import type { Opened } from '../../moments/opened.ts';

export class Past {
  readonly system: System;
  readonly timeline: Timeline;

  /** The run that was opened, as it is now: after so many operations, and with the keys that were typed. */
  constructor(
    { make }: Opened,
    { at, keys }: { readonly at: number; readonly keys: readonly Key[] },
    patience: number,
  ) {
    const { playing, system } = make();
    if (system === null) throw new Error('a run that is played has no kernel');
    this.system = system;
    this.timeline = new Timeline(playing, { around: limitTo(system, patience) });
    for (const key of keys) {
      this.timeline.goTo(key.at);
      this.timeline.type(key.key);
    }
    this.timeline.goTo(at);
  }

  step(step: Step, direction: Direction): void {
    stepOnce(this.timeline, this.system, step, direction);
  }
}
