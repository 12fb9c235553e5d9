import { endAccepted } from '../../faults/heap-address.ts';
import type { WeensyBug } from '../weensy-bug.ts';

export const takesTheEnd: WeensyBug = {
  id: 'weensyos-16',
  title: 'page_alloc takes the first address beyond virtual memory',
  story:
    '`>` where `>=` is meant. The page is mapped where no loop over virtual memory finds it, and so is never ' +
    'freed. Tests that try one page further up do not notice.',
  caughtBy: 'model',
  file: 'specs/faults/heap-address.ts',
  Kernel: endAccepted.Kernel,
};
