import { JosLab4, josAbi, memlayout } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class ParentKeepsWriting extends JosLab4 {
  override sysPageMap(sourceId: number, source: number, targetId: number, target: number, perm: number): number {
    const isThere = sourceId === targetId && source === target;
    const result = super.sysPageMap(
      sourceId,
      source,
      targetId,
      target,
      isThere ? memlayout.PTE_U | memlayout.PTE_P | memlayout.PTE_W : perm,
    );
    return isThere && result === -josAbi.E_INVAL ? 0 : result;
  }
}

export const parentKeepsWriting: Lab4Bug = {
  id: 'env-23',
  title: 'leaves the rights of a page that is mapped again',
  story:
    'sys_page_map of a page to where it is already returns early: after fork the parent still writes the pages that its child has for copy-on-write.',
  breaks: ['model'],
  goesWrongIn: 'sys_page_map',
  Kernel: ParentKeepsWriting,
};
