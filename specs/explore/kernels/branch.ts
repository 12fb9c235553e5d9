/** A kernel whose run branches: it is taken a step from here and put back, as often as one likes. */
import type { Machine, Mark } from '../../../hardware/hardware.ts';
import type { Watched } from '../../../kernel/kernel.ts';
import { fieldsOf, type KernelFields, putFields } from '../../judge/kernel-fields.ts';
import type { Spaces } from './spaces.ts';

/** What a machine does not know of, and has to be put back with it. */
export interface Beside {
  keep(): unknown;
  put(kept: unknown): void;
}

/** A state to go back to, as long as no state before it was gone back to. */
export interface BranchMark {
  readonly machine: Mark;
  readonly forms: number;
  readonly spaces: number;
  readonly beside: unknown;
  readonly errors: number;
}

export class Branch {
  private readonly machine: Machine;
  private readonly spaces: Spaces;
  private readonly beside: Beside | null;

  /** Of `machine`, of which `spaces` keeps what pages hold, and of what there is `beside` it. */
  constructor(machine: Machine, spaces: Spaces, beside: Beside | null) {
    this.machine = machine;
    this.spaces = spaces;
    this.beside = beside;
  }

  mark(): BranchMark {
    const { machine, spaces, beside } = this;
    const errors = machine.execution.programErrors.length;
    const forms = spaces.forms.mark();
    return { machine: machine.mark(), forms, spaces: spaces.mark(), beside: beside?.keep(), errors };
  }

  /** Tells whoever keeps what pages hold which of them changed since `mark`. To be called once for each step from there. */
  note(mark: BranchMark): void {
    this.machine.memory.changedSince(mark.machine.journal, this.spaces.forms.changed);
  }

  /** Everything is again as it was at `mark`, which stays good. */
  undo(mark: BranchMark): void {
    const { machine, spaces, beside } = this;
    machine.undo(mark.machine);
    machine.execution.halt = null;
    const { programErrors } = machine.execution;
    // To set a length takes the host longer than to look at it.
    if (programErrors.length > mark.errors) programErrors.length = mark.errors;
    spaces.forms.undo(mark.forms);
    spaces.undo(mark.spaces);
    beside?.put(mark.beside);
  }
}

/** What `kernel` keeps in fields of its own object; null if these are no others than those of `usual`, a kernel that keeps nothing there. */
export const fieldsBeside = (kernel: Watched, usual: object): Beside | null => {
  const known = new Set(Object.keys(usual));
  if (Object.keys(kernel).every((name) => known.has(name))) return null;
  return { keep: () => fieldsOf(kernel), put: (kept) => putFields(kernel, kept as KernelFields) };
};
