/**
 * What happened on the way to where a run stands: the last steps are gone through once more, with somebody who listens. So nothing needs to be kept
 * while one goes back and forth.
 */
import { ProgramError } from '../../hardware/hardware.ts';
import { type Happening, operationText, Recent, type System, sentencesOf } from '../../presentation/presentation.ts';
import type { Timeline } from '../../specs/specs.ts';
import { Mistake } from '../limits/mistake.ts';
import { type Deed, deedsWhile } from './deeds.ts';

/** Steps that are gone through once more, at most. */
const MOST_STEPS = 256;

/** The last steps, as far as they were looked at. */
export interface Trail {
  /** A line each, oldest first. */
  readonly lines: readonly string[];
  /** What the kernel did in the very last step. */
  readonly deeds: readonly Deed[];
}

/** What happened in the last `steps` steps of a run on `system`, at most `rows` lines of it. The run stands where it stood before. */
export const trailOf = (timeline: Timeline, system: System, steps: number, rows: number): Trail => {
  const { at } = timeline;
  if (at === 0 || steps <= 0 || isLate(timeline)) return { lines: [], deeds: [] };
  timeline.goTo(at - Math.min(steps, MOST_STEPS));
  const recent = new Recent(system.kernel);
  try {
    passTo(timeline, recent, at - 1);
    const before = lastSerial(recent);
    const deeds = deedsWhile(system.kernel, () => passTo(timeline, recent, at));
    if (lastSerial(recent) === before) recent.remark(operationText(system.kernel.machine, nameIn(system)));
    const teller = { view: system.kernel.view, readsKeys: system.readsKeys };
    return { lines: sentencesOf(teller, recent.last(), rows), deeds };
  } finally {
    recent.end();
  }
};

/** Whether the last step never came back: nobody waits for it once more. */
const isLate = ({ thrown, at }: Timeline): boolean =>
  thrown !== null && at >= thrown.at && (thrown.error instanceof Mistake || thrown.error instanceof ProgramError);

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
