/**
 * A moment of a run, as a value: what was run and how far. It can be written down (moment-text.ts), sent to somebody else and opened there, where the
 * same run comes to the same state. Plain data: files are named by path, and opened by whoever opens the moment.
 */
import type { Question } from '../../hardware/hardware.ts';
import type { Scope, Sequence } from '../allocators/sequence.ts';
import type { Key } from './playing.ts';

/**
 * What runs mean: raised whenever the same moment would come to another state, because costs of cycles, boots, page orders, the numbers of steps or
 * where a kernel keeps its variables changed.
 */
export const SEMANTICS = 2;

/** Programs, on a kernel that is booted for them as `ringfence run` boots it. */
export interface ProgramsRun {
  readonly what: 'programs';
  /** `jos`, a seeded bug by its id, or the path of a file; WeensyOS if not given. */
  readonly kernel?: string;
  /** Names of programs that come with Ringfence, or paths of files. */
  readonly programs: readonly string[];
  /** Options of `ringfence run` by name, as they are written there. */
  readonly boot: Readonly<Record<string, string | boolean>>;
  /** What is asked of an oracle, if that is not said by the programs themselves. */
  readonly oracle?: Steering;
  readonly keys?: readonly Key[];
}

/** What an oracle answers: `choices`, and after the last of them what is drawn from `seed`, or 0 where there is none. */
export interface Steering {
  readonly asked: readonly Question[];
  readonly choices: readonly number[];
  readonly seed?: number;
}

/** A scenario of a trial, as `ringfence check` tries them: of a kernel, or of a library of lab 4. */
export interface ScenarioRun {
  readonly what: 'scenario';
  /** As of programs. */
  readonly kernel?: string;
  /** The path of a library, or the id of a seeded bug of libraries. */
  readonly library?: string;
  /** Programs by path that the scenario names. */
  readonly programs?: readonly string[];
  /** Options of `ringfence check` that say what is judged, by name. */
  readonly options?: Readonly<Record<string, string | boolean>>;
  /** What its trial encodes. */
  readonly scenario: unknown;
}

/** Operations on an allocator of pages. */
export interface AllocatorRun {
  readonly what: 'allocator';
  /** The name of one that comes with Ringfence, a seeded bug by its id, or the path of a file. */
  readonly allocator: string;
  readonly scope: Scope;
  readonly sequence: Sequence;
}

/** The life of a real kernel, in dumps of its memory: a step is a dump. */
export interface DumpsRun {
  readonly what: 'dumps';
  /** Files, or a folder of them. */
  readonly dumps: readonly string[];
  /** The file with its symbols, that with its registers, and what is said of its layout; what is not given is looked for beside the dumps. */
  readonly symbols?: string;
  readonly registers?: string;
  readonly layout?: readonly string[];
  /** `weensyos` or `jos`, if symbols do not tell. */
  readonly kernel?: string;
}

/** What was run, in any of three ways; or what was saved of a kernel that ran elsewhere. */
export type Run = ProgramsRun | ScenarioRun | AllocatorRun | DumpsRun;

/** A moment of a run. */
export interface Moment {
  readonly run: Run;
  /** System calls and ticks that have passed; operations of an allocator, calls of lab 2. */
  readonly event: number;
  /** Steps from the beginning to here (playing.ts): so loads, stores and faults have names, too. */
  readonly step: number;
  /**
   * SHA-256, in hex, of the source text of each file that the run names, with all that it imports of the user's own; by path. Of dumps, that of what
   * goes with them: a dump itself is known by the fingerprint of its memory, so that it may be packed later, and hundreds need not be read.
   */
  readonly sources?: Readonly<Record<string, string>>;
  /** What the state is known by (`Playing.fingerprint`). */
  readonly fingerprint?: string;
  /** `SEMANTICS` when it was made. */
  readonly semantics: number;
}

/** The files that a run names by path, as it names them. */
export const filesOf = (run: Run): string[] => filePlaces(run).filter((name) => name !== null);

/** A place for each file that a run of its kind may name, always in the same order; null where it names none, but what comes with Ringfence. */
export const filePlaces = (run: Run): (string | null)[] => {
  if (run.what === 'dumps') return dumpPlaces(run);
  const named = run.what === 'allocator' ? [run.allocator] : [run.kernel, ...(run.programs ?? [])];
  const library = run.what === 'scenario' ? [run.library] : [];
  return [...named, ...library].map((name) => (name !== undefined && isPath(name) ? name : null));
};

/** What goes with dumps comes before them: of those there may be any number. */
const dumpPlaces = ({ symbols, registers, layout = [], dumps }: DumpsRun): (string | null)[] => [
  ...[symbols ?? null, registers ?? null],
  ...layout.map((given) => (given.includes('=') ? null : given)),
  ...dumps,
];

/** Whether a name is the path of a file: names of what comes with Ringfence have neither slash nor dot. */
const isPath = (name: string): boolean => /[/\\.]/.test(name);
