/** What a run on the live screen is about, and the steps that it can be moved by. */

export type Step = 'operation' | 'system call' | 'tick' | 'event';

export type Direction = 'next' | 'previous';

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
