/** Peterson's lock for two threads: each raises its flag, lets the other go first, and waits while the other's flag is up and it is the other's turn. */
import type { TransitionSystem } from 'ringfence/specs/exploring';

/** Words: where each thread stands (0 away, 1 flag up, 2 waiting, 3 inside), each flag, and whose turn it is. */
const [AT, FLAG, TURN] = [0, 2, 4];

const step = (thread: number, state: Int32Array): boolean => {
  const other = 1 - thread;
  const at = state[AT + thread];
  if (at === 2 && state[FLAG + other] === 1 && state[TURN] === other) return false;
  if (at === 0) state[FLAG + thread] = 1;
  if (at === 1) state[TURN] = other;
  if (at === 3) state[FLAG + thread] = 0;
  state[AT + thread] = (at + 1) % 4;
  return true;
};

const bothInside = (state: Int32Array): boolean => state[AT] === 3 && state[AT + 1] === 3;

export default {
  name: 'peterson',
  words: 5,
  transitions: 2,
  begin: () => {},
  step,
  actorOf: (thread) => thread,
  transitionText: (thread) => `thread ${thread}`,
  stateText: (state) => `at ${state[AT]} and ${state[AT + 1]}, turn ${state[TURN]}`,
  invariants: [
    { name: 'mutual exclusion', sentence: 'One is inside at a time.', holds: (state) => !bothInside(state) },
  ],
} satisfies TransitionSystem;
