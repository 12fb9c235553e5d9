/** Entries into a kernel in words: by what a gdb script printed, or by the registers that were saved. */
import * as jos from '../../kernel/jos/abi.ts';
import { JOS_CALLS } from '../../kernel/jos/call-descriptions.ts';
import * as weensyos from '../../kernel/weensyos/abi.ts';
import { WEENSYOS_CALLS } from '../../kernel/weensyos/call-descriptions.ts';
import type { DumpKind } from './open-dump.ts';

/** What WeensyOS's years in C have an interrupt each for; 2018 has the first alone, for all calls, with the number in rax. */
const FIRST_OF_C = 48;
const INTERRUPTS_OF_C: readonly string[] = ['panic', 'getpid', 'yield', 'page_alloc', 'fork', 'exit'];
const TIMER = 32;
const PAGE_FAULT = 14;
const JOS_SYSTEM_CALL = 48;

/** Who entered the kernel, and how: of a system call its number and what is passed to it, as far as that is known. */
export interface Entered {
  /** `process 2`, `environment 00001000`. */
  readonly who: string;
  /** The vector; of a system call of WeensyOS's years in C++ below 0. */
  readonly vector: number;
  readonly call: number;
  /** In the order in which calls pass them, as they are written; those that a call does not take are left out. */
  readonly args: readonly string[];
  /** The address of a page fault, where that is known. */
  readonly faulted?: string | undefined;
}

/** `exit of process 2`, `a tick in process 1`, `page_alloc(0x104000) of process 2`. */
export const enteredText = (system: DumpKind['system'], entered: Entered): string => {
  const { who, vector, args, faulted } = entered;
  const name = callOf(system, entered);
  if (name !== null) return `${name}${passedText(system, name, args)} of ${who}`;
  if (vector === TIMER) return `a tick in ${who}`;
  const at = faulted === undefined ? '' : ` at ${faulted}`;
  return vector === PAGE_FAULT ? `a page fault of ${who}${at}` : `interrupt ${vector} in ${who}`;
};

/** The name of the call that an entry is; null if it is none. */
export const callOf = (system: DumpKind['system'], { vector, call }: Entered): string | null =>
  system === 'JOS' ? josCall(vector, call) : weensyCall(vector, call);

/** What the call takes of that which was passed, in brackets. */
const passedText = (system: DumpKind['system'], name: string, args: readonly string[]): string => {
  const calls = system === 'JOS' ? JOS_CALLS : WEENSYOS_CALLS;
  const count = calls.find((call) => call.name === name)?.arguments.length ?? 0;
  const passed = args.slice(0, count);
  return passed.length === 0 ? '' : `(${passed.join(', ')}${passed.length < count ? ', …' : ''})`;
};

const weensyCall = (vector: number, call: number): string | null => {
  const known = vector < 0 || vector === FIRST_OF_C ? weensyos.SYSCALL_NAMES[call] : undefined;
  return known ?? (vector < 0 ? `system call ${call}` : (INTERRUPTS_OF_C[vector - FIRST_OF_C] ?? null));
};

const josCall = (vector: number, call: number): string | null =>
  vector === JOS_SYSTEM_CALL ? (jos.SYSCALL_NAMES[call] ?? `system call ${call}`) : null;

/**
 * What `note`, the line of a script, says of the event; as it stands where it is of another form. A line that does not say whether it was a call is
 * passed over for `seen`, what memory says.
 */
export const describedNote = (system: DumpKind['system'], note: string, seen: string | null = null): string => {
  const line = note.split('\n')[0].trim();
  const [, called, args] = /\bcall (\w+)(?: args (.*))?/.exec(line) ?? [];
  if (called !== undefined) return `${called}(${(args ?? '').split(' ').filter(Boolean).join(', ')})`;
  const entered = enteredIn(line);
  if (entered === null) return line;
  return !entered.isCertain && seen !== null ? seen : enteredText(system, entered);
};

/** An entry as a line tells it. */
export interface EnteredByLine extends Entered {
  /** The number of the process or environment. */
  readonly pid: number;
  /** Where the program was; NaN if the line does not say. */
  readonly instruction: number;
  /** Whether the line says that it was a call, or an interrupt. */
  readonly isCertain: boolean;
}

/** Who entered the kernel and how, by the line that a script printed; null for a line of another form. */
export const enteredIn = (line: string): EnteredByLine | null => {
  const text = (name: string): string | undefined => new RegExp(`\\b${name} (-?\\w+)`).exec(line)?.[1];
  const number = (name: string): number => Number(text(name) ?? Number.NaN);
  const [env, faulted] = [text('env'), text('cr2')];
  const told = { faulted, instruction: Number(text('rip') ?? text('eip') ?? Number.NaN) };
  if (env !== undefined && Number.isFinite(number('trapno'))) {
    const who = { who: `environment ${env.padStart(8, '0')}`, pid: Number.parseInt(env, 16), isCertain: true };
    const args = ['edx', 'ecx', 'ebx'].flatMap((name) => text(name) ?? []);
    return { ...who, ...told, vector: number('trapno'), call: number('eax'), args };
  }
  if (Number.isNaN(number('pid')) || Number.isNaN(number('rax'))) return null;
  const who = { who: `process ${number('pid')}`, pid: number('pid'), isCertain: text('intno') !== undefined };
  const vector = Number(text('intno') ?? -1);
  return { ...who, ...told, vector, call: number('rax'), args: [text('rdi') ?? '0'] };
};
