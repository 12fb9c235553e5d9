/** What must hold of pages and who maps them, in any abstract kernel. */
import type { StateProperty } from '../transition-system.ts';
import type { PagesLayout } from './pages-layout.ts';

export const countsAreExact = (layout: PagesLayout): StateProperty => {
  const { pages, processes, addresses } = layout.scope;
  const counted = new Int32Array(pages);
  return {
    name: 'exact reference count',
    sentence: 'Each page counts who maps it.',
    holds: (state) => {
      counted.fill(0);
      for (let process = 0; process < processes; process++)
        for (let address = 0; address < addresses; address++) {
          const page = layout.pageAt(state, process, address);
          if (page >= 0) counted[page]++;
        }
      for (let page = 0; page < pages; page++) if (layout.countOf(state, page) !== counted[page]) return false;
      return true;
    },
  };
};

export const usedIsCounted = (layout: PagesLayout): StateProperty => ({
  name: 'nothing leaks',
  sentence: 'A page is used if and only if it is counted.',
  holds: (state) => {
    const used = layout.packing.get(state, layout.used);
    for (let page = 0; page < layout.scope.pages; page++)
      if (((used >>> page) & 1) !== Math.sign(layout.countOf(state, page))) return false;
    return true;
  },
});
