/** Runs of programs that were opened: on a kernel of some kind, as often as one likes. */
import { choicesOf, type Executable, type Oracle } from '../../hardware/hardware.ts';
import { MachinePlaying, type ProgramsRun, type MomentRun as Run } from '../../specs/specs.ts';
import { carriedBoot } from '../boot/carried-boot.ts';
import type { Values } from '../boot/values.ts';
import type { Kind } from '../kernels/kind.ts';
import type { Opened } from './opened-run.ts';

/** A run of `programs`, which `run` names, on a kernel of that kind. */
export const programsOn = (kind: Kind, run: ProgramsRun, programs: readonly Executable[]): Opened => {
  const values: Values = { ...run.boot, kernel: run.kernel };
  const make: Opened['make'] = (prepare) => {
    const system = kind.make(values, programs, steeringOf(run));
    prepare?.(system);
    const begin = (): void => system.kernel.boot();
    return { system, playing: new MachinePlaying(system.kernel, { begin, keys: run.keys ?? [] }) };
  };
  return { run: withOracle(run, programs), moment: null, kind, programs, trial: null, values, make };
};

/** The oracle that `run` says; undefined where it says none, and that of the programs answers. */
export const steeringOf = (run: Run): Oracle | undefined => {
  if (run.what !== 'programs' || run.oracle === undefined) return undefined;
  const { asked, choices, seed } = run.oracle;
  return choicesOf(asked, choices, seed);
};

/** What programs carry of an oracle is part of the run. */
const withOracle = (run: ProgramsRun, programs: readonly Executable[]): ProgramsRun => {
  const { oracle } = carriedBoot(programs);
  return run.oracle !== undefined || oracle === null ? run : { ...run, oracle };
};
