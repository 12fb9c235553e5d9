/** What can be chosen when WeensyOS boots. */
import { checkTimer, type Executable, type Oracle, type TimerSetting } from '../../hardware/hardware.ts';
import type { AllocatorClass } from '../allocators/page-allocator.ts';
import { MOST_SLOTS, NPROC } from './abi.ts';
import { misfit } from './custom-allocator.ts';
import { FEWEST_PAGES, MOST_PAGES } from './layout.ts';

/** In which order `kalloc` tries pages. */
export type PageOrder =
  /** From page 0 on at every call. */
  | { readonly kind: 'first-fit' }
  /** From the page last taken, in steps of `stride`, around the end of memory. */
  | { readonly kind: 'cursor'; readonly stride: number }
  /** From a random page on, around the end of memory; the randomness is the kernel's own, from `seed`. */
  | { readonly kind: 'random'; readonly seed: number };

/** What a WeensyOS boots with. The constructor throws a RangeError for what cannot be. */
export interface WeensyParameters {
  /** Programs started as processes 1, 2, …. */
  readonly programs: readonly Executable[];
  /** What the keys start after a soft reboot. */
  readonly commands: Readonly<Record<string, readonly Executable[]>>;
  readonly order: PageOrder;
  /** What decides which pages are free, and which is taken, in place of the kernel's own search in `order`; null for that. */
  readonly allocator: AllocatorClass | null;
  readonly timer: TimerSetting;
  /** Pages of physical memory. */
  readonly pages: number;
  /** How many of them are given away, the lowest; what lies above counts as reserved. Null for all that can be. */
  readonly allocatable: number | null;
  /** Process slots, of which slot 0 is never used. */
  readonly slots: number;
  /** Whether the memory viewer takes a page of its own at the first system call, as the real one does. */
  readonly viewer: boolean;
  /** Who decides what could go otherwise: ticks of a chosen timer, failing allocations and so on. Null: all goes as usual. */
  readonly oracle: Oracle | null;
}

/** What is taken for parameters that are not given: 2 MiB of memory, 15 processes, no timer, the lowest free page first. */
export const DEFAULT_PARAMETERS: WeensyParameters = {
  programs: [],
  commands: {},
  order: { kind: 'first-fit' },
  allocator: null,
  timer: { mode: 'off' },
  pages: 512,
  allocatable: null,
  slots: NPROC,
  viewer: false,
  oracle: null,
};

/** Throws a RangeError that says what is wrong with `parameters`, if anything is. */
export const checkParameters = (parameters: WeensyParameters): void => {
  const { pages, allocatable, slots, order, programs } = parameters;
  if (!Number.isInteger(pages) || pages < FEWEST_PAGES || pages > MOST_PAGES) {
    throw new RangeError(`memory is ${FEWEST_PAGES} to ${MOST_PAGES} pages of 4 KiB (1 MiB to 4 MiB), not ${pages}`);
  }
  if (allocatable !== null && (!Number.isInteger(allocatable) || allocatable < 0))
    throw new RangeError(`the pages that are given away are a whole number, not ${allocatable}`);
  if (!Number.isInteger(slots) || slots < 2 || slots > MOST_SLOTS) {
    throw new RangeError(`there can be 1 to ${MOST_SLOTS - 1} processes, not ${slots - 1}`);
  }
  if (programs.length >= slots)
    throw new RangeError(`${programs.length} programs do not fit in ${slots - 1} processes`);
  if (order.kind === 'cursor' && (!Number.isInteger(order.stride) || order.stride < 1 || order.stride >= pages)) {
    throw new RangeError(`a cursor's stride is a whole number from 1 to ${pages - 1}, not ${order.stride}`);
  }
  checkTimer(parameters.timer);
  const unfit = parameters.allocator === null ? null : misfit(parameters.allocator, pages);
  if (unfit !== null) throw new RangeError(`the allocator does not fit: ${unfit}`);
  if (order.kind === 'random' && !Number.isInteger(order.seed)) {
    throw new RangeError(`the seed of a random order is a whole number, not ${order.seed}`);
  }
};
