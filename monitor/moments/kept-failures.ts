/** Failures that were kept in files, as runs: what `check` keeps in `.ringfence/failures` and saves with `--save FILE.json`, and moments that `explore` saves. */
import { readFileSync } from 'node:fs';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values } from '../../presentation/boot/values.ts';
import type { ScenarioRun } from '../../specs/specs.ts';

/** Whether what the command line names is a failure that was kept. */
export const isFailure = ([name, ...others]: readonly string[]): boolean =>
  name !== undefined && others.length === 0 && name.endsWith('.json');

/** The text of the moment that is kept in the file at `path`; undefined if it keeps a scenario. Throws a UsageError for a file that is none. */
export const keptMoment = (path: string): string | undefined => {
  const { moment } = parsed(path);
  return typeof moment === 'string' ? moment : undefined;
};

/** The run of the scenario in the file at `path`, of the kernel that it was kept for unless `values` name another. Throws a UsageError. */
export const keptRun = (path: string, values: Values): ScenarioRun => {
  const { kernel, scenario } = parsed(path);
  if (scenario === undefined) throw new UsageError(`${path}: it is no failure that was kept: it has no scenario`);
  const [own, library] = [textOf(values, 'kernel'), textOf(values, 'library')];
  const named = own ?? (kernel === '' ? undefined : kernel);
  const lab = textOf(values, 'lab');
  return {
    what: 'scenario',
    ...(library === undefined ? named !== undefined && { kernel: named } : { library }),
    ...(lab !== undefined && { options: { lab } }),
    scenario,
  };
};

const parsed = (path: string): { readonly kernel?: string; readonly scenario?: unknown; readonly moment?: unknown } => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (problem) {
    const { code } = problem as NodeJS.ErrnoException;
    if (code !== undefined) throw new UsageError(`${path} cannot be read (${code})`);
    throw new UsageError(`${path}: it is no failure that was kept (${(problem as Error).message})`);
  }
};
