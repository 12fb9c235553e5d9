import { type Env, JosLab4, josAbi } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class ChildStartsAtOnce extends JosLab4 {
  override sysExofork(env: Env): number {
    const id = super.sysExofork(env);
    const child = id > 0 ? this.envid2env(id, true) : null;
    if (child !== null) child.status = josAbi.ENV_RUNNABLE;
    return id;
  }
}

export const childStartsAtOnce: Lab4Bug = {
  id: 'env-12',
  title: 'lets a child run before it has memory',
  story:
    'sys_exofork leaves the child as env_alloc made it, runnable; whether it dies at its first fetch depends on the timer.',
  breaks: ['model'],
  goesWrongIn: 'sys_exofork',
  Kernel: ChildStartsAtOnce,
};
