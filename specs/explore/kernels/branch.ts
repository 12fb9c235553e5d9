/** A kernel whose run branches: it is taken a step from here and put back, as often as one likes. */
import type { Machine, Mark } from '../../../hardware/hardware.ts';
import type { Watched } from '../../../kernel/kernel.ts';
import { fieldsOf, type KernelFields, putFields } from '../../judge/kernel-fields.ts';
import type { PageForms } from './page-forms.ts';

/** A state to go back to, as long as no state before it was gone back to. */
export interface BranchMark {
  readonly machine: Mark;
  readonly forms: number;
  readonly fields: KernelFields | null;
  readonly errors: number;
}

export class Branch {
  private readonly kernel: Watched;
  private readonly machine: Machine;
  private readonly forms: PageForms;
  /** Whether the kernel keeps something in fields of its own, which the machine does not know. */
  private readonly hasFields: boolean;

  /** Of `kernel`, of whose pages `forms` keeps what they hold. `hasFields` tells whether it keeps state in fields of its object. */
  constructor(kernel: Watched, forms: PageForms, hasFields: boolean) {
    this.kernel = kernel;
    this.machine = kernel.machine;
    this.forms = forms;
    this.hasFields = hasFields;
  }

  mark(): BranchMark {
    const { machine, forms, kernel } = this;
    return {
      machine: machine.mark(),
      forms: forms.mark,
      fields: this.hasFields ? fieldsOf(kernel) : null,
      errors: machine.execution.programErrors.length,
    };
  }

  /** Tells whoever keeps what pages hold which of them changed since `mark`. To be called once for each step from there. */
  note(mark: BranchMark): void {
    this.machine.memory.changedSince(mark.machine.journal, this.forms.changed);
  }

  /** Everything is again as it was at `mark`, which stays good. */
  undo(mark: BranchMark): void {
    const { machine, forms, kernel } = this;
    machine.undo(mark.machine);
    machine.execution.halt = null;
    machine.execution.programErrors.length = mark.errors;
    forms.undo(mark.forms);
    if (mark.fields !== null) putFields(kernel, mark.fields);
  }
}
