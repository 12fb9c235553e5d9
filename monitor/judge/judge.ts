/** `ringfence judge`: dumps of a real kernel's memory, judged: what is wrong, since which, what led there, and which mistakes do that. */
import {
  type Beside,
  type Diagnosis,
  type DumpKind,
  DumpSeries,
  type FirstWrong,
  isWrong,
  type Judgement,
  judgeDump,
  kindOf,
  mistakesShown,
  UnusableDump,
} from '../../specs/judging-dumps.ts';
import { parseWords, textOf, type Values } from '../command-line/options.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { printLines } from '../command-line/width.ts';
import { layoutOf, noteBeside, refusal, registersBeside, registersIn, symbolsIn, titleOf } from './beside.ts';
import { dumpFiles, loaded } from './dump-file.ts';
import { type DumpTold, JUDGE } from './json.ts';
import { judgementLines } from './report.ts';
import { causeLines, seriesLines, storyLines } from './series-report.ts';
import { toldOf, unusableTold } from './told.ts';

export const JUDGE_OPTIONS = {
  symbols: { type: 'string' },
  kernel: { type: 'string' },
  registers: { type: 'string' },
  layout: { type: 'string', multiple: true },
  picture: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Returns 1 if anything is wrong in any of the dumps. */
export const judge = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('judge', words, JUDGE_OPTIONS);
  const files = dumpFiles(given(positionals));
  const beside = besideOf(values, files);
  const kind = await kindAsked(beside, textOf(values, 'kernel'));
  const { dumps, series } = await judgedSeries(files, kind, beside);
  const { first } = series;
  const shown = first ?? series.latest;
  const diagnosis = shown !== null && wantsDiagnosis(shown.judgement) ? await mistakesShown(shown.judgement) : null;
  const good = first?.lastGood ?? null;
  const event = good === null ? null : (dumps[good.index].next ?? dumps[good.index].note);
  const picture = textOf(values, 'picture');
  if (picture !== undefined && shown !== null) (await import('./picture.ts')).drawPicture(picture, shown.judgement);
  if (values.json === true) printJson(dumps, first, event, diagnosis);
  else printReport(files, dumps, series, event, diagnosis);
  return dumps.some((dump) => dump.isWrong) ? 1 : 0;
};

const given = (names: readonly string[]): readonly string[] => {
  if (names.length > 0) return names;
  throw new UsageError(
    'judge: expected a dump, or a folder of them, as in ringfence judge dump.bin --symbols obj/kernel.full',
  );
};

const besideOf = (values: Values, files: readonly string[]): Beside => {
  const symbols = textOf(values, 'symbols');
  if (symbols === undefined)
    throw new UsageError(
      'judge: --symbols is needed: the ELF file of the kernel (obj/kernel.full, obj/kern/kernel), or a file with what nm -n prints of it',
    );
  const registers = textOf(values, 'registers');
  if (registers !== undefined && files.length > 1)
    throw new UsageError(
      'judge: --registers are those of one dump; of a series they are read from the .txt beside each',
    );
  return {
    symbols: symbolsIn(symbols),
    given: layoutOf((values.layout ?? []) as readonly string[]),
    registers: registers === undefined ? null : registersIn(registers),
  };
};

const kindAsked = async ({ symbols }: Beside, asked: string | undefined): Promise<DumpKind> => {
  try {
    return await kindOf(symbols, asked);
  } catch (error) {
    throw error instanceof UnusableDump ? new UsageError(`judge: ${error.message}`) : error;
  }
};

/** Judges all, in their order. One that cannot be used is no reason to leave out the others; if it is the only one, there is nothing to say. */
const judgedSeries = async (
  files: readonly string[],
  kind: DumpKind,
  beside: Beside,
): Promise<{ readonly dumps: DumpTold[]; readonly series: DumpSeries }> => {
  const series = new DumpSeries(files.length > 1);
  const dumps: DumpTold[] = [];
  let refused: unknown = null;
  for (const file of files) {
    const note = noteBeside(file);
    try {
      const registers = beside.registers ?? registersBeside(note);
      const judgement = await judgeDump(kind, await loaded(file, kind), { ...beside, registers });
      series.take(dumps.length, titleOf(file), judgement);
      dumps.push(toldOf(file, note, judgement));
    } catch (error) {
      const refusing = refusal(`judge ${file}`, error);
      if (!(refusing instanceof UsageError)) throw error;
      refused ??= refusing;
      dumps.push(unusableTold(file, note, refusing.message.replace(`judge ${file}`, 'it').replace(/^it:/, '')));
    }
  }
  if (dumps.every(({ unusable }) => unusable !== null)) throw refused;
  return { dumps, series };
};

const printJson = (
  dumps: readonly DumpTold[],
  first: FirstWrong | null,
  event: string | null,
  diagnosis: Diagnosis | null,
): void => {
  const causes = (diagnosis?.causes ?? []).map(({ id, title, story, because, against }) => ({
    id,
    title,
    story,
    because,
    against,
  }));
  const told = {
    ...{ schema: JUDGE.id, dumps, firstWrong: first?.index ?? null, event, causes },
    ...{ changes: first?.changes ?? [], history: first?.history ?? [] },
  };
  process.stdout.write(`${JSON.stringify(told)}\n`);
};

const printReport = (
  files: readonly string[],
  dumps: readonly DumpTold[],
  { first, latest }: DumpSeries,
  event: string | null,
  diagnosis: Diagnosis | null,
): void => {
  const unusable = dumps.filter((dump) => dump.unusable !== null);
  const shown: { readonly title: string; readonly judgement: Judgement } | null =
    first === null ? latest : { title: titleOf(files[first.index]), judgement: first.judgement };
  printLines([
    ...(files.length > 1
      ? [...seriesLines(files.length, unusable.length, first, titleOf(files[first?.index ?? 0])), '']
      : []),
    ...unusable.map(({ file, unusable }) => `${titleOf(file)}: ${unusable}`),
    ...(shown === null ? [] : judgementLines(shown.title, shown.judgement)),
    ...(first === null ? [] : storyLines(first, event)),
    ...(diagnosis === null ? [] : causeLines(diagnosis)),
  ]);
};

/** Whether a mistake is to be looked for: something is wrong, or not as advised whatever the moment. */
const wantsDiagnosis = (judgement: Judgement): boolean =>
  isWrong(judgement) || judgement.findings.advice.some(({ unless }) => unless === null);
