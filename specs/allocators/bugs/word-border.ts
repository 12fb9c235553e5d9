import { WORD_BITS } from '../../../kernel/allocators/bitmap.ts';
import { Bitmap } from '../../../kernel/kernel.ts';
import type { AllocatorBug } from '../bug.ts';

class WordBorder extends Bitmap {
  override take(page: number, count: number): void {
    super.take(page, Math.min(count, WORD_BITS - (page % WORD_BITS)));
  }
}

export const wordBorder: AllocatorBug = {
  id: 'alloc-word-border',
  title: 'a block that crosses a word is marked in its first word only',
  story:
    'The mask is shifted out of the word, and what is lost of it is not carried to the next. Blocks within 32 ' +
    'pages are right.',
  rule: 'metadata agrees',
  goesWrongIn: 'allocate',
  shortest: 1,
  Allocator: WordBorder,
};
