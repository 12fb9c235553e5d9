import type { WeensyBug } from '../bug.ts';
import { endAccepted } from '../faults/heap-address.ts';

export const takesTheEnd: WeensyBug = {
  id: 'weensyos-16',
  title: 'page_alloc takes the first address beyond virtual memory',
  story:
    '`>` where `>=` is meant. The page is mapped where no loop over virtual memory finds it, and so is never ' +
    'freed. Tests that try one page further up do not notice.',
  caughtBy: 'model',
  goesWrongIn: 'page_alloc',
  file: 'specs/weensyos/faults/heap-address.ts',
  Kernel: endAccepted.Kernel,
};
