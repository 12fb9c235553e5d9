/** `ringfence judge`: dumps of a real kernel's memory, judged: what is wrong, since which, what led there, and which mistakes do that. */

import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values } from '../../presentation/boot/values.ts';
import {
  type Diagnosis,
  type DumpSeries,
  type DumpsRun,
  type FirstWrong,
  isWrong,
  type Judgement,
  mistakesShown,
} from '../../specs/judging-dumps.ts';
import { parseWords } from '../command-line/options.ts';
import { quoted } from '../command-line/shell.ts';
import { printLines } from '../command-line/width.ts';
import { gradeLines } from '../jos/grade-lines.ts';
import { refusal, titleOf } from './beside.ts';
import { dumpFiles, isElfFile } from './dump-file.ts';
import { type DumpTold, JUDGE } from './json.ts';
import { besideOf, type JudgedSeries, judgedSeries, kindAsked, type Ran } from './judged-dumps.ts';
import { BESIDE_OPTIONS, dumpsNamed, momentOfFirst } from './named-dumps.ts';
import { judgementLines } from './report.ts';
import { causeLines, runLines, seriesLines, sinceLines, storyLines } from './series-report.ts';

export const JUDGE_OPTIONS = {
  ...BESIDE_OPTIONS,
  kernel: { type: 'string' },
  picture: { type: 'string' },
  'gdb-script': { type: 'string' },
  watch: { type: 'boolean' },
  moment: { type: 'string' },
  qemu: { type: 'string' },
  image: { type: 'string' },
  reset: { type: 'boolean' },
  memory: { type: 'string' },
  until: { type: 'string' },
  dumps: { type: 'string' },
  grade: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Returns 1 if anything is wrong in any of the dumps. */
export const judge = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('judge', words, JUDGE_OPTIONS);
  if (values['gdb-script'] !== undefined) return printScript(values, positionals);
  if (values.moment !== undefined) {
    const { run, judged } = await (await import('./at-moment.ts')).judgedToMoment(positionals, values);
    return told(judged, values, run);
  }
  if (values.qemu !== undefined || values.image !== undefined)
    return toldOfRun(await ranSeries(values, positionals), values);
  if (values.grade === true) throw new UsageError(GRADED);
  if (values.dumps !== undefined) throw new UsageError(DUMPED);
  const names = given(positionals);
  const judged = values.watch === true ? await watched(names, values) : await seriesOf(names, values);
  return told(judged, values, dumpsNamed(names, values));
};

/** A kernel that runs: of JOS the file of the kernel is enough, and any disk is for QEMU. */
const ranSeries = async (values: Values, names: readonly string[]): Promise<JudgedSeries> => {
  const more = [
    ...names,
    ...['watch', 'registers'].filter((name) => values[name] !== undefined).map((name) => `--${name}`),
  ];
  if (values.qemu !== undefined && values.image !== undefined) more.push('one of --image and --qemu');
  if (more.length > 0) throw new UsageError(`judge: a kernel that runs is no dump: leave ${more.join(' and ')} out`);
  const image = textOf(values, 'image');
  const isHere = image !== undefined && isKernelFile(image);
  if (values.grade === true && !isHere) throw new UsageError(GRADED);
  if (image !== undefined && !isHere && values.symbols === undefined)
    throw new UsageError(
      `judge --image ${image}: that is no ELF file, as the kernel of JOS is (obj/kern/kernel); if it is a disk, as weensyos.img, its symbols are needed, too: --symbols obj/kernel.full`,
    );
  if (!isHere) return (await import('./qemu/judged-run.ts')).judgedInQemu(values);
  return (await import('./image/judged-run.ts')).judgedHere(image, values);
};

const GRADED =
  'judge --grade: it is for a kernel of lab 2 of JOS that runs here, as in judge --image obj/kern/kernel --grade';
const GO_BACK = 'To go back through all of it: give --dumps FOLDER, and then ringfence step, why or page FOLDER.';
const DUMPED = 'judge --dumps: it is for a kernel that runs, with --image or --qemu: dumps are there already';

const isKernelFile = (image: string): boolean => {
  try {
    return isElfFile(image);
  } catch (error) {
    throw refusal(`judge --image ${image}`, error);
  }
};

/** What few ask for is loaded for them. */
const watched = async (names: readonly string[], values: Values): Promise<JudgedSeries> =>
  (await import('./watch.ts')).watchedSeries(names, values);

const seriesOf = async (names: readonly string[], values: Values): Promise<JudgedSeries> => {
  const files = dumpFiles(names);
  const beside = besideOf(values, files);
  const kind = await kindAsked(beside, textOf(values, 'kernel'));
  return judgedSeries(files, kind, beside, files.length > 1);
};

/** `--gdb-script`: the script, for the kernel of `--symbols` if that is given. */
const printScript = async (values: Values, names: readonly string[]): Promise<number> => {
  const course = textOf(values, 'gdb-script');
  if (course !== 'weensyos' && course !== 'jos')
    throw new UsageError(`--gdb-script ${course}: expected weensyos or jos`);
  if (names.length > 0)
    throw new UsageError(`--gdb-script ${course}: it takes dumps, and reads none: leave ${names.join(' ')} out`);
  const { gdbScript } = await import('./gdb-script.ts');
  process.stdout.write(gdbScript(course, textOf(values, 'symbols')));
  return 0;
};

