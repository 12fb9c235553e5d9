/** A fault: one fact of WeensyOS's rules broken, everything else as it is. The comparison with recordings must tell. */
import type { Executable } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import { CONFIGURATIONS, type RecordingName } from '../recordings/recorded/configurations.ts';

export interface Fault {
  /** The fault as a deed, `freeing the root first`: titles go on with what notices it. */
  readonly name: string;
  /** What is broken. */
  readonly sentence: string;
  /** The kernel that breaks it, by overriding a single method; the true kernel if a program breaks it. */
  readonly Kernel: typeof WeensyKernel;
  /** Programs that break it, in place of those recorded. */
  readonly programs?: Partial<Record<RecordingName, readonly Executable[]>>;
}

/** Nothing broken: what the faults are told apart from. */
export const control: Fault = { name: 'breaking nothing', sentence: 'No fact is broken.', Kernel: WeensyKernel };

/** A fresh kernel with `fault` in the configuration of a recording. */
export const faultyKernel = ({ Kernel, programs }: Fault, recording: RecordingName): WeensyKernel =>
  new Kernel({ ...CONFIGURATIONS[recording], ...(programs && { programs: programs[recording] ?? [] }) });
