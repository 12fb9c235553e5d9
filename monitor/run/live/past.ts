/**
 * The past of a run that is played: the same run once more, on another machine, that goes back and forth. Those who watch the run, and judge it, hear
 * nothing of that.
 */

import { type Opened, type Step, type System, stepOnce } from '../../../presentation/presentation.ts';
import { type Direction, type Playing, Timeline } from '../../../specs/specs.ts';
import { limitTo } from '../../moments/limit.ts';

export class Past {
  readonly system: System;
  readonly timeline: Timeline;

  /** The run that was opened, as it is now: after so many operations, and with the keys that were typed. */
  constructor({ make }: Opened, { at, keys = [] }: Pick<Playing, 'at' | 'keys'>, patience: number) {
    const { playing, system } = make();
    if (system === null) throw new Error('a run that is played has no kernel');
    this.system = system;
    this.timeline = new Timeline(playing, { around: limitTo(system, patience) });
    // Those that the run has of itself are typed by itself.
    const own = playing.keys ?? [];
    const typed = keys.filter((key, i) => key.at <= at && !(own[i]?.at === key.at && own[i].key === key.key));
    for (const key of typed) {
      this.timeline.goTo(key.at);
      this.timeline.type(key.key);
    }
    this.timeline.goTo(at);
  }

  step(step: Step, direction: Direction): void {
    stepOnce(this.timeline, this.system, step, direction);
  }
}
