/** `ringfence jos`: boots JOS, prints what it prints, says where it stopped if it did, grades it, and gives its prompt. */
import { PAGE_SIZE } from '../../hardware/hardware.ts';
import { AssertionFailed, DEFAULT_JOS, JosKernel, JosLab4, type JosParameters } from '../../kernel/kernel.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, textsOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import { goTo, JOS_OPTIONS, josParameters } from '../../presentation/presentation.ts';
import { type Again, extendsClass, type Link, originOf, TRACED_PAGES } from '../../specs/specs.ts';
import { jos as josUserland } from '../../userland/userland.ts';
import { makeJos } from '../command-line/boot-options.ts';
import { loadKernelClass } from '../command-line/bundle.ts';
import { parseWords } from '../command-line/options.ts';
import { loadLibrary } from '../command-line/own-library.ts';
import { quoted } from '../command-line/shell.ts';
import { complain, printLines } from '../command-line/width.ts';
import { DUMP_OPTIONS, dumpsOf, type FinishDumps, patienceWith } from '../dumps/dumps.ts';
import { reportReady } from '../limits/supervisor.ts';
import { tellDifferences } from '../moments/given-moments.ts';
import { openToRun } from '../moments/opened-run.ts';
import { obeyAll, pipedLines, prompt, type Talker } from '../prompt/prompt.ts';
import { JUNIT_OPTION, writeJunit } from '../report/junit.ts';
import { tracedLines } from '../report/traced.ts';
import { checkJos, checkLines } from './check.ts';
import { gradeTold, suiteOf } from './grade.ts';
import { gradeLines } from './grade-lines.ts';
import { type AnswerTold, JOS, type JosTold } from './json.ts';
import { type Graded, gradeLab4Kernel, isComplete } from './lab4-grade.ts';
import { JOS_COMMANDS } from './prompt/commands.ts';
import { Session } from './prompt/session.ts';

const DEFAULT_PATIENCE_SECONDS = 30;

export const JOS_COMMAND_OPTIONS = {
  ...JOS_OPTIONS,
  lab: { type: 'string' },
  kernel: { type: 'string' },
  library: { type: 'string' },
  grade: { type: 'boolean' },
  check: { type: 'boolean' },
  moment: { type: 'string' },
  command: { type: 'string', short: 'c', multiple: true },
  plain: { type: 'boolean' },
  json: { type: 'boolean' },
  ...DUMP_OPTIONS,
  ...JUNIT_OPTION,
  patience: { type: 'string' },
} as const;

export const jos = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('jos', words, JOS_COMMAND_OPTIONS);
  if (positionals.length > 0) {
    const programs = positionals.join(' ');
    throw new UsageError(`jos: it takes no programs: ringfence run --kernel jos ${programs} runs them`);
  }
  if (values.moment !== undefined) return talkedAtMoment(values);
  if (values.junit !== undefined && values.grade !== true) throw new UsageError('--junit: it goes with --grade');
  const patience = wholeOf(values, 'patience', 1, 3600) ?? patienceWith(values, DEFAULT_PATIENCE_SECONDS);
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
  const kernel = makeJos(josParameters(values), Kernel);
  const dumps = dumpsOf(kernel, values);
  const kernels = [kernel];
  const session = new Session(() => kernels.pop() ?? makeJos(josParameters(values), Kernel), patience);
  reportReady();
  return talked({ session, Kernel, values, patience, dumps });
};

/** A kernel to be booted and talked to. */
interface Talk {
  readonly session: Session;
  readonly Kernel: typeof JosKernel;
  readonly values: Values;
  readonly patience: number;
  /** Of the first boot, if any are asked for. */
  readonly dumps: FinishDumps | null;
}

/** The same where `--moment` says which kernel it is, and what was done with it. */
const talkedAtMoment = async (values: Values): Promise<number> => {
  const strange = OF_A_BOOT.find((name) => values[name] !== undefined && values[name] !== false);
  if (strange !== undefined)
    throw new UsageError(`--${strange}: it is of a boot, and with --moment one goes elsewhere`);
  const opened = await openToRun([], values);
  const dumping: (FinishDumps | null)[] = [];
  const { playing, system } = opened.make((made) => void dumping.push(dumpsOf(made.kernel, values)));
  const kernel = system?.kernel;
  if (!(kernel instanceof JosKernel))
    throw new UsageError('--moment: it is of no kernel of JOS: ringfence step takes any');
  const patience = wholeOf(values, 'patience', 1, 3600) ?? DEFAULT_PATIENCE_SECONDS;
  const again = () => new (kernel.constructor as typeof JosKernel)(kernel.parameters);
  const kernels = [kernel];
  const session = new Session(
    () => kernels.pop() ?? again(),
    patience,
    () => {
      playing.begin();
      goTo(playing, { event: 0, step: opened.moment?.step ?? 0 });
    },
  );
  reportReady();
  const Kernel = kernel.constructor as typeof JosKernel;
  const [dumps = null] = dumping;
  const code = await talked({ session, Kernel, values: { ...values, lab: labOf(kernel) }, patience, dumps });
  tellDifferences(opened, playing);
  return code;
};

const labOf = (kernel: JosKernel): string => (kernel instanceof JosLab4 ? '4' : '2');
const OF_A_BOOT: readonly string[] = ['grade', 'check', 'library', 'junit', 'memory', 'end', 'variant', 'lab'];

