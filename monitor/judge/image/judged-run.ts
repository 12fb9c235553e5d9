/** `judge --image` of a kernel of JOS: it runs in this process, and is judged at each event, up to the first at which something is wrong. */
import { readFileSync } from 'node:fs';
import { parseMemory, UsageError } from '../../../presentation/boot/usage-error.ts';
import { textOf, textsOf, type Values, wholeOf } from '../../../presentation/boot/values.ts';
import {
  type Beside,
  checkKernelFile,
  culpritOf,
  type DumpKind,
  type DumpSeries,
  GivenLayout,
  judgedRun,
  LEAST_PC,
  MOST_BYTES,
  PC_UNIT,
  PcKernel,
  readLines,
  readSymbols,
  type Symbols,
} from '../../../specs/judging-dumps.ts';
import type { GradeTold } from '../../jos/json.ts';
import { Interruption } from '../../limits/interruption.ts';
import { layoutOf, refusal, symbolsIn } from '../beside.ts';
import { toldOfStop } from '../dump-json.ts';
import type { DumpTold } from '../json.ts';
import { type JudgedSeries, kindAsked } from '../judged-dumps.ts';
import { codeText } from '../series-report.ts';
import { placeOf, type Sources, sinceTold } from './code.ts';
import { KernelConsole } from './console.ts';
import { emulatorParts } from './v86-package.ts';

const PAGE = 4096;
const MEMORY = 8 << 20;
/** A kernel that nobody watches is left after so many events. */
const MOST_EVENTS = 10_000;

/** Runs the kernel in the file of `--image`. Throws a UsageError. */
export const judgedHere = async (file: string, values: Values): Promise<JudgedSeries> => {
  const interruption = new Interruption();
  return interruption.during(async () => {
    try {
      return await judged(await trialOf(file, values), interruption);
    } catch (error) {
      throw refusal(`judge --image ${file}`, error);
    }
  });
};

/** A kernel, with what it is judged by and how it is told of. */
interface Trial {
  readonly kernel: Uint8Array;
  readonly bytes: number;
  readonly kind: DumpKind;
  readonly beside: Beside;
  readonly sources: Sources;
  readonly isGraded: boolean;
  /** Whether its console is shown. */
  readonly isShown: boolean;
  readonly mostStops: number | undefined;
}

const trialOf = async (file: string, values: Values): Promise<Trial> => {
  const kernel = readFileSync(file);
  const bytes = bytesAsked(values);
  checkKernelFile(kernel, bytes);
  const layout = textsOf(values, 'layout');
  const symbols = readSymbols(kernel);
  checkSymbols(textOf(values, 'symbols'), symbols);
  const isGraded = values.grade === true;
  if (isGraded && symbols.find('envs') !== null)
    throw new UsageError('judge --grade: lab 2 is graded, and this kernel has environments, as from lab 3 on');
  const beside = { symbols, given: layout.length > 0 ? layoutOf(layout) : new GivenLayout(), registers: null };
  return {
    ...{ kernel, bytes, kind: await kindAsked(beside, textOf(values, 'kernel')), beside, isGraded },
    ...{ sources: { symbols, lines: readLines(kernel) }, isShown: values.json !== true },
    mostStops: wholeOf(values, 'until', 1),
  };
};

/** The file of the kernel has all that is needed: what is given beside it must say the same. */
const checkSymbols = (given: string | undefined, own: Symbols): void => {
  const listAt = (symbols: Symbols): number | undefined => symbols.find('page_free_list')?.address;
  if (given !== undefined && listAt(symbolsIn(given)) !== listAt(own))
    throw new UsageError(
      `judge --symbols ${given}: they are of another kernel, or of another build, than the file of --image, which has its own: leave --symbols out`,
    );
};

const bytesAsked = (values: Values): number => {
  const text = textOf(values, 'memory');
  if (text === undefined) return MEMORY;
  const bytes = parseMemory(text) * PAGE;
  if (bytes >= LEAST_PC && bytes <= MOST_BYTES && bytes % PC_UNIT === 0) return bytes;
  throw new UsageError(`judge --memory ${text}: a machine for JOS has 4M to 256M, in steps of 128K`);
};

const judged = async (trial: Trial, interruption: Interruption): Promise<JudgedSeries> => {
  const console = new KernelConsole(trial.isShown, interruption);
  const running = await started(trial, console, interruption);
  try {
    console.open();
    return await run(running, trial, console.isInteractive, interruption);
  } finally {
    console.close();
    await running.close();
  }
};

/** The kernel, at its first instruction: it prints to `console`, and gets its keys from there. */
const started = async (
  { kernel, bytes, beside: { symbols } }: Trial,
  console: KernelConsole,
  interruption: Interruption,
): Promise<PcKernel> => {
  const running: PcKernel = await PcKernel.start({
    ...{ parts: await emulatorParts(), kernel, symbols, bytes },
    isSame: (one, other) => Buffer.compare(one, other) === 0,
    print: (letter) => console.print(letter),
    goesOn: async (isWaiting) => {
      const keys = await console.keys(isWaiting && console.isInteractive);
      if (keys !== '') running.type(keys);
      return !interruption.isAsked && (keys !== '' || !isWaiting);
    },
  });
  return running;
};

const run = async (
  running: PcKernel,
  { kind, beside, sources, isGraded, mostStops }: Trial,
  isWatched: boolean,
  interruption: Interruption,
): Promise<JudgedSeries> => {
  const dumps: DumpTold[] = [];
  const { series, frames } = await judgedRun(running, kind, beside, {
    mostStops: mostStops ?? (isWatched ? Number.POSITIVE_INFINITY : MOST_EVENTS),
    onStop: (stop) => {
      dumps.push(toldOfStop(stop));
      return !interruption.isAsked;
    },
  });
  const grade = isGraded ? await graded(running, series) : null;
  const culprit = series.first === null ? null : await culpritOf(running, series.first, kind, beside);
  const at = running.endedAt === null ? '' : `, in ${codeText(placeOf(running.endedAt, sources))}`;
  const since = culprit === null ? null : sinceTold(culprit, sources);
  const hasPanicked = PANIC.test(running.console);
  const ending = running.ending === null ? null : `${hasPanicked ? 'has panicked, and ' : ''}${running.ending}${at}`;
  const ran = { ending, isCrash: running.endedWrong || hasPanicked, left: null, grade, since };
  return { dumps, series, ran, kept: { frames, symbols: beside.symbols } };
};

/** As the course's panic begins; on the serial port, whatever became of the screen. */
const PANIC = /^kernel panic /m;

/** The official points: for that the kernel runs to its end, whatever is wrong. */
const graded = async (running: PcKernel, { latest }: DumpSeries): Promise<GradeTold> => {
  while (running.ending === null) await running.next();
  const isSjtu = latest?.judgement.said.some((sentence) => sentence.includes('SJTU')) === true;
  return (await import('../../jos/grade.ts')).gradeTold(running.console.split('\n'), isSjtu ? 'sjtu' : 'mit');
};
