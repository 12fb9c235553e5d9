/** Each operation on a kernel held to what exploring holds it to: it does what its contract says, and changes nobody else's memory. */
import { counter, type Machine, operation } from '../../hardware/hardware.ts';
import type { WeensyKernel } from '../../kernel/kernel.ts';
import type { PageForms } from '../explore/kernels/page-forms.ts';
import { Spaces } from '../explore/kernels/spaces.ts';
import { PROGRAM_PAGES, weensyForms } from '../explore/kernels/weensyos/forms.ts';
import { WeensySteps } from '../explore/kernels/weensyos/steps.ts';
import { ModelBroken } from '../judge/model-broken.ts';

export class Refinement {
  private readonly machine: Machine;
  private readonly forms: PageForms;
  private readonly steps: WeensySteps;
  private journal = 0;
  private ticks = 0;

  /** Of `kernel`, which has booted. */
  constructor(kernel: WeensyKernel) {
    this.machine = kernel.machine;
    this.forms = weensyForms(kernel);
    this.steps = new WeensySteps(kernel.view, kernel.machine, new Spaces(this.forms, PROGRAM_PAGES), PROGRAM_PAGES);
  }

  /** To be called before each operation. */
  depart(): void {
    const { machine } = this;
    this.journal = machine.memory.mark();
    this.forms.mark();
    this.ticks = machine.counters[counter.INTERRUPTS];
    this.steps.depart();
  }

  /** To be called after it, on a machine that did not stop; an allocation was made to fail meanwhile if `isDenied`. Throws ModelBroken. */
  check(isDenied: boolean): void {
    const { machine, steps } = this;
    machine.memory.changedSince(this.journal, this.forms.changed);
    const isTick = machine.counters[counter.INTERRUPTS] > this.ticks;
    const wrong = isTick ? steps.wrongTick() : steps.wrong(operation.slot, isDenied);
    if (wrong === null) return;
    const { name, place, expected, found } = wrong;
    throw new ModelBroken(`${name}: ${place}: expected ${expected}; found ${found}`);
  }
}
