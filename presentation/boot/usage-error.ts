/** Usage errors, and the values that options take. Every refusal says what was wrong and what would be right. */
import type { TimerSetting } from '../../hardware/hardware.ts';
import type { PageOrder } from '../../kernel/kernel.ts';

/** The command line cannot be obeyed. Ends the command with exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

const WHOLE = /^\d{1,15}$/;
const MEMORY = /^(\d{1,9})([KM]?)$/i;
const UNITS: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20 };
const PAGE = 4096;
/** The timer of programs that are run, unless another is asked for. */
export const DEFAULT_TIMER = 'cycles:100000';

/** Whether `name` is meant as the path of a file. */
export const isPath = (name: string): boolean => /[/\\]|\.[cm]?[jt]s$/.test(name);

export const parseWhole = (option: string, text: string, least: number, most = Number.MAX_SAFE_INTEGER): number => {
  const value = Number(text);
  if (!WHOLE.test(text) || value < least || value > most) {
    const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} up` : `from ${least} to ${most}`;
    throw new UsageError(`--${option} ${text === '' ? "''" : text}: expected a whole number ${range}`);
  }
  return value;
};

/** `first-fit`, `cursor:STRIDE` or `random:SEED`; a bare `random` takes its seed from `seed`. */
export const parseOrder = (text: string, seed = 0): PageOrder => {
  const [kind, value, ...rest] = text.split(':');
  if (rest.length === 0) {
    if (kind === 'first-fit' && value === undefined) return { kind };
    if (kind === 'cursor') return { kind, stride: value === undefined ? 1 : parseWhole('order cursor:', value, 1) };
    if (kind === 'random')
      return { kind, seed: value === undefined ? seed : parseWhole('order random:', value, 0, 2 ** 32 - 1) };
  }
  throw new UsageError(`--order ${text}: expected first-fit, cursor:STRIDE (as cursor:1 or cursor:3) or random:SEED`);
};

/** The text that `parseOrder` reads as `order`. */
export const orderText = (order: PageOrder): string => {
  if (order.kind === 'cursor') return `cursor:${order.stride}`;
  return order.kind === 'random' ? `random:${order.seed}` : order.kind;
};

/** `off`, `cycles:N` or `every:N`. */
export const parseTimer = (text: string): TimerSetting => {
  const [mode, value, ...rest] = text.split(':');
  if (text === 'off') return { mode: text };
  if ((mode === 'cycles' || mode === 'every') && value !== undefined && rest.length === 0) {
    return { mode, period: parseWhole(`timer ${mode}:`, value, 1) };
  }
  throw new UsageError(
    `--timer ${text}: expected off, cycles:N (a tick each N cycles) or every:N (each N-th event is a tick)`,
  );
};

/** A size of memory in bytes, with K or M, as a number of pages. */
export const parseMemory = (text: string): number => {
  const match = MEMORY.exec(text);
  const bytes = match === null ? Number.NaN : Number(match[1]) * UNITS[match[2].toUpperCase()];
  if (!Number.isInteger(bytes) || bytes % PAGE !== 0) {
    throw new UsageError(`--memory ${text}: expected a size in whole pages of 4 KiB, such as 2M or 1536K`);
  }
  return bytes / PAGE;
};
