/** The free list: its length, its first pages in the order in which they will be handed out, and where it goes wrong. */
import { va } from '../../hardware/hardware.ts';
import { type JosKernel, memlayout } from '../../kernel/kernel.ts';
import { descriptorOf, pageOf } from '../../specs/specs.ts';
import { pageName } from './command.ts';
import { hex } from './hex.ts';

const MOST_PAGES = 10;

/** The free list in words. */
export const freeListLines = (kernel: JosKernel): string[] => {
  const { seen, pp } = freeList(kernel);
  const pages = [...seen].slice(0, MOST_PAGES).map((at) => pageOf(kernel, at));
  return [
    `${seen.size.toLocaleString('en-US')} pages are free${pages.length < seen.size ? `; the first ${MOST_PAGES}:` : ''}`,
    ...pages.map(pageName),
    ...wrongEnd(seen, pp),
  ];
};

/** Whether `page` is on the free list. */
export const isFree = (kernel: JosKernel, page: number): boolean =>
  freeList(kernel).seen.has(descriptorOf(kernel, page));

/** The descriptors on the list, in order, and where it leads after the last that it can lead to. */
const freeList = ({
  variables,
  supervisor,
}: JosKernel): { readonly seen: ReadonlySet<number>; readonly pp: number } => {
  const seen = new Set<number>();
  let pp: number = variables.pageFreeList;
  while (isDescriptor(variables, pp) && !seen.has(pp)) {
    seen.add(pp);
    pp = supervisor.peek32(va(pp)) >>> 0;
  }
  return { seen, pp };
};

/** A list ends with NULL. */
const wrongEnd = (seen: ReadonlySet<number>, pp: number): string[] => {
  if (pp === 0) return [];
  return [
    seen.has(pp) ? `the list runs in a circle, back to ${hex(pp)}` : `a link leads out of pages[], to ${hex(pp)}`,
  ];
};

const isDescriptor = ({ pages, npages }: JosKernel['variables'], pp: number): boolean =>
  pp >= pages && pp < pages + npages * memlayout.PAGE_INFO_BYTES && (pp - pages) % memlayout.PAGE_INFO_BYTES === 0;
