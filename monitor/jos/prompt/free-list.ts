/** The free list: its length, its first pages in the order in which they will be handed out, and where it goes wrong. */
import { va } from '../../../hardware/hardware.ts';
import type { JosKernel } from '../../../kernel/kernel.ts';
import { inThousands } from '../../../specs/thousands.ts';
import { pageName } from './command.ts';
import { hex } from './hex.ts';

const MOST_PAGES = 10;

interface FreeList {
  /** The descriptors on it, in order. */
  readonly descriptors: ReadonlySet<number>;
  /** Where the last of them leads: NULL, if the list is whole. */
  readonly end: number;
}

/** The free list in words. */
export const freeListLines = (kernel: JosKernel): string[] => {
  const { descriptors, end } = freeList(kernel);
  const pages = [...descriptors].slice(0, MOST_PAGES).map((pp) => kernel.view.pageOf(pp));
  const more = pages.length < descriptors.size ? `; the first ${MOST_PAGES}:` : '';
  return [
    `${freeCountLine(kernel)}${more}`,
    ...pages.map(pageName),
    ...(end === 0 ? [] : [wrongEnd(descriptors, end)]),
  ];
};

/** How many pages are on it, as far as it leads through descriptors. */
export const freePageCount = (kernel: JosKernel): number => freeList(kernel).descriptors.size;

/** The same in words. */
export const freeCountLine = (kernel: JosKernel): string => `${inThousands(freePageCount(kernel))} pages are free`;

/** Whether `page` is on the free list. */
export const isFree = (kernel: JosKernel, page: number): boolean =>
  freeList(kernel).descriptors.has(kernel.view.descriptorOf(page));

const freeList = (kernel: JosKernel): FreeList => {
  const descriptors = new Set<number>();
  let pp: number = kernel.variables.pageFreeList;
  while (isDescriptor(kernel, pp) && !descriptors.has(pp)) {
    descriptors.add(pp);
    pp = kernel.supervisor.peek32(va(pp)) >>> 0;
  }
  return { descriptors, end: pp };
};

const isDescriptor = (kernel: JosKernel, pp: number): boolean => {
  const page = kernel.view.pageOf(pp);
  return Number.isInteger(page) && page >= 0 && page < kernel.view.pages;
};

const wrongEnd = (descriptors: ReadonlySet<number>, end: number): string =>
  descriptors.has(end)
    ? `the list runs in a circle, back to ${hex(end)}`
    : `a link leads out of pages[], to ${hex(end)}`;
