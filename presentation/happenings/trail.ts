/**
 * What happened on the way to where a run stands: the last steps are gone through once more, with somebody who listens. So nothing needs to be kept
 * while one goes back and forth.
 */
import type { Timeline } from '../../specs/specs.ts';
import type { System } from '../kernels/kind.ts';
import { operationText } from './operation.ts';
import { type Happening, Recent } from './recent.ts';
import { sentencesOf } from './sentence.ts';

/** Steps that are gone through once more, at most. */
const MOST_STEPS = 256;

/** How much is told of the way. */
export interface TrailOptions {
  /** Steps that are gone through once more. */
  readonly steps: number;
  /** Lines that are told, at most: the last ones. */
  readonly rows: number;
  /** Called in place of the very last step, to see what happens in it. */
  readonly around?: (step: () => void) => void;
}

/** What happened in the last steps of a run on `system`, a line each, oldest first. The run stands where it stood before. */
export const trailOf = (timeline: Timeline, system: System, { steps, rows, around }: TrailOptions): string[] => {
  const { at } = timeline;
  if (at === 0 || steps <= 0) return [];
  timeline.goTo(at - Math.min(steps, MOST_STEPS));
  const recent = new Recent(system.kernel);
  const last = (): void => passTo(timeline, recent, at);
  try {
    passTo(timeline, recent, at - 1);
    const before = lastSerial(recent);
    if (around === undefined) last();
    else around(last);
    if (lastSerial(recent) === before) recent.remark(operationText(system.kernel.machine, nameIn(system)));
    return sentencesOf({ view: system.kernel.view, readsKeys: system.readsKeys }, recent.last(), rows);
  } finally {
    recent.end();
  }
};

/** Goes on step by step: what is kept on the way is not jumped to. Steps that have a text are told by it. */
const passTo = (timeline: Timeline, recent: Recent, step: number): void => {
  const { playing } = timeline;
  let told = -1;
  const tell = (): boolean => {
    if (timeline.at >= step) return true;
    const text = told < timeline.at ? playing.stepText?.(timeline.at) : undefined;
    if (text !== undefined) recent.remark(text);
    told = timeline.at;
    return false;
  };
  if (timeline.at < step) timeline.next(tell);
};

const lastSerial = (recent: Recent): number => (recent.last(1)[0] as Happening | undefined)?.serial ?? -1;

const nameIn =
  ({ kernel: { view } }: System) =>
  (slot: number): string =>
    view.nameOf(view.pidOf(slot));
