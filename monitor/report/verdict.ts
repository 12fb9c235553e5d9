/** What went wrong in a run, said on stderr, and the exit code that it ends with. */
import { type ProgramError, register } from '../../hardware/hardware.ts';
import { type KernelView, Panic, type PanicSite } from '../../kernel/kernel.ts';
import { InvariantBroken } from '../../specs/specs.ts';
import type { System } from '../kernels/kind.ts';
import type { Outcome } from '../run/end-of-run.ts';
import { grouped } from '../run/table.ts';

/**
 * Says what went wrong, if anything did. Returns the exit code: 2 for a program in error, 1 for a kernel that is wrong or stopped, or where
 * everything waits because of what a program did.
 */
export const verdict = (system: System, { stuck, broken, thrown }: Outcome): number => {
  const { machine, view } = system.kernel;
  const { programErrors, halt } = machine.execution;
  const errors = stuck === null ? programErrors : [...programErrors, stuck];
  const describe = (error: ProgramError): string => system.describeError?.(error) ?? error.message;
  for (const error of errors) complain(`${describe(error)}${sourceOf(error)}`);
  const { runState } = machine.cpu;
  const stopped = runState === register.PANICKED || runState === register.TRIPLE_FAULTED;
  if (stopped && halt !== null) complain(`the kernel stopped: ${halt.message}`);
  if (stopped && halt instanceof Panic && halt.site.handling !== ASKED)
    process.stderr.write(siteLines(view, halt.site));
  const complaint = system.standstill?.()?.complaint;
  if (complaint !== undefined) complain(`${complaint}: nothing runs on`);
  if (thrown !== null) complain(`the kernel stopped: its code threw ${thrown}`);
  if (broken !== null)
    complain(
      `the kernel ${broken instanceof InvariantBroken ? 'broke an invariant' : 'went wrong'}: ${broken.message}`,
    );
  if (errors.length > 0) return 2;
  return stopped || broken !== null || thrown !== null || complaint !== undefined ? 1 : 0;
};

/** The call by which a program asks for a panic: where the kernel was then is of no interest. */
const ASKED = 'panic';

const complain = (text: string): void => void process.stderr.write(`ringfence: ${text}\n`);

/** Where a panic was, on whose behalf, and in which functions. */
const siteLines = (view: KernelView, { cycle, process: id, handling, backtrace }: PanicSite): string => {
  const whose = id === 0 ? '' : ` for ${view.nameOf(id)}`;
  const functions = backtrace.map((name, depth) => `  #${depth}  ${name}\n`);
  return `  at cycle ${grouped(Math.floor(cycle))}, in ${handling}${whose}\n${functions.join('')}`;
};

/** Where in the program's own source an error was thrown, if it was. */
const sourceOf = (error: ProgramError): string => {
  const stack = error.cause instanceof Error ? error.cause.stack : undefined;
  const at = stack?.split('\n').find((line) => /^\s+at /.test(line));
  return at === undefined ? '' : `\n${at}`;
};
