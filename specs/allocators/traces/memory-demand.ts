/** How much memory a trace needs: pages in use after each operation, as if no block shared a page with another. */
import { PAGE_SIZE } from '../../../hardware/hardware.ts';
import { FREE, pagesOf, type Trace } from './allocation-trace.ts';

/** Pages in use after each operation of `trace`, with blocks rounded up to whole pages of `bytesPerPage` bytes. */
export const demandOf = ({ kinds, ids, bytes, blocks }: Trace, bytesPerPage: number = PAGE_SIZE): Float64Array => {
  const held = new Float64Array(blocks);
  const demand = new Float64Array(kinds.length);
  let pages = 0;
  for (const [i, kind] of kinds.entries()) {
    const id = ids[i];
    const now = kind === FREE ? 0 : pagesOf(bytes[i], bytesPerPage);
    pages += now - held[id];
    held[id] = now;
    demand[i] = pages;
  }
  return demand;
};

/** The most pages that are in use at once, with blocks rounded up to whole pages of `bytesPerPage` bytes. */
export const peakOf = (trace: Trace, bytesPerPage: number = PAGE_SIZE): number =>
  demandOf(trace, bytesPerPage).reduce((most, pages) => Math.max(most, pages), 0);
