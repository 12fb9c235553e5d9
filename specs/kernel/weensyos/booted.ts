/** Kernels with small programs, booted and run, for specs. */
import type { Executable } from '../../../hardware/hardware.ts';
import type { Program } from '../../../hardware/operation.ts';
import { WeensyKernel, type WeensyParameters } from '../../../kernel/kernel.ts';
import { defineProgram, defineScript, type ProgramOptions, type Step } from '../../../userland/userland.ts';

/** A page of bss at 0x101000, so that a heap can start at 0x102000. */
export const BSS = 0x101000;
export const HEAP = 0x102000;
const BSS_BYTES = 4096;

/** A program whose only entry is `main`, with a page of bss. */
export const programOf = (main: () => Program): Executable => programWith({ main });

/** A program of several entries, the first of which starts it, with a page of bss. */
export const programWith = (entries: ProgramOptions['entries']): Executable =>
  defineProgram({ name: 'program', entries, bssSize: BSS_BYTES });

export const scriptOf = (steps: readonly Step[]): Executable =>
  defineScript({ name: 'script', bssSize: BSS_BYTES }, steps);

/** A booted kernel. */
export const boot = (programs: readonly Executable[], parameters: Partial<WeensyParameters> = {}): WeensyKernel => {
  const kernel = new WeensyKernel({ programs, ...parameters });
  kernel.boot();
  return kernel;
};

/** A kernel that ran until nothing could run, it stopped, or `operations` were done. */
export const ran = (
  programs: readonly Executable[],
  parameters: Partial<WeensyParameters> = {},
  operations = 100_000,
): WeensyKernel => {
  const kernel = boot(programs, parameters);
  kernel.machine.run(operations);
  return kernel;
};

/** Whether two runs of words are equal. Comparing them as the test library does takes a second. */
export const sameWords = (a: Int32Array, b: Int32Array): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

/** The text of the console's rows, without blanks at their ends. */
export const consoleRows = ({ machine }: WeensyKernel): string[] => {
  const cells = new Uint16Array(machine.memory.words.buffer, 0xb8000, 2000);
  return Array.from({ length: 25 }, (_, row) =>
    String.fromCharCode(...cells.subarray(row * 80, row * 80 + 80).map((cell) => cell & 0xff)).trimEnd(),
  );
};
