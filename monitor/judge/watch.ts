/** `judge --watch`: a folder followed while a debugger fills it, up to the first dump in which something is wrong. */
import { join } from 'node:path';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values } from '../../presentation/boot/values.ts';
import { printLines } from '../command-line/width.ts';
import { Interruption } from '../limits/interruption.ts';
import { arriving } from './arriving-dumps.ts';
import { titleOf } from './beside.ts';
import { besideOf, type JudgedSeries, judgedSeries, kindAsked } from './judged-dumps.ts';

/** The dumps that have come up to the first in which something is wrong, the last of the script that takes them, or Ctrl-C; a line is printed for each. */
export const watchedSeries = (names: readonly string[], values: Values): Promise<JudgedSeries> => {
  const interruption = new Interruption();
  return interruption.during(() => watched(names, values, interruption));
};

const watched = async (names: readonly string[], values: Values, interruption: Interruption): Promise<JudgedSeries> => {
  const [folder] = names;
  if (names.length > 1 || values.json === true)
    throw new UsageError(
      `judge --watch: expected one folder, as in ringfence judge dumps --watch${values.json === true ? ', and no --json: it prints as dumps come' : ''}`,
    );
  const beside = besideOf(values, [join(folder, 'event-00000.bin')]);
  const kind = await kindAsked(beside, textOf(values, 'kernel'));
  const judged = await judgedSeries(arriving(folder, interruption), kind, beside, true, (dump) => {
    const comes = dump.next === null ? '' : `; next comes ${dump.next}`;
    printLines([
      `${titleOf(dump.file)}: ${dump.unusable ?? (dump.isWrong ? 'something is wrong' : `nothing is wrong${comes}`)}`,
    ]);
    return !dump.isWrong;
  });
  if (judged.dumps.length === 0) throw new UsageError(`judge ${folder} --watch: no dump has come`);
  printLines(['']);
  return judged;
};
