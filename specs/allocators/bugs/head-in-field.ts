import { LifoList, NONE } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class HeadInField extends LifoList {
  private top = NONE;

  override head(): number {
    return this.top;
  }

  override setHead(page: number): void {
    this.top = page;
  }
}

export const headInField: AllocatorBug = {
  id: 'alloc-head-in-field',
  title: 'the head of the list is a variable of the host, not of memory',
  story:
    'It is faster, and right until the machine is rewound or restored: then memory is that of before, and the ' +
    'head is not.',
  rule: 'state in memory',
  goesWrongIn: 'initialize',
  shortest: 0,
  Allocator: HeadInField,
};
