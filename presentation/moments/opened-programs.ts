/** Runs of programs that were opened: on a kernel of some kind, as often as one likes. */
import { choicesOf, type Executable } from '../../hardware/hardware.ts';
import { MachinePlaying, type ProgramsRun } from '../../specs/specs.ts';
import { carriedBoot } from '../boot/carried-boot.ts';
import type { Values } from '../boot/values.ts';
import type { Kind } from '../kernels/kind.ts';
import type { Opened } from './made.ts';

/** A run of `programs`, which `run` names, on a kernel of that kind. */
export const programsOn = (kind: Kind, run: ProgramsRun, programs: readonly Executable[]): Opened => {
  const values: Values = { ...run.boot, kernel: run.kernel };
  const make: Opened['make'] = (prepare) => {
    const oracle = run.oracle && choicesOf(run.oracle.asked, run.oracle.choices, run.oracle.seed);
    const system = kind.make(values, programs, oracle);
    prepare?.(system);
    const begin = (): void => system.kernel.boot();
    return { system, playing: new MachinePlaying(system.kernel, { begin, keys: run.keys ?? [] }) };
  };
  return { run: withOracle(run, programs), moment: null, kind, programs, trial: null, values, make };
};

/** What programs carry of an oracle is part of the run. */
const withOracle = (run: ProgramsRun, programs: readonly Executable[]): ProgramsRun => {
  const { oracle } = carriedBoot(programs);
  return run.oracle !== undefined || oracle === null ? run : { ...run, oracle };
};
