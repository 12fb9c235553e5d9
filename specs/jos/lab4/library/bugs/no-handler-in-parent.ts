import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

const { ENV_RUNNABLE } = josAbi;

class NoHandlerInParent extends jos.JosLibrary {
  override *fork(): Helper<number> {
    const child = yield jos.sysExofork();
    if (child <= 0) return child;
    yield* this.sharePages(child);
    yield* this.prepareFaults(child);
    yield jos.sysEnvSetStatus(child, ENV_RUNNABLE);
    return child;
  }
}

export const noHandlerInParent: LibraryBug = {
  id: 'lib-22',
  title: 'sets no handler of page faults in the parent',
  story:
    'The child gets its upcall, and set_pgfault_handler is forgotten: the parent looks as before. But its pages are copy-on-write, too, and its next store ends it.',
  breaks: ['somebody handles the faults'],
  goesWrongIn: 'fork',
  Library: NoHandlerInParent,
};
