/** The allocators that come with Ringfence, by name. */
import { Bitmap } from './bitmap.ts';
import { Buddy } from './buddy.ts';
import { Cursor } from './cursor.ts';
import { FirstFit } from './first-fit.ts';
import { LifoList } from './lifo-list.ts';
import { NextFit } from './next-fit.ts';
import type { AllocatorClass } from './page-allocator.ts';
import { TwoLevelBitmap } from './two-level-bitmap.ts';

/** The class of each allocator that comes with Ringfence, by the name that commands know it by. */
export const ALLOCATORS: Readonly<Record<string, AllocatorClass>> = {
  'first-fit': FirstFit,
  cursor: Cursor,
  'lifo-list': LifoList,
  bitmap: Bitmap,
  'next-fit': NextFit,
  buddy: Buddy,
  'two-level-bitmap': TwoLevelBitmap,
};
