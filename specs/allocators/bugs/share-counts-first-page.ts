import { FirstFit } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class ShareCountsFirstPage extends FirstFit {
  override share(page: number): boolean {
    return super.share(page, 1);
  }
}

export const shareCountsFirstPage: AllocatorBug = {
  id: 'alloc-share-counts-first-page',
  title: 'sharing a block counts only its first page',
  story: 'The other pages of the block are freed with the first of its users, while the others go on using them.',
  rule: 'metadata agrees',
  goesWrongIn: 'free',
  shortest: 3,
  Allocator: ShareCountsFirstPage,
};
