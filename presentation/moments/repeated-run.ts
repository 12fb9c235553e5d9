/** Runs that are made many times, to find out where something came from. */
import { PAGE_SIZE } from '../../hardware/hardware.ts';
import { type Again, TRACED_PAGES } from '../../specs/specs.ts';
import type { Values } from '../boot/values.ts';
import type { System } from '../kernels/kind.ts';
import { steeringOf } from './opened-programs.ts';
import type { Opened } from './opened-run.ts';
import { goTo, type Place } from './place.ts';

/** The run that was opened, to be made once more: up to `place`, or to where it stops. */
export const againTo = ({ kind, values, programs, make, run }: Opened, place: Place): Again => {
  if (kind !== null && programs !== null && !('step' in place)) {
    const making = (given: Values): System => kind.make(given, programs, steeringOf(run));
    return againOf(making, values, place.event);
  }
  return (prepare) => {
    const { playing } = make(({ kernel }) => prepare(kernel));
    playing.begin();
    goTo(playing, place);
  };
};

/**
 * A run of programs on the kernel that `making` makes as `values` ask, to be made once more: up to event `at`, or to where it stops. It is made many
 * times, and for that in little memory, where the kernel is one that has much.
 */
const againOf = (making: (values: Values) => System, values: Values, at: number): Again => {
  const { machine } = making(values).kernel;
  const isLarge = machine.memory.ramPages > MOST_TRACED_PAGES;
  const fewer = isLarge ? { ...values, memory: `${TRACED_PAGES * (PAGE_SIZE / 1024)}K` } : values;
  return (prepare) => {
    const { kernel } = making(fewer);
    prepare(kernel);
    kernel.boot();
    kernel.machine.run(Number.POSITIVE_INFINITY, at);
  };
};

const MOST_TRACED_PAGES = 4096;
