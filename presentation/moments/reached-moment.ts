/** A moment of a run that was reached, and what was learned on the way. */
import type { SpaceView } from '../../kernel/kernel.ts';
import type { PageHistory, ProcessHistory } from '../../specs/specs.ts';
import { UsageError } from '../boot/usage-error.ts';
import { textOf, type Values } from '../boot/values.ts';
import { processLabels, processNamed } from '../drawing/owner.ts';
import type { Kernel, System } from '../kernels/kind.ts';
import type { Opened } from './opened-run.ts';

export interface Reached {
  readonly opened: Opened;
  /** Steps taken. */
  readonly step: number;
  readonly system: System;
  readonly kernel: Kernel;
  /** Events passed: fewer than asked for if nothing could run any more. */
  readonly event: number;
  /** The same as text. */
  readonly moment: string;
  /** What was written so far by a kernel that prints what it says. */
  readonly text: string;
  /** When it is, as a sentence has it: `after event 20`. */
  readonly when: string;
  /** Where the value came from that stopped the kernel, if it is somebody's own and stopped before. */
  readonly origin: readonly string[];
}

/** The same, of a run that was watched on the way: the lives of pages and processes are known. */
export interface Watched extends Reached {
  readonly pages: PageHistory;
  readonly processes: ProcessHistory;
}

/** Whose tables `--pid` asks for: a process that is there, the first if it is not given; 0 is the kernel. Throws a UsageError that lists them. */
export const spaceOf = ({ kernel: { view }, when }: Reached, values: Values): SpaceView => {
  const asked = textOf(values, 'pid');
  const found = asked === undefined ? view.processes?.()[0] : processNamed(view, asked);
  if (found !== undefined) return found;
  if (asked === '0' || view.processes === undefined) return { pid: 0, name: 'kernel', root: view.kernelRoot };
  const which =
    asked === undefined ? `${when} there is no process` : `--pid ${asked}: ${when} there is no such process`;
  throw new UsageError(`${which}; there are ${processLabels(view)}, and 0, the kernel`);
};
