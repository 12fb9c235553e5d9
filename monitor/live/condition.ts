/** What a run on the live screen is about. */

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
