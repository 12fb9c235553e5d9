import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

class NeverRuns extends jos.JosLibrary {
  override *fork(): Helper<number> {
    yield* this.setPgfaultHandler(this.pgfault);
    const child = yield jos.sysExofork();
    if (child <= 0) return child;
    yield* this.sharePages(child);
    yield* this.prepareFaults(child);
    return child;
  }
}

export const neverRuns: LibraryBug = {
  id: 'lib-12',
  title: 'never makes the child runnable',
  story:
    'The last call of fork is forgotten. The child stays where sys_exofork made it, and whoever waits for it waits for ever.',
  breaks: ['a child can run'],
  goesWrongIn: 'fork',
  Library: NeverRuns,
};
