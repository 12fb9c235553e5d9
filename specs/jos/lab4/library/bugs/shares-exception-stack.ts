import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

const { PGNUM, UXSTACKTOP } = josAbi;

class SharesExceptionStack extends jos.JosLibrary {
  override *prepareFaults(child: number): Helper<void> {
    yield* this.duppage(child, PGNUM(UXSTACKTOP) - 1);
    const entry = yield jos.addressOf(this.pgfault);
    yield jos.sysEnvSetPgfaultUpcall(child, entry);
  }
}

export const sharesExceptionStack: LibraryBug = {
  id: 'lib-08',
  title: 'shares the exception stack like any other page',
  story:
    'The loop goes up to UTOP and makes the exception stack copy-on-write, too. The kernel cannot push the frame of the fault that would copy it, and ends the environment.',
  breaks: ['the exception stack is private'],
  goesWrongIn: 'fork',
  Library: SharesExceptionStack,
};
