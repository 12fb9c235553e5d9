/** What a failed call left behind, as far as the record of its changes tells. */
import { type Changes, PAGE_WORDS } from '../../../hardware/hardware.ts';
import type { WordRange } from '../../../kernel/kernel.ts';

/**
 * Whether some word of `changes` is not what it was, but for those within `scratch`. `differs` says it of one: it is passed the word's
 * place, and what it held at some moment since the record began.
 */
export const leavesChanges = (
  changes: Changes,
  scratch: readonly WordRange[],
  differs: (place: number, old: number) => boolean,
): boolean => {
  const left = (place: number, old: number): boolean =>
    differs(place, old) && !scratch.some(({ start, end }) => place * 4 >= start && place * 4 < end);
  for (let i = 0; i < changes.length; i++) {
    const [place, old] = [changes.places[i], changes.olds[i]];
    if (place >= 0 ? left(place, old) : pageLeft(-1 - place, changes.copies[old], left)) return true;
  }
  return false;
};

const pageLeft = (page: number, copy: Int32Array, left: (place: number, old: number) => boolean): boolean => {
  for (let i = 0; i < PAGE_WORDS; i++) if (left(page * PAGE_WORDS + i, copy[i])) return true;
  return false;
};
