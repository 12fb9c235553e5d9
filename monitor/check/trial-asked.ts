/** The kernel that `check` is given, and what is to be tried on it. */
import type { Executable } from '../../hardware/hardware.ts';
import { JosKernel, JosLab4, WeensyKernel } from '../../kernel/kernel.ts';
import { parseOrder, UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values } from '../../presentation/boot/values.ts';
import { classNamed, isSeeded, libraryNamed } from '../../presentation/presentation.ts';
import {
  type Again,
  bootAgain,
  type ChosenTrial,
  type Contract,
  extendsClass,
  LATE,
  parseContract,
  type TrialChoice,
  trialOf,
  trialOfLibrary,
  UnknownInvariant,
} from '../../specs/specs.ts';
import { loadKernel } from '../command-line/bundle.ts';
import { loadLibrary } from '../command-line/own-library.ts';
import { loadJosProgram, loadProgram } from '../command-line/own-program.ts';
import { reportReady } from '../limits/supervisor.ts';

/** What a trial is made of, in words of the command line; plain data, that threads can send each other. */
export interface TrialAsked {
  /** A path, or `jos`; WeensyOS as it is if not given. */
  readonly kernel?: string;
  /** Of JOS: 4, or 2 for its memory management alone. */
  readonly lab?: string;
  /** The path of a library of lab 4, which is on trial in place of a kernel. */
  readonly library?: string;
  readonly order?: string;
  readonly only?: string;
  readonly contract?: string;
  /** The path of a program that is to be tried, too. */
  readonly program?: string;
}

/** A trial, and the class that is on it. */
export interface Asked extends ChosenTrial {
  readonly Kernel: unknown;
}

/** The path of the user's own file that is on trial; null if none is. */
export const ownFile = ({ kernel, library }: Pick<TrialAsked, 'kernel' | 'library'>): string | null =>
  fileOf(library) ?? fileOf(kernel);

const fileOf = (name: string | undefined): string | null =>
  name === undefined || name === 'jos' || isSeeded(name) ? null : name;

/** A kernel that went wrong while it was made ready, and the boot in which it did, if it was a boot. */
export interface Unready {
  readonly error: Error;
  readonly again: Again | null;
}

/** What `values` ask for. */
export const trialWords = (values: Values): TrialAsked => {
  const words = ['kernel', 'lab', 'library', 'order', 'only', 'contract'].map(
    (name) => [name, textOf(values, name)] as const,
  );
  return Object.fromEntries(words.filter(([, text]) => text !== undefined));
};

/**
 * The trial that is asked for, with `around` around whatever runs the kernel; or what went wrong in the kernel while it was made ready. Throws
 * a UsageError.
 */
export const trialAsked = async (asked: TrialAsked, around: (code: () => void) => void): Promise<Asked | Unready> => {
  const { kernel, order, only, contract, program } = asked;
  if (asked.library !== undefined) return libraryAsked(asked, asked.library);
  const Kernel = await classOf(kernel, asked.lab);
  const programs = program === undefined ? [] : [await loadedProgram(program, Kernel)];
  reportReady();
  const choice: TrialChoice = {
    ...(order !== undefined && { order: parseOrder(order) }),
    ...(only !== undefined && { only }),
    ...(contract !== undefined && { contract: contractOf(contract) }),
    ...(programs.length > 0 && { programs }),
  };
  if (order !== undefined && !extendsClass(Kernel, WeensyKernel)) {
    throw new UsageError('--order: it is for WeensyOS; other kernels choose pages by themselves');
  }
  if (contract !== undefined) checkContract(contract, Kernel);
  const made: (ChosenTrial | null)[] = [];
  try {
    around(() => void made.push(trialOf(Kernel, choice)));
  } catch (error) {
    if (error instanceof UnknownInvariant) throw new UsageError(`--only: ${error.message}`);
    const unready = error as Error;
    return { error: unready, again: unready.name === LATE ? null : bootAgain(Kernel) };
  }
  if (made[0] === null) throw new UsageError(`${kernel}: ${NO_KERNEL}`);
  return { ...made[0], Kernel };
};

const classOf = async (kernel: string | undefined, lab: string | undefined): Promise<unknown> => {
  if (lab !== undefined && (kernel !== 'jos' || !LABS.includes(lab)))
    throw new UsageError(
      `--lab ${lab}: it goes with --kernel jos, and is 2 or 4; kernels in files say what they extend`,
    );
  const isNamed = kernel === undefined || kernel === 'jos' || isSeeded(kernel);
  return isNamed ? classNamed(kernel, lab) : loadKernel(kernel);
};

const LABS: readonly string[] = ['2', '4'];

/** The trial of the library at `path`. */
const libraryAsked = async (asked: TrialAsked, path: string): Promise<Asked> => {
  const { kernel, program } = asked;
  if (kernel !== undefined && kernel !== 'jos')
    throw new UsageError(`--library and --kernel ${kernel}: give one of them; a library is tried on the kernel here`);
  const strange = (['order', 'contract', 'only'] as const).find((name) => asked[name] !== undefined);
  if (strange !== undefined)
    throw new UsageError(`--${strange}: it is for kernels, and a library is judged as a whole`);
  if (program !== undefined)
    throw new UsageError(`--replay ${program}: of a library, give what was kept or what --save FILE.json wrote`);
  const library = isSeeded(path) ? { library: await libraryNamed(path) } : await loadLibrary(path);
  reportReady();
  return { ...trialOfLibrary(library), Kernel: library.library.constructor };
};

/** Of JOS with environments two points are open. Throws a UsageError for a kernel that has no such points. */
const checkContract = (text: string, Kernel: unknown): void => {
  if (extendsClass(Kernel, WeensyKernel) || (extendsClass(Kernel, JosLab4) && OF_JOS.test(text))) return;
  const which = extendsClass(Kernel, JosLab4)
    ? 'of JOS, errors and schedule can be chosen'
    : 'it is for WeensyOS and JOS with environments; what other kernels may choose is not asked of them';
  throw new UsageError(`--contract: ${which}`);
};

const OF_JOS = /^(strict|open|((errors|schedule)=\w+(,\s*|$))+)$/;

const contractOf = (text: string): Partial<Contract> => {
  try {
    return parseContract(text);
  } catch (error) {
    throw new UsageError(`--contract: ${(error as Error).message}`);
  }
};

const loadedProgram = (path: string, Kernel: unknown): Promise<Executable> => {
  if (extendsClass(Kernel, JosLab4)) return loadJosProgram(path);
  if (extendsClass(Kernel, JosKernel)) {
    throw new UsageError(`--replay ${path}: in lab 2 there are no programs yet; give what --save FILE.json wrote`);
  }
  return loadProgram(path);
};

const NO_KERNEL =
  'it exports no kernel: write `export default class MyKernel extends WeensyKernel { … }`, or JosKernel, or JosLab4; or a class of your own ' +
  'with `static calls`, `machine`, `view` and `boot`';
