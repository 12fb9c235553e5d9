/** Entries into the kernel as people name them: system calls with what was passed and returned, and exceptions. */
import { trap } from '../../hardware/hardware.ts';
import type { CallDescription, KernelView } from '../../kernel/kernel.ts';

const EXCEPTIONS: Readonly<Record<number, string>> = {
  [trap.BREAKPOINT]: 'breakpoint',
  [trap.INVALID_OPCODE]: 'invalid opcode',
  [trap.DOUBLE_FAULT]: 'double fault',
  [trap.GENERAL_PROTECTION]: 'general protection fault',
  [trap.PAGE_FAULT]: 'page fault',
  [trap.MACHINE_CHECK]: 'machine check',
  [trap.PROGRAM_ERROR]: 'its program is in error',
};

/** The number of a process as people write it. */
const labelOf = (view: KernelView, pid: number): string => view.labelOf?.(pid) ?? String(pid);

const hex = (value: number): string => `0x${value.toString(16)}`;

/** What the kernel says of the call with that number, if anything. */
export const descriptionOf = ({ calls }: KernelView, number: number): CallDescription | undefined =>
  calls?.find((call) => call.number === number);

/** The name of a system call, or that it has none. */
export const callName = (view: KernelView, number: number): string =>
  descriptionOf(view, number)?.name ?? `system call ${number}`;

/** A system call with what was passed, and what it returned if that is known and says anything. */
export const callText = (
  view: KernelView,
  number: number,
  { args, result }: { readonly args: readonly number[]; readonly result: number | null },
): string => {
  const call = descriptionOf(view, number);
  if (call === undefined) return callName(view, number);
  const passed = call.arguments.map(({ domain }, i) => argumentText(view, domain, args[i]));
  // A call with one result that it always has says nothing with it.
  const isTold = call.results.length > 1 || call.results.some(({ value }) => typeof value !== 'number');
  return `${call.name}(${passed.join(', ')})${result === null || !isTold ? '' : ` = ${resultText(view, call, result)}`}`;
};

const argumentText = (
  view: KernelView,
  domain: CallDescription['arguments'][number]['domain'],
  value: number,
): string => {
  if (domain === 'id') return value === 0 ? '0' : labelOf(view, value);
  return domain === 'permissions' || domain === 'length' || Array.isArray(domain) ? String(value) : hex(value >>> 0);
};

/** What may be any number above 0 names a process. */
const resultText = (view: KernelView, { results }: CallDescription, result: number): string =>
  result > 0 && results.some(({ value }) => value === 'any above 0') ? labelOf(view, result) : String(result);

/** What an exception is called. */
export const exceptionName = (vector: number): string => EXCEPTIONS[vector] ?? `exception ${vector}`;

/** An exception, and where it was. */
export const exceptionText = (vector: number, address: number): string =>
  vector === trap.PROGRAM_ERROR ? exceptionName(vector) : `${exceptionName(vector)} at ${hex(address)}`;
