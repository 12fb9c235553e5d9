/** `ringfence jos`: boots JOS, prints what it prints, says where it stopped if it did, grades it, and gives its prompt. */
import { AssertionFailed, JosKernel, JosLab4 } from '../../kernel/kernel.ts';
import { extendsClass } from '../../specs/specs.ts';
import { jos as josUserland } from '../../userland/userland.ts';
import { loadKernelClass } from '../command-line/bundle.ts';
import { parseWords, textOf, textsOf, type Values, wholeOf } from '../command-line/options.ts';
import { JOS_OPTIONS, josParameters, makeJos } from '../command-line/options-of-jos.ts';
import { loadLibrary } from '../command-line/own-library.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { reportReady } from '../limits/supervisor.ts';
import { checkJos } from './check.ts';
import { gradeLines } from './grade.ts';
import { type Graded, gradeLab4Kernel } from './lab4-grade.ts';
import { obeyAll, pipedLines, prompt } from './prompt/prompt.ts';
import { Session } from './prompt/session.ts';

const DEFAULT_PATIENCE_SECONDS = 30;

export const jos = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('jos', words, {
    ...JOS_OPTIONS,
    lab: { type: 'string' },
    kernel: { type: 'string' },
    library: { type: 'string' },
    grade: { type: 'boolean' },
    check: { type: 'boolean' },
    command: { type: 'string', short: 'c', multiple: true },
    plain: { type: 'boolean' },
    patience: { type: 'string' },
  });
  if (positionals.length > 0) {
    const programs = positionals.join(' ');
    throw new UsageError(`jos: it takes no programs: ringfence run --kernel jos ${programs} runs them`);
  }
  const patience = wholeOf(values, 'patience', 1, 3600) ?? DEFAULT_PATIENCE_SECONDS;
  const Base = baseOf(textOf(values, 'lab') ?? '2');
  const path = textOf(values, 'kernel');
  const Kernel = path === undefined ? Base : await loadKernelClass(path, Base);
  if (Base === JosKernel && extendsClass(Kernel, JosLab4))
    throw new UsageError(`${path}: it extends JosLab4: add --lab 4`);
  if (Base === JosLab4 && values.check === true) {
    throw new UsageError('--check: its invariants are those of lab 2; ringfence check judges kernels of lab 4');
  }
  const programs = await programsAsked(values, Base);
  if (Base === JosLab4 && values.grade === true) {
    return gradeOnly({ Kernel: Kernel as typeof JosLab4, programs }, values, patience);
  }
  const session = new Session(() => makeJos(josParameters(values), Kernel), patience);
  reportReady();
  session.boot();
  printLines(session.printed);
  if (values.grade === true) printLines(['', ...gradeLines(session.printed, session.kernel.variant)]);
  reportStop(session);
  const fine = await talk(session, values);
  if (!fine) return 2;
  if (session.stopped !== null) return 1;
  return values.check === true ? checkJos(session.kernel, patience) : 0;
};

/** The programs that are graded, linked with the library that is asked for. Throws a UsageError where none are graded. */
const programsAsked = async (values: Values, Base: typeof JosKernel | typeof JosLab4): Promise<Graded['programs']> => {
  const path = textOf(values, 'library');
  if (path === undefined) return josUserland.JOS_PROGRAMS;
  if (Base === JosLab4 && values.grade === true) return josUserland.programsWith((await loadLibrary(path)).library);
  throw new UsageError(
    `--library ${path}: programs of lab 4 are linked with it where they are graded: ringfence jos --lab 4 --grade --library ${path}; ` +
      `ringfence check --library ${path} judges it`,
  );
};

/** The kernel of `lab`, which one of the user's own extends. */
const baseOf = (lab: string): typeof JosKernel | typeof JosLab4 => {
  if (lab === '2') return JosKernel;
  if (lab === '4') return JosLab4;
  throw new UsageError(`--lab ${lab}: expected 2 or 4`);
};

/** Grades a kernel by the programs of lab 4, and does nothing else: each boots a kernel of its own. */
const gradeOnly = (graded: Graded, values: Values, patience: number): number => {
  const [line] = textsOf(values, 'command');
  if (line !== undefined) {
    throw new UsageError(`-c ${line}: --lab 4 --grade boots a kernel for each program, and leaves none to look at`);
  }
  reportReady();
  return gradeLab4Kernel(graded, josParameters(values), patience);
};

/** Obeys the commands of `values`; or if nothing else is asked for, those of the prompt or the pipe. False if one could not be obeyed. */
const talk = async (session: Session, values: Values): Promise<boolean> => {
  const commands = textsOf(values, 'command');
  const isAsked = commands.length > 0 || values.grade === true || values.check === true || values.plain === true;
  if (isAsked) return obeyAll(session, commands);
  if (!isTerminal()) return obeyAll(session, pipedLines());
  await prompt(session);
  return true;
};

const printLines = (lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

const isTerminal = (): boolean => process.stdin.isTTY === true && process.stdout.isTTY === true;

/** Says on stderr where the boot stopped, if it did. */
const reportStop = ({ machine, stopped }: Session): void => {
  const { halt } = machine.execution;
  if (stopped === null) return;
  const code = halt instanceof AssertionFailed ? ` (assertion ${halt.code} of docs/jos.md)` : '';
  process.stderr.write(`ringfence: the kernel stopped: ${stopped}${code}\n`);
};
