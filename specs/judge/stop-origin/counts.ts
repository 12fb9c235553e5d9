/** Reference counts in the story of a stop: where they lie, and how one came to be what it is. */
import { type Pa, pa, ppn } from '../../../hardware/hardware.ts';
import type { KernelView } from '../../../kernel/kernel.ts';
import type { Experiment } from './experiment.ts';

/** A change of a count, and the deed that made it. */
export interface CountChange {
  readonly number: number;
  readonly from: number;
  readonly to: number;
}

/** Changes of the count of `page` by the kernel before deed number `before`, oldest first; none if it has no count in memory. */
export const countChanges = (experiment: Experiment, page: number, before: number): CountChange[] => {
  const { view, machine } = experiment.run({ end: before }).kernel;
  const { start, end, bytes } = view.counts;
  const at = countOf(view, page);
  if (at < start || at >= end) return [];
  const shift = (at & 3) * 8;
  const bits = bytes === 4 ? -1 : 2 ** (bytes * 8) - 1;
  const changes = experiment.changesOf(at >> 2, before, bits << shift);
  const valueIn = (word: number): number => (word >>> shift) & bits;
  return changes.flatMap(({ number, by, before: word }, i) => {
    const to = valueIn(changes[i + 1]?.before ?? machine.memory.words[at >> 2]);
    const from = valueIn(word);
    return by === 'kernel' && from !== to ? [{ number, from, to }] : [];
  });
};

/** Where the count of `page` lies. */
export const countOf = ({ counts: { start, stride } }: KernelView, page: number): Pa => pa(start + page * stride);

/** The page whose count lies at `place`; null if that is no count. */
export const pageCounted = ({ counts: { start, end, stride, bytes } }: KernelView, place: number): number | null =>
  place >= start && place < end && (place - start) % stride < bytes ? Math.floor((place - start) / stride) : null;

/** Whether `place` is in the record of a page, before its count, and that page is on the list of free ones. */
export const isOnList = (view: KernelView, place: number): boolean => {
  const { start, end, stride, bytes } = view.counts;
  const page = Math.ceil((place - start) / stride);
  return stride > bytes && place >= start - stride && place < end && view.freeList().includes(ppn(page));
};
