/** What a run on the live screen is about, and the steps that it can be moved by. */

export type Step = 'operation' | 'system call' | 'tick';

/** `in error`: paused because a program is. `waiting`: nothing can run, but a key may reboot, as after a panic. */
export type Condition =
  | 'running'
  | 'paused'
  | 'stepping'
  | 'in error'
  | 'waiting'
  | 'panicked'
  | 'ended'
  | 'broken'
  | 'stuck'
  | 'powered off'
  | 'triple fault';
