/**
 * What differs between the places where Ringfence shows runs: a command line opens files, and limits how long code of the user's own may take; a
 * page does neither.
 */
import type { Executable } from '../hardware/hardware.ts';
import { UsageError } from './boot/usage-error.ts';

export interface Host {
  /**
   * A kernel of class `Own`, which is `Base` or extends it, not yet booted. Throws a UsageError for parameters that `Base` refuses, and what a
   * constructor throws that fails besides.
   */
  construct<Parameters, Kernel extends object>(
    Own: new (parameters: Parameters) => Kernel,
    Base: new (parameters: Parameters) => object,
    parameters: Parameters,
  ): Kernel;
  /** The program of WeensyOS in the file at `path`. Throws a UsageError. */
  loadProgram(path: string): Promise<Executable>;
  /** The program of JOS in the file at `path`. Throws a UsageError. */
  loadJosProgram(path: string): Promise<Executable>;
}

const refuse = (path: string): never => {
  throw new UsageError(`${path}: there are no files here: ringfence step on a command line opens it`);
};

/** Where there is only what comes with Ringfence. */
export const WITHOUT_FILES: Host = {
  construct: (Own, _Base, parameters) => {
    try {
      return new Own(parameters);
    } catch (error) {
      if (error instanceof RangeError) throw new UsageError(error.message);
      throw error;
    }
  },
  loadProgram: async (path) => refuse(path),
  loadJosProgram: async (path) => refuse(path),
};
