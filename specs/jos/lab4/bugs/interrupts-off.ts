import { trapframe } from '../../../../hardware/hardware.ts';
import { type Env, JosLab4 } from '../../../../kernel/kernel.ts';
import type { Lab4Bug } from '../bug.ts';

class InterruptsOff extends JosLab4 {
  override initRegisters(env: Env): void {
    super.initRegisters(env);
    env.setRegister(trapframe.TF_EFLAGS, 0);
  }
}

export const interruptsOff: Lab4Bug = {
  id: 'env-14',
  title: 'starts programs with interrupts off',
  story: 'env_alloc does not set FL_IF, as in lab 3: a program that never yields keeps the CPU for ever.',
  breaks: ['runnable is complete'],
  goesWrongIn: 'boot',
  Kernel: InterruptsOff,
};
