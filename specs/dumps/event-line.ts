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
export const enteredText = (system: DumpKind['system'], { who, vector, call, args, faulted }: Entered): string => {
  const name = system === 'JOS' ? josCall(vector, call) : weensyCall(vector, call);
  if (name !== null) return `${name}${passedText(system, name, args)} of ${who}`;
  if (vector === TIMER) return `a tick in ${who}`;
  const at = faulted === undefined ? '' : ` at ${faulted}`;
  return vector === PAGE_FAULT ? `a page fault of ${who}${at}` : `interrupt ${vector} in ${who}`;
};

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
  const text = (name: string): string | undefined => new RegExp(`\\b${name} (-?\\w+)`).exec(line)?.[1];
  const number = (name: string): number => Number(text(name) ?? Number.NaN);
  const [env, faulted] = [text('env'), text('cr2')];
  if (env !== undefined && Number.isFinite(number('trapno'))) {
    const entered = { who: `environment ${env.padStart(8, '0')}`, vector: number('trapno'), call: number('eax') };
    return enteredText(system, {
      ...entered,
      args: ['edx', 'ecx', 'ebx'].flatMap((name) => text(name) ?? []),
      faulted,
    });
  }
  if (Number.isNaN(number('pid')) || Number.isNaN(number('rax'))) return line;
  if (text('intno') === undefined && seen !== null) return seen;
  const entered = { who: `process ${number('pid')}`, call: number('rax'), args: [text('rdi') ?? '0'], faulted };
  return enteredText(system, { ...entered, vector: Number(text('intno') ?? -1) });
};
