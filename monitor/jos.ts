/** `ringfence jos`: boots JOS lab 2, prints what it prints, says where it stopped if it did, and grades it. */
import { AssertionFailed, DEFAULT_JOS, JosKernel, type JosParameters } from '../kernel/kernel.ts';
import { gradeOf } from '../specs/specs.ts';
import { loadKernelClass } from './bundle.ts';
import { checkJos } from './jos-check.ts';
import { parseWords, textOf, type Values, wholeOf } from './options.ts';
import { parseMemory, UsageError } from './usage.ts';
import { reportReady, runLimited } from './watchdog.ts';

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
    patience: { type: 'string' },
  });
  if (positionals.length > 0)
    throw new UsageError(`jos: it runs no programs yet, and takes none such as ${positionals.join(' ')}`);
  const patience = wholeOf(values, 'patience', 1, 3600) ?? DEFAULT_PATIENCE_SECONDS;
  const path = textOf(values, 'kernel');
  const Kernel = path === undefined ? JosKernel : await loadKernelClass(path, JosKernel);
  const kernel = makeJos(josParameters(values), Kernel);
  reportReady();
  const lines: string[] = [];
  kernel.machine.listen((event) => {
    if (event.type === 'log') lines.push(event.text);
  });
  const cameBack = runLimited(patience, () => kernel.boot());
  process.stdout.write(`${lines.join('\n')}\n`);
  if (!cameBack) throw new UsageError(`the kernel did not come back within ${patience} s: does it loop?`);
  if (values.grade === true) process.stdout.write(`${gradeLines(lines, kernel.variant).join('\n')}\n`);
  const code = report(kernel);
  return code === 0 && values.check === true ? checkJos(kernel, patience) : code;
};

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
export const makeJos = (parameters: Partial<JosParameters>, Kernel = JosKernel): JosKernel => {
  try {
    return new Kernel(parameters);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  }
};

const gradeLines = (lines: readonly string[], variant: JosKernel['variant']): string[] => {
  const { awards, score, full } = gradeOf(lines, variant);
  const rows = awards.map(({ line, points, earned }) => `${line.padEnd(44)}${earned ? points : 0} of ${points}`);
  return ['', ...rows, `Score: ${score}/${full}`];
};

/** Says on stderr where the kernel stopped; returns the exit code. */
const report = (kernel: JosKernel): number => {
  const { halt } = kernel.machine.execution;
  if (halt === null) return 0;
  const code = halt instanceof AssertionFailed ? ` (assertion ${halt.code} of docs/jos.md)` : '';
  process.stderr.write(`ringfence: the kernel stopped: ${halt.message}${code}\n`);
  return 1;
};
