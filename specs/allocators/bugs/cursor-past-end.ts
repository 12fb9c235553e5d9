import { Cursor, NONE } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class CursorPastEnd extends Cursor {
  override findRun(count: number): number {
    const cursor = this.cursor();
    const ahead = this.search(cursor, this.pages, count);
    const first = ahead === NONE && cursor < this.pages ? this.search(0, cursor, count) : ahead;
    if (first !== NONE) this.setCursor(first + count);
    return first;
  }
}

export const cursorPastEnd: AllocatorBug = {
  id: 'alloc-cursor-past-end',
  title: 'the cursor goes past the last page and does not come back',
  story:
    'The next search starts behind the page that was given; behind the last one there is nothing, and the way ' +
    'around the end was only tried for pages before a cursor that is inside.',
  rule: 'failure means full',
  goesWrongIn: 'allocate',
  shortest: 3,
  Allocator: CursorPastEnd,
};
