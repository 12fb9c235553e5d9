/** Scenarios of trials of what comes with Ringfence. */
import { type ScenarioRun, trialOf, trialOfLibrary } from '../../specs/specs.ts';
import { UsageError } from '../boot/usage-error.ts';
import type { Kind } from '../kernels/kind.ts';
import { classNamed, libraryNamed } from '../kernels/named.ts';
import type { Opened } from './made.ts';
import { scenarioOn } from './opened-scenario.ts';

/** The run of a scenario; `kindNamed` gives the kind of the kernel that it names. Throws a UsageError for names that mean nothing. */
export const scenarioNamed = async (
  run: ScenarioRun,
  kindNamed: (name: string | undefined, lab: string | undefined) => Promise<Kind>,
): Promise<Opened> => {
  const { kernel, library, options = {} } = run;
  const lab = options.lab as string | undefined;
  if (library !== undefined) {
    const { trial } = trialOfLibrary({ library: await libraryNamed(library) });
    return scenarioOn(await kindNamed('jos', undefined), trial, run);
  }
  const chosen = trialOf(await classNamed(kernel, lab));
  if (chosen === null) throw new UsageError(`${kernel} is no kernel that can be tried`);
  return scenarioOn(await kindNamed(kernel, lab), chosen.trial, run);
};
