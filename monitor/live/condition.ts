/** What a run on the live screen is about. */
import { compact } from '../../presentation/presentation.ts';
import type { Pace } from './pace.ts';

/** `in error`: paused because a program is. `waiting`: nothing can run, but a key may reboot, as after a panic. `past`: paused before the present. */
export type Condition =
  | 'running'
  | 'paused'
  | 'past'
  | 'stepping'
  | 'in error'
  | 'waiting'
  | 'panicked'
  | 'ended'
  | 'broken'
  | 'stuck'
  | 'powered off'
  | 'triple fault';

const WORDS: Readonly<Record<Condition, string>> = {
  running: 'running',
  paused: 'paused',
  past: 'in the past',
  stepping: 'stepping',
  'in error': 'PROGRAM IN ERROR, paused',
  waiting: 'idle',
  panicked: 'KERNEL PANIC',
  ended: 'ended',
  broken: 'INVARIANT BROKEN',
  stuck: 'PROGRAM STUCK',
  'powered off': 'powered off',
  'triple fault': 'TRIPLE FAULT',
};

const speedOf = ({ speed, measured }: Pace): string =>
  speed === Number.POSITIVE_INFINITY ? `full speed ${compact(measured)}/s` : `${compact(speed)}/s`;

/** The condition in words, with the speed while there is one to choose. */
export const conditionText = (condition: Condition, pace: Pace, readsKeys: boolean): string => {
  if (condition === 'waiting') return readsKeys ? 'idle, waits for a key' : 'idle: nothing can run';
  return condition === 'running' || condition === 'paused' ? `${WORDS[condition]} ${speedOf(pace)}` : WORDS[condition];
};
