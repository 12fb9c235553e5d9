import { type Env, JosLab4, josAbi } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class TwoAreRunning extends JosLab4 {
  override envRun(env: Env): void {
    const before = this.curenv;
    const status = before?.status ?? josAbi.ENV_FREE;
    super.envRun(env);
    if (before !== null && before.address !== env.address && status === josAbi.ENV_RUNNING) before.status = status;
  }
}

export const twoAreRunning: Lab4Bug = {
  id: 'env-15',
  title: 'leaves the old environment running',
  story:
    'env_run does not make the environment that ran before runnable again: nobody ever schedules it, and it is lost.',
  breaks: ['the table of environments is in order'],
  goesWrongIn: 'tick or sys_yield',
  Kernel: TwoAreRunning,
};
