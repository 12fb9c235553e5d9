/** The trial that makes the programs of a scenario, of what is named: nothing of it is in a file. */
import { type ScenarioRun, type Trial, trialOf, trialOfLibrary } from '../../specs/specs.ts';
import { UsageError } from '../boot/usage-error.ts';
import { classNamed, libraryNamed } from '../kernels/named-kernels.ts';

/** That of the kernel or the library of `run`. Throws a UsageError for one that cannot be tried. */
export const trialNamed = async ({ kernel, library, options = {} }: ScenarioRun): Promise<Trial<unknown>> => {
  if (library !== undefined) return trialOfLibrary({ library: await libraryNamed(library) }).trial;
  const chosen = trialOf(await classNamed(kernel, options.lab as string | undefined));
  if (chosen === null) throw new UsageError(`${kernel} is no kernel that can be tried`);
  return chosen.trial;
};
