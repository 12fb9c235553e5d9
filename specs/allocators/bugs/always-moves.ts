import { LifoList, NONE } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class AlwaysMoves extends LifoList {
  override reallocate(page: number, count: number, wanted: number): number {
    const grows = wanted > count && wanted <= this.pages && this.isTaken(page, count);
    const target = grows ? this.move(page, count, wanted) : NONE;
    return target === NONE ? super.reallocate(page, count, wanted) : target;
  }
}

export const alwaysMoves: AllocatorBug = {
  id: 'alloc-always-moves',
  title: 'a block that grows always moves',
  story: 'It is never tried whether the pages behind it are free. Everything is right, and everything is copied.',
  rule: 'stays in place',
  goesWrongIn: 'reallocate',
  shortest: 2,
  Allocator: AlwaysMoves,
};
