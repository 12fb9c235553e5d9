/** Dumps of a real kernel that a command line or a moment names, opened to be gone through. */
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, textsOf, type Values } from '../../presentation/boot/values.ts';
import { dumpsOn, JOS_PROGRAM_NAMES, type Opened, PROGRAM_NAMES } from '../../presentation/presentation.ts';
import type { DumpsRun, Moment } from '../../specs/specs.ts';
import { refusal, symbolsBeside } from '../judge/beside.ts';
import { dumpFiles, isOfDumps } from '../judge/dump-file.ts';
import { FileFrames } from '../judge/file-frames.ts';
import { besideOf, kindAsked } from '../judge/judged.ts';

/** What goes with dumps, as `judge` takes it. */
export const BESIDE_OPTIONS = {
  symbols: { type: 'string' },
  registers: { type: 'string' },
  layout: { type: 'string', multiple: true },
} as const;

/** Whether the command line names dumps: by what they are, or by what goes with them. */
export const namesDumps = (names: readonly string[], values: Values): boolean =>
  names.length > 0 &&
  (Object.keys(BESIDE_OPTIONS).some((name) => values[name] !== undefined) ||
    names.every((name) => !PROGRAMS.includes(name) && isOfDumps(name)));

/** They come before folders of the same names. */
const PROGRAMS: readonly string[] = [...PROGRAM_NAMES, ...JOS_PROGRAM_NAMES];

export const dumpsNamed = (names: readonly string[], values: Values): DumpsRun => {
  const layout = textsOf(values, 'layout');
  const given = ['symbols', 'registers', 'kernel'].flatMap((name) => {
    const value = textOf(values, name);
    return value === undefined ? [] : [[name, value]];
  });
  return { what: 'dumps', dumps: names, ...Object.fromEntries(given), ...(layout.length > 0 && { layout }) };
};

/** Throws a UsageError for dumps that cannot be opened, or of which none can be used. */
export const openedDumps = async (run: DumpsRun, moment: Moment | null): Promise<Opened> => {
  const files: string[] = [];
  try {
    files.push(...dumpFiles(run.dumps));
    const beside = besideOf({ ...run }, files);
    const kind = await kindAsked(beside, run.kernel);
    const symbols = run.symbols ?? symbolsBeside(files[0]);
    const named = symbols === null ? run : { ...run, symbols };
    const opened = { ...dumpsOn(kind, named, new FileFrames(files), beside), moment };
    opened.make();
    return opened;
  } catch (error) {
    const told = refusal(files[0], error);
    throw told instanceof UsageError ? new UsageError(told.message.replace(/^judge:? /, '')) : told;
  }
};

/** Throws a UsageError where something is to be run. */
export const refuseDumps = ({ dumps }: DumpsRun): never => {
  throw new UsageError(
    `${dumps.join(' ')}: dumps are memory that was saved, and nobody runs it any more: ringfence step, why and walk go through them, and ringfence judge says what is wrong`,
  );
};
