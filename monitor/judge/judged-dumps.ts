/** Dumps that a command line names, judged in their order, with what goes with them. */

import type { Machine } from '../../hardware/hardware.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values } from '../../presentation/boot/values.ts';
import {
  type Beside,
  type DumpKind,
  DumpSeries,
  type Frames,
  type Judgement,
  judgeDump,
  kindOf,
  type Symbols,
  UnusableDump,
  withTransition,
} from '../../specs/judging-dumps.ts';
import type { GradeTold } from '../jos/json.ts';
import {
  layoutBeside,
  layoutOf,
  noteBeside,
  refusal,
  registersBeside,
  registersIn,
  symbolsBeside,
  symbolsIn,
  titleOf,
} from './beside.ts';
import { isNumberedNext, loaded } from './dump-file.ts';
import { toldOf, unusableTold } from './dump-json.ts';
import type { DumpTold, SinceTold } from './json.ts';

/** Dumps that were judged, and their story. */
export interface JudgedSeries {
  readonly dumps: readonly DumpTold[];
  readonly series: DumpSeries;
  /** Of a kernel that ran, and its memory at each event that is kept: from which on, and with which symbols it is read. */
  readonly ran?: Ran;
  readonly kept?: Kept;
}

/** The memory of a kernel that ran. */
export interface Kept {
  readonly frames: Frames & { readonly first: number };
  readonly symbols: Symbols;
}

/** How a run of a kernel went. */
export interface Ran {
  /** Why it came to no further event, as it follows "the kernel"; null if it stands at one. */
  readonly ending: string | null;
  /** Whether that is a mistake of the kernel's. */
  readonly isCrash: boolean;
  /** What became of the machine; null if that goes without saying. */
  readonly left: string | null;
  /** Since which store of the kernel's something is wrong, where that was seen. */
  readonly since?: SinceTold | null;
  /** Of lab 2, where it was asked for. */
  readonly grade?: GradeTold | null;
}

/** What goes with the dumps in `files`: what is given, and what scripts leave beside them. */
export const besideOf = (values: Values, files: readonly string[]): Beside => {
  const symbols = textOf(values, 'symbols') ?? symbolsBeside(files[0]);
  if (symbols === null)
    throw new UsageError(
      'judge: --symbols is needed: the ELF file of the kernel (obj/kernel.full, obj/kern/kernel), or a file with what nm -n prints of it',
    );
  const registers = textOf(values, 'registers');
  if (registers !== undefined && files.length > 1)
    throw new UsageError(
      'judge: --registers are those of one dump; of a series they are read from the .txt beside each',
    );
  const layout = (values.layout ?? []) as readonly string[];
  return {
    symbols: symbolsIn(symbols),
    given: layout.length > 0 ? layoutOf(layout) : layoutBeside(files[0]),
    registers: registers === undefined ? null : registersIn(registers),
  };
};

/** The kind of kernel whose symbols are given, or that is asked for. Throws a UsageError. */
export const kindAsked = async ({ symbols }: Beside, asked: string | undefined): Promise<DumpKind> => {
  try {
    return await kindOf(symbols, asked);
  } catch (error) {
    throw error instanceof UnusableDump ? new UsageError(`judge: ${error.message}`) : error;
  }
};

/**
 * Judges all, in their order, as long as `goesOn` says so. One that cannot be used is no reason to leave out the others; if there is no other, there is
 * nothing to say.
 */
export const judgedSeries = async (
  files: Iterable<string> | AsyncIterable<string>,
  kind: DumpKind,
  beside: Beside,
  isSeries: boolean,
  goesOn: (dump: DumpTold) => boolean = () => true,
): Promise<JudgedSeries> => {
  const series = new DumpSeries(isSeries);
  const dumps: DumpTold[] = [];
  const machines = new Set<Machine>();
  let refused: unknown = null;
  for await (const file of files) {
    const note = noteBeside(file);
    try {
      const registers = beside.registers ?? registersBeside(note);
      const spare = [...machines].filter((machine) => !isKept(machine, series));
      const machine = await loaded(file, kind, spare);
      machines.add(machine);
      const alone = await judgeDump(kind, machine, { ...beside, registers }, series.latest?.judgement);
      const judgement = afterLatest(kind, { series, dumps }, file, alone);
      series.take(dumps.length, titleOf(file), judgement);
      dumps.push(toldOf(file, note, judgement));
    } catch (error) {
      const refusing = refusal(`judge ${file}`, error);
      if (!(refusing instanceof UsageError)) throw error;
      refused ??= refusing;
      dumps.push(unusableTold(file, note, refusing.message.replace(`judge ${file}`, 'it').replace(/^it:/, '')));
    }
    if (!goesOn(dumps[dumps.length - 1])) break;
  }
  if (refused !== null && dumps.every(({ unusable }) => unusable !== null)) throw refused;
  return { dumps, series };
};

/** `judgement`, of the dump in `file`, with what is wrong about the event since the one before it, if nothing else came between them. */
const afterLatest = (
  kind: DumpKind,
  { series, dumps }: JudgedSeries,
  file: string,
  judgement: Judgement,
): Judgement => {
  const { latest } = series;
  const before = latest === null ? undefined : dumps[latest.index];
  const isNext = latest?.index === dumps.length - 1 && before !== undefined && isNumberedNext(before.file, file);
  return latest !== null && isNext ? withTransition(kind, latest.judgement, before.note, judgement) : judgement;
};

/** Whether a dump that is still to be compared or told lies in the memory of `machine`: in all others the next may lie. */
const isKept = (machine: Machine, { first, latest }: DumpSeries): boolean =>
  [first, latest].some((kept) => kept?.judgement.dump.machine === machine);