/** Boots, prints all that there is to say, and returns the exit code. */
const talked = async ({ session, Kernel, values, patience, dumps }: Talk): Promise<number> => {
  const path = textOf(values, 'kernel');
  const print = printer(values);
  session.boot();
  print(`${session.printed.join('\n')}\n`);
  const { printed, kernel } = session;
  const grade = values.grade === true ? gradeTold(printed, kernel.variant) : null;
  if (grade !== null) {
    print(`\n${gradeLines(grade).join('\n')}\n`);
    writeJunit(values, suiteOf(values, grade, session.stopped));
  }
  reportStop(session);
  if (path !== undefined && session.stopped !== null) reportOrigin(Kernel, josParameters(values), session, path);
  const commands = await talk(session, values, print);
  const written = dumps?.() ?? [];
  if (written.length > 0) print(`${written.join('\n')}\n`);
  const isObeyed = commands.every(({ problem }) => problem === null);
  const isChecked = values.check === true && isObeyed && session.stopped === null;
  const check = isChecked ? checkJos(session.kernel, patience, values) : null;
  if (check !== null && values.json !== true) printLines(['', ...checkLines(check)]);
  if (values.json === true) writeTold(values, { printed, stopped: stopOf(session), grade, check, commands });
  if (!isObeyed) return 2;
  return session.stopped !== null || check?.outcome === 'broken' ? 1 : 0;
};

/** Prints, but where nothing but JSON is to be written. */
const printer = ({ json }: Values): ((text: string) => void) =>
  json === true ? () => {} : (text) => void process.stdout.write(text);

const writeTold = (values: Values, told: Omit<JosTold, 'schema' | 'lab' | 'variant' | 'kernel'>): void => {
  const lab = textOf(values, 'lab') === '4' ? '4' : '2';
  const kernel = textOf(values, 'kernel') ?? null;
  const { variant = DEFAULT_JOS.variant } = josParameters(values);
  const whole: JosTold = { schema: JOS.id, lab, variant, kernel, ...told };
  process.stdout.write(`${JSON.stringify(whole)}\n`);
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
  const dump = Object.keys(DUMP_OPTIONS).find((name) => values[name] !== undefined);
  const look = line === undefined ? dump && `--${dump} ${values[dump]}` : `-c ${line}`;
  if (look !== undefined)
    throw new UsageError(`${look}: --lab 4 --grade boots a kernel for each program, and leaves none to look at`);
  reportReady();
  const print = printer(values);
  const grade = gradeLab4Kernel(graded, josParameters(values), patience, (lines) => print(`${lines.join('\n')}\n`));
  writeJunit(values, suiteOf(values, grade, null));
  if (values.json === true) writeTold(values, { printed: [], stopped: null, grade, check: null, commands: [] });
  return isComplete(grade) ? 0 : 1;
};

/** Obeys the commands of `values`; or if nothing else is asked for, those of the prompt or the pipe. Returns what came of them. */
const talk = async (
  session: Session,
  values: Values,
  print: (text: string) => void,
): Promise<readonly AnswerTold[]> => {
  const commands = textsOf(values, 'command');
  const isAsked = commands.length > 0 || ALONE.some((name) => values[name] === true);
  const talker: Talker = {
    ...{ prompt: 'K> ', names: JOS_COMMANDS.names },
    obey: (line) => JOS_COMMANDS.obey(session, line),
  };
  if (isAsked) return obeyAll(talker, commands, print);
  if (!isTerminal()) return obeyAll(talker, pipedLines(), print);
  if (values.json === true) return [];
  await prompt(talker);
  return [];
};

/** What leaves no prompt, and reads nothing from a pipe. */
const ALONE: readonly string[] = ['grade', 'check', 'plain'];

const isTerminal = (): boolean => process.stdin.isTTY === true && process.stdout.isTTY === true;

/**
 * Says on stderr where what stopped the boot came from. It is made out in little memory, if the kernel stops alike there: a boot looks at all there is.
 */
const reportOrigin = (
  Kernel: typeof JosKernel,
  parameters: Partial<JosParameters>,
  { machine }: Session,
  path: string,
): void => {
  const few = { ...parameters, pages: Math.min(parameters.pages ?? TRACED_PAGES, TRACED_PAGES) };
  const boot = (chosen: typeof parameters, prepare: Parameters<Again>[0]): void => {
    const kernel = makeJos(chosen, Kernel);
    prepare(kernel);
    kernel.boot();
  };
  const { halt } = machine.execution;
  const trace = (): Link[] => {
    const kernels: Parameters<Parameters<Again>[0]>[0][] = [];
    boot(few, (kernel) => void kernels.push(kernel));
    const isAlike = kernels[0].machine.execution.halt?.message === halt?.message;
    return originOf((prepare) => boot(isAlike ? few : parameters, prepare));
  };
  const looked = `ringfence jos --kernel ${quoted(path)}${Kernel.prototype instanceof JosLab4 ? ' --lab 4' : ''} -c`;
  const shown = ({ page }: Link): string | null =>
    page === undefined ? null : `${looked} 'page 0x${(page * PAGE_SIZE).toString(16)}'`;
  const lines = halt === null ? [] : tracedLines(trace, shown);
  if (lines.length > 0) process.stderr.write(`${lines.map((line) => `  ${line}`.trimEnd()).join('\n')}\n`);
};

/** Where the kernel stopped, if it did. */
const stopOf = ({ machine, stopped }: Session): JosTold['stopped'] => {
  const { halt } = machine.execution;
  return stopped === null
    ? null
    : { message: stopped, assertion: halt instanceof AssertionFailed ? String(halt.code) : null };
};

/** Says it on stderr. */
const reportStop = (session: Session): void => {
  const stop = stopOf(session);
  if (stop === null) return;
  const code = stop.assertion === null ? '' : ` (assertion ${stop.assertion} of docs/jos.md)`;
  complain(`the kernel stopped: ${stop.message}${code}`);
};
