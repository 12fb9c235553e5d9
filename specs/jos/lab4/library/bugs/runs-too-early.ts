import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { LibraryBug } from '../bug.ts';
import type { Helper } from '../running.ts';

const { ENV_RUNNABLE } = josAbi;

class RunsTooEarly extends jos.JosLibrary {
  override *sharePages(child: number): Helper<void> {
    yield jos.sysEnvSetStatus(child, ENV_RUNNABLE);
    yield* super.sharePages(child);
  }
}

export const runsTooEarly: LibraryBug = {
  id: 'lib-18',
  title: 'lets the child run before it has its memory',
  story:
    'sys_env_set_status stands next to sys_exofork, where it reads well. A tick in the middle of the loop, and the child runs with half of its pages.',
  breaks: ['a child has what its parent has', 'somebody handles the faults'],
  goesWrongIn: 'fork',
  Library: RunsTooEarly,
};
