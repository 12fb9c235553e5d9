/** Runs of scenarios of a trial. */
import type { ScenarioRun, Trial } from '../../specs/specs.ts';
import { UsageError } from '../boot/usage-error.ts';
import type { Kind, System } from '../kernels/kind.ts';
import type { Opened } from './opened-run.ts';

/** The run of a scenario of `trial` on a kernel of that kind. Throws a UsageError for one that is no scenario of it. */
export const scenarioOn = (kind: Kind, trial: Trial<unknown>, run: ScenarioRun): Opened => {
  const { kernel, library, options = {} } = run;
  const scenario = decoded(trial, run);
  const make: Opened['make'] = (prepare) => {
    const systems: System[] = [];
    const playing = trial.playing?.(scenario, (watched) => {
      systems.push(kind.around(watched as System['kernel']));
      prepare?.(systems[0]);
    });
    if (playing === undefined) throw new UsageError('a moment of this kind of run cannot be gone through');
    return { playing, system: systems[0] ?? null };
  };
  return { run, moment: null, kind, programs: null, trial, values: { ...options, kernel, library }, make };
};

/** The scenario of `run`. Throws a UsageError for one that is no scenario of its kernel. */
const decoded = (trial: Trial<unknown>, { kernel, library, scenario }: ScenarioRun): unknown => {
  try {
    return trial.decode(scenario);
  } catch (problem) {
    const of = kernel ?? library ?? 'WeensyOS';
    throw new UsageError(
      `this is no scenario of ${of} (${(problem as Error).message}): if it was kept of another kernel, name that with --kernel, and with --lab 2 if it is that`,
    );
  }
};
