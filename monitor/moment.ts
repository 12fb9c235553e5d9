/** A moment of a run: what `walk` and `why` look at. Boots the kernel that the command line asks for and runs it up to there. */
import { counter } from '../hardware/hardware.ts';
import { abi, type ProcessView, type WeensyKernel } from '../kernel/kernel.ts';
import { PageHistory } from '../specs/specs.ts';
import { BOOT_OPTIONS, bootParameters, makeKernel, textOf, type Values, wholeOf } from './options.ts';
import { namedPrograms, PROGRAM_NAMES } from './programs.ts';
import { UsageError } from './usage.ts';

export const MOMENT_OPTIONS = {
  ...BOOT_OPTIONS,
  seed: { type: 'string' },
  at: { type: 'string' },
} as const;

export interface Moment {
  readonly kernel: WeensyKernel;
  readonly history: PageHistory;
  /** Events passed: fewer than asked for if nothing could run any more. */
  readonly event: number;
}

/** The moment after event `--at` of a run of the program `name`. Throws a UsageError. */
export const reach = (name: string | undefined, values: Values): Moment => {
  if (name === undefined) throw new UsageError(`which program? One of ${PROGRAM_NAMES.join(', ')}`);
  const event = wholeOf(values, 'at', 0);
  if (event === undefined)
    throw new UsageError('--at is missing: after how many events (system calls and ticks) to look');
  const seed = wholeOf(values, 'seed', 0, 2 ** 32 - 1);
  const kernel = makeKernel({ ...bootParameters(values, seed), programs: namedPrograms(name, seed) });
  const history = new PageHistory(kernel.machine, abi.SYSCALL_NAMES);
  kernel.boot();
  kernel.machine.run(Number.POSITIVE_INFINITY, event);
  return { kernel, history, event: kernel.machine.counters[counter.EVENTS] };
};

/** The process that `--pid` names, among those that are there. Throws a UsageError that lists them. */
export const processOf = ({ kernel, event }: Moment, values: Values): ProcessView => {
  const asked = textOf(values, 'pid') ?? '1';
  const processes = kernel.view.processes();
  const found = processes.find(({ pid }) => String(pid) === asked);
  if (found !== undefined) return found;
  const pids = processes.map(({ pid }) => pid).join(', ') || 'none';
  throw new UsageError(`--pid ${asked}: after event ${event} there is no such process; there are ${pids}`);
};

/** A number given in decimal, or in hex with 0x. */
export const parseAddress = (what: string, text: string | undefined): number => {
  const value =
    text === undefined || !/^-?(?:0x[0-9a-f]+|\d+)$/i.test(text) ? Number.NaN : Number(text.replace('-', ''));
  if (Number.isSafeInteger(value)) return text?.startsWith('-') ? -value : value;
  throw new UsageError(`${text ?? 'nothing'}: expected ${what}, as 0x105123`);
};
