import type { Invariant } from '../invariant.ts';

export const freeListEnds: Invariant = {
  name: 'free list ends',
  sentence: 'The free list leads through descriptors of pages, no page twice, to a null link.',
  why: 'In a circle, or through what is no descriptor, page_alloc gives the same page again and again, or memory that is none.',
  violations: ({ view, freeList }) => {
    const { pages } = view;
    const seen = new Uint8Array(pages);
    let passed = 0;
    for (const page of freeList) {
      const isPage = Number.isInteger(page) && page >= 0 && page < pages;
      if (!isPage) return [{ expected: 'a descriptor', found: `a link to what would be that of page ${page}` }];
      if (seen[page]) return [{ page, expected: 'once on the list', found: `twice, after ${passed} pages` }];
      seen[page] = 1;
      passed++;
    }
    return [];
  },
};
