/** Steps along a timeline: one operation, or up to where one more system call, tick or event has passed. */
import { counter } from '../../hardware/hardware.ts';
import type { Direction, Timeline } from '../../specs/specs.ts';
import type { System } from '../kernels/kind.ts';

export type Step = 'operation' | 'system call' | 'tick' | 'event';

/** What grows by one with each; null for what every step is. */
export const STEP_FIELDS: Readonly<Record<Step, number | null>> = {
  operation: null,
  'system call': counter.SYSTEM_CALLS,
  tick: counter.INTERRUPTS,
  event: counter.EVENTS,
};

/** Goes by one step: on to right after it, back to right before it. To the end, or the beginning, where there is none. */
export const stepOnce = (timeline: Timeline, system: System | null, step: Step, direction: Direction): void => {
  const field = STEP_FIELDS[step];
  if (field === null || system === null) return timeline.goTo(timeline.at + (direction === 'next' ? 1 : -1));
  const { counters } = system.kernel.machine;
  if (direction === 'next') timeline.next(() => counters[field]);
  else timeline.previous(() => counters[field]);
};
