import { LifoList } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class RunNotUnlinked extends LifoList {
  override unlinkRun(): void {}
}

export const runNotUnlinked: AllocatorBug = {
  id: 'alloc-run-not-unlinked',
  title: 'pages in a row are given and stay on the list',
  story: 'page_alloc_npages finds them in the array of pages, and forgets that the list knows of them, too.',
  rule: 'metadata agrees',
  goesWrongIn: 'allocate',
  shortest: 1,
  Allocator: RunNotUnlinked,
};
