/** `ringfence run`: which kernel is to run, WeensyOS (weensyos.ts) or JOS (jos.ts), and what the options of either have in common. */

import { isJos, kernelAsked } from '../command-line/kernel-asked.ts';
import { BOOT_OPTIONS, parseWords, textOf, type Values, wholeOf } from '../command-line/options.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { parseEventTypes } from './event-fields.ts';

export const RUN_OPTIONS = {
  ...BOOT_OPTIONS,
  allocator: { type: 'string' },
  seed: { type: 'string' },
  until: { type: 'string' },
  show: { type: 'string' },
  picture: { type: 'string' },
  patience: { type: 'string' },
  check: { type: 'string' },
  kernel: { type: 'string' },
  variant: { type: 'string' },
  plain: { type: 'boolean' },
  json: { type: 'boolean' },
  events: { type: 'string' },
  'record-allocations': { type: 'string' },
} as const;

const DEFAULT_PATIENCE_SECONDS = 2;
const DEFAULT_PROGRAM = 'allocators';

export const run = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('run', words, RUN_OPTIONS);
  checkLogOptions(values);
  const patience = wholeOf(values, 'patience', 1, 3600) ?? DEFAULT_PATIENCE_SECONDS;
  if (values.json === true) printToErrors();
  const Kernel = await kernelAsked(textOf(values, 'kernel'));
  // Either comes with much that the other never needs: consoles and summaries of its own, or the live screen.
  if (isJos(Kernel)) {
    const { runJos } = await import('./jos.ts');
    return runJos(Kernel, { names: positionals, values, patience });
  }
  const variant = textOf(values, 'variant');
  if (variant !== undefined) throw new UsageError(`--variant ${variant}: JOS has variants: give --kernel jos, too`);
  const { runWeensyOS } = await import('./weensyos.ts');
  const names = positionals.length > 0 ? positionals : [DEFAULT_PROGRAM];
  return runWeensyOS(Kernel, { words, names, values, patience });
};

const checkLogOptions = (values: Values): void => {
  const events = textOf(values, 'events');
  parseEventTypes(events);
  if (events !== undefined && values.json !== true) {
    throw new UsageError(`--events ${events}: it chooses among the events that --json writes: give --json, too`);
  }
};

/** What is printed from now on, also by programs and kernels, goes to stderr: stdout holds the event log and nothing else. */
const printToErrors = (): void => {
  process.stdout.write = process.stderr.write.bind(process.stderr);
};
