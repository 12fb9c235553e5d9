/** Whether all is well: invariants, and whether the kernel goes on. */
import { register } from '../../../../hardware/hardware.ts';
import type { State } from '../state.ts';
import type { Name } from './name.ts';

const isBroken = (state: State, wanted?: unknown): boolean =>
  state.judging.invariants.some(
    (invariant) => (wanted === undefined || invariant.name === wanted) && state.violationsOf(invariant).length > 0,
  );

const inState = (name: string, runState: number, meaning: string): Name => ({
  ...{ name, takes: [], gives: 'condition', meaning },
  of: ({ machine }) => machine.cpu.runState === runState,
});

export const SOUNDNESS: readonly Name[] = [
  {
    ...{ name: 'broken', takes: ['invariant'], isOptional: true, gives: 'condition' },
    meaning:
      'whether the invariant of that name does not hold of this state, counted from scratch; without a name, any',
    of: isBroken,
  },
  inState('panicked', register.PANICKED, 'the kernel has panicked'),
  inState('idle', register.IDLE, 'nobody can run'),
  inState('reset', register.TRIPLE_FAULTED, 'a triple fault has reset the machine'),
];
