/** Kernels that do right in other ways than the handout shows. */
import { arrayOfFreePages } from './array-of-free-pages.ts';
import { bestFit } from './best-fit.ts';
import { committed, copyOnWrite } from './copy-on-write.ts';
import { descendingSlots } from './descending-slots.ts';
import { lazyHeap } from './lazy-heap.ts';
import { ownKalloc } from './own-kalloc.ts';
import type { Variant } from './variant.ts';

export const VARIANTS: readonly Variant[] = [
  ownKalloc,
  arrayOfFreePages,
  lazyHeap,
  copyOnWrite,
  committed,
  bestFit,
  descendingSlots,
];
