/** Dumps of a real kernel that a command line or a moment names, opened to be gone through. */
import { UsageError } from '../../presentation/boot/usage-error.ts';
import type { Values } from '../../presentation/boot/values.ts';
import { dumpsOn, JOS_PROGRAM_NAMES, type Opened, PROGRAM_NAMES } from '../../presentation/presentation.ts';
import type { DumpsRun, Moment } from '../../specs/specs.ts';
import { refusal } from '../judge/beside.ts';
import { dumpFiles, isOfDumps } from '../judge/dump-file.ts';
import { FileFrames } from '../judge/file-frames.ts';
import { besideOf, kindAsked } from '../judge/judged-dumps.ts';
import { BESIDE_OPTIONS, withSymbols } from '../judge/named-dumps.ts';

/** Whether the command line names dumps: by what they are, or by what goes with them. */
export const namesDumps = (names: readonly string[], values: Values): boolean =>
  names.length > 0 &&
  (Object.keys(BESIDE_OPTIONS).some((name) => values[name] !== undefined) ||
    names.every((name) => !PROGRAMS.includes(name) && isOfDumps(name)));

/** They come before folders of the same names. */
const PROGRAMS: readonly string[] = [...PROGRAM_NAMES, ...JOS_PROGRAM_NAMES];

/** Throws a UsageError for dumps that cannot be opened, or of which none can be used. */
export const openedDumps = async (run: DumpsRun, moment: Moment | null): Promise<Opened> => {
  const files: string[] = [];
  try {
    files.push(...dumpFiles(run.dumps));
    const beside = besideOf({ ...run }, files);
    const kind = await kindAsked(beside, run.kernel);
    const series = { kind, beside, frames: new FileFrames(files) };
    const opened = { ...dumpsOn(series, withSymbols(run, files)), moment };
    opened.make();
    return opened;
  } catch (error) {
    const told = refusal(files[0] ?? run.dumps.join(' '), error);
    throw told instanceof UsageError ? new UsageError(told.message.replace(/^judge:? /, '')) : told;
  }
};

/** Throws a UsageError where something is to be run. */
export const refuseDumps = ({ dumps }: DumpsRun): never => {
  throw new UsageError(
    `${dumps.join(' ')}: dumps are memory that was saved, and nobody runs it any more: ringfence step, why and walk go through them, and ringfence judge says what is wrong`,
  );
};
