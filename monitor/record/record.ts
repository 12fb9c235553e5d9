/** `ringfence record`: runs a kernel and writes what happens, in the format of the recordings of the real one where there are some. */
import type { WeensyKernel } from '../../kernel/kernel.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values } from '../../presentation/boot/values.ts';
import type { Kind } from '../../presentation/presentation.ts';
import { finalLines } from '../../specs/specs.ts';
import { parseWords, writeOutput } from '../command-line/options.ts';
import { BufferedOutput } from '../command-line/output.ts';
import { complain } from '../command-line/width.ts';
import { kindAsked } from '../kernels/asked-kernel.ts';
import { reportReady } from '../limits/supervisor.ts';
import { CALLS } from './calls.ts';
import { EVENTS } from './events.ts';
import { type Form, RECORDING_OPTIONS, refuseOptions } from './recorder.ts';
import { TRACE } from './trace.ts';

export const RECORD_OPTIONS = { ...RECORDING_OPTIONS, log: { type: 'string' }, final: { type: 'string' } } as const;

const SYSTEMS: readonly string[] = ['weensyos', 'jos'];

export const record = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('record', words, RECORD_OPTIONS);
  const kind = await recordedKind(positionals, values);
  const form = formOf(kind);
  refuseOptions(['record', ...positionals].join(' '), form, values);
  const final = textOf(values, 'final');
  const { kernel, record } = await form.recorder(kind, values);
  // A file that cannot be written is better known before a long run than after it.
  if (final !== undefined) writeOutput('final', final, '');
  reportReady();
  const output = new BufferedOutput();
  try {
    record((line) => output.line(line));
  } finally {
    output.flush();
  }
  if (final !== undefined) writeOutput('final', final, `${finalLines(kernel as WeensyKernel).join('\n')}\n`);
  const { halt } = kernel.machine.execution;
  if (halt !== null && form !== TRACE) complain(`the kernel stopped: ${halt.message}`);
  return halt === null || form === TRACE ? 0 : 1;
};

/** The form of recordings that a kernel of that kind has. */
export const formOf = ({ name }: Kind): Form => {
  if (name === 'WeensyOS') return TRACE;
  return name === 'lab 2 of JOS' ? CALLS : EVENTS;
};

/** The kernel that `record` is to run: the system that is named, or the one of `--kernel`; both must agree. Throws a UsageError. */
const recordedKind = async (positionals: readonly string[], values: Values): Promise<Kind> => {
  const [system, ...rest] = positionals;
  const path = textOf(values, 'kernel');
  const isNamed = system !== undefined && SYSTEMS.includes(system);
  if (rest.length > 0 && isNamed)
    throw new UsageError(`record ${system}: expected options alone, not ${rest.join(' ')}`);
  if (!isNamed && (system !== undefined || path === undefined)) {
    throw new UsageError(
      `${['record', ...positionals].join(' ')}: expected the system to record, weensyos or jos, as in ringfence record weensyos --programs exit`,
    );
  }
  const kind = await kindAsked(kernelValues(values, system));
  const isJos = kind.name.endsWith('JOS');
  if (system !== undefined && (system === 'jos') !== isJos)
    throw new UsageError(`record ${system}: ${path} is ${isJos ? 'JOS' : kind.name}: leave ${system} out`);
  return kind;
};

/** JOS is that of lab 2, unless programs are to be run. What a seed is for depends on the form. */
export const kernelValues = ({ seed: _seed, ...values }: Values, system: string | undefined): Values => {
  if (system !== 'jos' || values.kernel !== undefined) return values;
  const lab = values.lab ?? (values.programs === undefined ? '2' : '4');
  return { ...values, kernel: 'jos', lab };
};
