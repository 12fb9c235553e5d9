import { type Env, JosLab4, josAbi } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class ChildGetsParentsResult extends JosLab4 {
  override sysExofork(env: Env): number {
    const child = this.envAlloc(env.id);
    if (typeof child === 'number') return child;
    child.status = josAbi.ENV_NOT_RUNNABLE;
    this.copyRegisters(child, env);
    return child.id;
  }
}

export const childGetsParentsResult: Lab4Bug = {
  id: 'env-13',
  title: 'leaves the parent’s eax in the child',
  story: 'sys_exofork copies the registers and does not set eax to 0: the child, too, takes itself for the parent.',
  breaks: ['model'],
  goesWrongIn: 'sys_exofork',
  Kernel: ChildGetsParentsResult,
};
