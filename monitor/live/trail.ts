/** What happened on the way to where a run stands, and what the kernel did in the very last step. */
import { ProgramError } from '../../hardware/hardware.ts';
import { type System, trailOf } from '../../presentation/presentation.ts';
import type { Timeline } from '../../specs/specs.ts';
import { Mistake } from '../limits/mistake.ts';
import { type Deed, deedsWhile } from './kernel-actions.ts';

/** The last steps, as far as they were looked at. */
export interface Trail {
  /** A line each, oldest first. */
  readonly lines: readonly string[];
  readonly deeds: readonly Deed[];
}

/** The trail of the last `steps` steps of a run on `system`, at most `rows` lines of it. The run stands where it stood before. */
export const closeTrailOf = (timeline: Timeline, system: System, steps: number, rows: number): Trail => {
  if (isLate(timeline)) return { lines: [], deeds: [] };
  const deeds: Deed[] = [];
  const around = (step: () => void): void => void deeds.push(...deedsWhile(system.kernel, step));
  const lines = trailOf(timeline, system, { steps, rows, around });
  return { lines, deeds };
};

/** Whether the last step never came back: nobody waits for it once more. */
const isLate = ({ thrown, at }: Timeline): boolean =>
  thrown !== null && at >= thrown.at && (thrown.error instanceof Mistake || thrown.error instanceof ProgramError);