/** Of a kernel that ran: with `--dumps` its memory at each event is kept, and can be gone through. */
const toldOfRun = async (judged: JudgedSeries, values: Values): Promise<number> => {
  const folder = textOf(values, 'dumps');
  const { kept, series } = judged;
  if (folder === undefined || kept === undefined) return told(judged, values, null);
  const run = (await import('./kept-dumps.ts')).keptIn(folder, kept.frames, kept.symbols);
  const code = await told(judged, values, run, kept.frames.first);
  if (values.json !== true && series.first === null)
    printLines(['', `   ${folder}: ${kept.frames.count} dumps; ringfence step ${quoted(folder)}`]);
  return code;
};

/** Prints what was judged, of the dumps of `run`, the first of which is number `from` of the series; or of a kernel that ran. */
const told = async (
  { dumps, series, ran }: JudgedSeries,
  values: Values,
  run: DumpsRun | null,
  from = 0,
): Promise<number> => {
  const { first } = series;
  const moment = first === null || run === null ? null : momentOfFirst(run, { ...first, index: first.index - from });
  const shown = first ?? series.latest;
  const good = first?.lastGood ?? null;
  const event = good === null ? null : dumps[good.index].next;
  const wanted = shown !== null && wantsDiagnosis(shown.judgement);
  const diagnosis = wanted ? await mistakesShown(shown.judgement, duringOf(event, ran)) : null;
  const picture = textOf(values, 'picture');
  if (picture !== undefined && shown !== null) (await import('./picture.ts')).drawPicture(picture, shown.judgement);
  const story = { event, moment, diagnosis, ran };
  if (values.json === true) printJson(dumps, first, story);
  else printReport(dumps, series, story);
  const isGradedDown = ran?.grade != null && ran.grade.score < ran.grade.full;
  return ran?.isCrash === true || isGradedDown || dumps.some((dump) => dump.isWrong) ? 1 : 0;
};

/** Where it went wrong: the event, as `exit of process 2` or `a tick in process 1`, and the functions of a kernel that ran here. */
const duringOf = (event: string | null, ran: Ran | undefined): string[] => {
  const [, call] = /^(?:an? )?([\w ]+?)(?:\(| of | in |$)/.exec(event ?? '') ?? [];
  return [...(call === undefined ? [] : [call]), ...(ran?.since?.code ?? []).map((place) => place.function)];
};

const given = (names: readonly string[]): readonly string[] => {
  if (names.length > 0) return names;
  throw new UsageError(
    'judge: expected a dump, or a folder of them, as in ringfence judge dump.bin --symbols obj/kernel.full',
  );
};

/** What is told of a series beside its dumps. */
interface Story {
  /** The event before the first that is wrong, and the moment of that. */
  readonly event: string | null;
  readonly moment: string | null;
  readonly diagnosis: Diagnosis | null;
  /** What there is to say of a kernel that ran. */
  readonly ran: Ran | undefined;
}

const printJson = (dumps: readonly DumpTold[], first: FirstWrong | null, story: Story): void => {
  const { event, moment, diagnosis, ran } = story;
  const causes = (diagnosis?.causes ?? []).map(({ id, title, story, because, against }) => ({
    id,
    title,
    story,
    because,
    against,
  }));
  const told = {
    ...{ schema: JUDGE.id, dumps, firstWrong: first?.index ?? null, event, moment, causes },
    ...{ changes: first?.changes ?? [], history: first?.history ?? [], ending: ran?.ending ?? null },
    since: ran?.since ?? null,
    grade: ran?.grade ?? null,
  };
  process.stdout.write(`${JSON.stringify(told)}\n`);
};

const printReport = (
  dumps: readonly DumpTold[],
  { first, latest }: DumpSeries,
  { event, moment, diagnosis, ran }: Story,
): void => {
  const unusable = dumps.filter((dump) => dump.unusable !== null);
  const shown: { readonly title: string; readonly judgement: Judgement } | null =
    first === null ? latest : { title: titleOf(dumps[first.index].file), judgement: first.judgement };
  printLines([
    ...(ran?.grade == null ? [] : [...gradeLines(ran.grade), '']),
    ...(ran === undefined ? [] : [...runLines(dumps, first, ran), '']),
    ...(ran === undefined && dumps.length > 1
      ? [...seriesLines(dumps.length, unusable.length, first, titleOf(dumps[first?.index ?? 0].file)), '']
      : []),
    ...unusable.map(({ file, unusable }) => `${titleOf(file)}: ${unusable}`),
    ...(shown === null ? [] : judgementLines(shown.title, shown.judgement)),
    ...(ran?.since == null ? [] : sinceLines(ran.since)),
    ...(first === null ? [] : storyLines(first, event)),
    ...(diagnosis === null ? [] : causeLines(diagnosis)),
    ...(moment === null ? [] : ['', `   To this moment: ringfence step --moment ${moment}`]),
    ...(ran === undefined || first === null || moment !== null ? [] : ['', `   ${GO_BACK}`]),
  ]);
};

/** Whether a mistake is to be looked for: something is wrong, or not as advised whatever the moment. */
const wantsDiagnosis = (judgement: Judgement): boolean =>
  isWrong(judgement) || judgement.findings.advice.some(({ unless }) => unless === null);
