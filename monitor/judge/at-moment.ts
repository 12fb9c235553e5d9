/** `judge --moment`: the dumps up to the one that a moment is of. */
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values } from '../../presentation/boot/values.ts';
import type { DumpsRun } from '../../specs/judging-dumps.ts';
import { tellOfMoment } from '../moments/given-moments.ts';
import { open } from '../moments/opened-run.ts';
import { dumpFiles } from './dump-file.ts';
import { besideOf, type JudgedSeries, judgedSeries, kindAsked } from './judged-dumps.ts';

/** Files that are not where they were are named anew by `names` and `values`. Throws a UsageError for a moment of anything else. */
export const judgedToMoment = async (
  names: readonly string[],
  values: Values,
): Promise<{ readonly run: DumpsRun; readonly judged: JudgedSeries }> => {
  const opened = await open(names, values);
  const { run, moment } = opened;
  if (run.what !== 'dumps')
    throw new UsageError('--moment: it is of a run of a model, and of no dumps: ringfence check judges it');
  tellOfMoment(opened);
  const files = dumpFiles(run.dumps).slice(0, (moment?.step ?? 0) + 1);
  const beside = besideOf({ ...run }, files);
  const kind = await kindAsked(beside, textOf({ ...run }, 'kernel'));
  return { run, judged: await judgedSeries(files, kind, beside, files.length > 1) };
};
