/** Runs that are made many times, to find out where something came from. */
import { type Executable, PAGE_SIZE } from '../../hardware/hardware.ts';
import { type Again, TRACED_PAGES } from '../../specs/specs.ts';
import type { Values } from '../boot/values.ts';
import type { Kind } from '../kernels/kind.ts';
import type { Opened } from './made.ts';
import { goTo, type Place } from './place.ts';

/** The run that was opened, to be made once more: up to `place`, or to where it stops. */
export const againTo = ({ kind, values, programs, make }: Opened, place: Place): Again => {
  if (kind !== null && programs !== null && !('step' in place)) return againOf(kind, values, programs, place.event);
  return (prepare) => {
    const { playing } = make(({ kernel }) => prepare(kernel));
    playing.begin();
    goTo(playing, place);
  };
};

/**
 * The run of `programs` on the kernel that `values` ask for, to be made once more: up to event `at`, or to where it stops. It is made many times, and
 * for that in little memory, where the kernel is one that has much.
 */
const againOf = (kind: Kind, values: Values, programs: readonly Executable[], at: number): Again => {
  const { machine } = kind.make(values, programs).kernel;
  const isLarge = machine.memory.ramPages > MOST_TRACED_PAGES;
  const fewer = isLarge ? { ...values, memory: `${TRACED_PAGES * (PAGE_SIZE / 1024)}K` } : values;
  return (prepare) => {
    const { kernel } = kind.make(fewer, programs);
    prepare(kernel);
    kernel.boot();
    kernel.machine.run(Number.POSITIVE_INFINITY, at);
  };
};

const MOST_TRACED_PAGES = 4096;
