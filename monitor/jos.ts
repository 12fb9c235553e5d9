/** `ringfence jos`: boots JOS lab 2, prints what it prints, says where it stopped if it did, grades it, and gives its prompt. */
import { AssertionFailed, DEFAULT_JOS, JosKernel, type JosParameters } from '../kernel/kernel.ts';
import { loadKernelClass } from './bundle.ts';
import { checkJos } from './jos-check.ts';
import { gradeLines } from './jos-grade.ts';
import { obeyAll, prompt } from './jos-prompt/prompt.ts';
import { Session } from './jos-prompt/session.ts';
import { parseWords, textOf, textsOf, type Values, wholeOf } from './options.ts';
import { parseMemory, UsageError } from './usage.ts';
import { reportReady } from './watchdog.ts';

/** Options of every command that boots JOS. */
export const JOS_OPTIONS = {
  variant: { type: 'string' },
  memory: { type: 'string' },
  end: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const DEFAULT_PATIENCE_SECONDS = 30;

export const jos = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('jos', words, {
    ...JOS_OPTIONS,
    kernel: { type: 'string' },
    grade: { type: 'boolean' },
    check: { type: 'boolean' },
    command: { type: 'string', short: 'c', multiple: true },
    plain: { type: 'boolean' },
    patience: { type: 'string' },
  });
  if (positionals.length > 0)
    throw new UsageError(`jos: it runs no programs yet, and takes none such as ${positionals.join(' ')}`);
  const patience = wholeOf(values, 'patience', 1, 3600) ?? DEFAULT_PATIENCE_SECONDS;
  const path = textOf(values, 'kernel');
  const Kernel = path === undefined ? JosKernel : await loadKernelClass(path, JosKernel);
  const session = new Session(() => makeJos(josParameters(values), Kernel), patience);
  reportReady();
  boot(session);
  if (values.grade === true) printLines(['', ...gradeLines(session.printed, session.kernel.variant)]);
  reportStop(session);
  const fine = await talk(session, values);
  if (!fine) return 2;
  if (session.stopped !== null) return 1;
  return values.check === true ? checkJos(session.kernel, patience) : 0;
};

/** Obeys the commands of `values`, or gives the prompt if nothing else is asked for; false if a command could not be obeyed. */
const talk = async (session: Session, values: Values): Promise<boolean> => {
  const commands = textsOf(values, 'command');
  const isAsked = commands.length > 0 || values.grade === true || values.check === true || values.plain === true;
  if (!isAsked && isTerminal()) await prompt(session);
  return obeyAll(session, commands);
};

/** Boots, and prints what the kernel prints. Throws a UsageError if the kernel does not come back. */
const boot = (session: Session): void => {
  const cameBack = session.boot();
  printLines(session.printed);
  if (!cameBack) throw new UsageError(session.lateness);
};

const printLines = (lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

const isTerminal = (): boolean => process.stdin.isTTY === true && process.stdout.isTTY === true;

/** Parameters that the options ask for. The image ends where the stock kernel's does, unless `ends` says otherwise. */
export const josParameters = (values: Values, ends?: Readonly<Record<string, number>>): Partial<JosParameters> => {
  const variant = textOf(values, 'variant') ?? DEFAULT_JOS.variant;
  if (variant !== 'mit' && variant !== 'sjtu') throw new UsageError(`--variant ${variant}: expected mit or sjtu`);
  const memory = textOf(values, 'memory');
  const end = textOf(values, 'end');
  if (end !== undefined && !/^0x[0-9a-f]{1,8}$/i.test(end))
    throw new UsageError(`--end ${end}: expected an address, as 0xf01199a0`);
  return {
    variant,
    end: end === undefined ? (ends?.[variant] ?? DEFAULT_JOS.end) : Number(end),
    ...(memory !== undefined && { pages: parseMemory(memory) }),
  };
};

/** A kernel, not yet booted. Throws a UsageError for parameters that make no sense. */
export const makeJos = <Parameters extends Partial<JosParameters>, Kernel extends JosKernel>(
  parameters: Parameters,
  Kernel: new (parameters: Parameters) => Kernel,
): Kernel => {
  try {
    return new Kernel(parameters);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  }
};

/** Says on stderr where the boot stopped, if it did. */
const reportStop = ({ machine, stopped }: Session): void => {
  const { halt } = machine.execution;
  if (stopped === null) return;
  const code = halt instanceof AssertionFailed ? ` (assertion ${halt.code} of docs/jos.md)` : '';
  process.stderr.write(`ringfence: the kernel stopped: ${stopped}${code}\n`);
};
