/** Scenarios of trials that were opened: of a kernel, or of a library of lab 4. */
import { Halt } from '../../hardware/hardware.ts';
import { type Opened, scenarioOn } from '../../presentation/presentation.ts';
import type { Moment, ScenarioRun, Trial } from '../../specs/specs.ts';
import { trialAsked } from '../check/trial-asked.ts';
import { kindAsked } from '../kernels/asked-kernel.ts';
import { Mistake, placeOfCause } from '../limits/mistake.ts';
import { limited } from '../limits/watchdog.ts';

const PATIENCE_SECONDS = 10;

/** The run of a scenario. Throws a UsageError, and what stops the boot with which its trial begins. */
export const openedScenario = async (run: ScenarioRun, moment: Moment | null): Promise<Opened> => {
  const { kernel, library, options = {} } = run;
  const kind = await kindAsked({ kernel: library === undefined ? kernel : 'jos', lab: options.lab });
  const trial = await trialFor(run);
  return { ...scenarioOn(kind, trial, run), moment };
};

const trialFor = async ({ kernel, library, options = {}, programs }: ScenarioRun): Promise<Trial<unknown>> => {
  const named = { ...(kernel !== undefined && { kernel }), ...(library !== undefined && { library }) };
  const program = programs?.[0];
  const asked = { ...named, ...textsIn(options), ...(program !== undefined && { program }) };
  const chosen = await trialAsked(asked, limited(PATIENCE_SECONDS));
  if ('error' in chosen) throw stoppedBoot(chosen.error);
  return chosen.trial as Trial<unknown>;
};

/** A kernel that stops in the boot with which its trial begins cannot be gone through further: that is its mistake. */
const stoppedBoot = (error: Error): Error =>
  error instanceof Halt ? new Mistake(`the kernel stops in its boot: ${error.message}`, placeOfCause(error)) : error;

const textsIn = (options: NonNullable<ScenarioRun['options']>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(options).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
