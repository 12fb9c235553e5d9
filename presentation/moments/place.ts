/** Places in a run as people write them: `20`, after event 20; `20+3`, three steps after that; `@85`, after 85 steps from the beginning. */
import type { Playing } from '../../specs/specs.ts';
import { UsageError } from '../boot/usage-error.ts';

/** After an event, some steps on; or after so many steps from the beginning. */
export type Place = { readonly event: number } & ({ readonly after: number } | { readonly step: number });

/** The place that `text` means. Throws a UsageError. */
export const parsePlace = (text: string): Place => {
  if (/^@\d{1,12}$/.test(text)) return { event: 0, step: Number(text.slice(1)) };
  const [, event, after = '0'] = /^(\d{1,12})(?:\+(\d{1,12}))?$/.exec(text) ?? [];
  if (event === undefined)
    throw new UsageError(
      `--at ${text}: expected the number of an event, as 20, and operations after it if you like, as 20+3; or of operations from the boot, as @85: whole numbers from 0 up`,
    );
  return { event: Number(event), after: Number(after) };
};

/** Has `playing`, which has just begun, go to `place`. */
export const goTo = (playing: Playing, place: Place): void => {
  if (place.event > playing.event) playing.advance(Number.POSITIVE_INFINITY, place.event - playing.event);
  const steps = 'step' in place ? place.step - playing.at : place.after;
  if (steps > 0) playing.advance(steps);
};
