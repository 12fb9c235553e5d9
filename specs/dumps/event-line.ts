/** Entries into a kernel in words: by what a gdb script printed, or by the registers that were saved. */
import * as jos from '../../kernel/jos/abi.ts';
import * as weensyos from '../../kernel/weensyos/abi.ts';
import type { KernelName } from './open-dump.ts';

/** What WeensyOS's years in C have an interrupt each for; 2018 has the first alone, for all calls, with the number in rax. */
const FIRST_OF_C = 48;
const INTERRUPTS_OF_C: readonly string[] = ['panic', 'getpid', 'yield', 'page_alloc', 'fork', 'exit'];
const TIMER = 32;
const PAGE_FAULT = 14;
const JOS_SYSTEM_CALL = 48;

/** Who entered the kernel, and how: of a system call its number and its argument, as far as they are known. */
export interface Entered {
  /** `process 2`, `environment 00001000`. */
  readonly who: string;
  /** The vector; of a system call of WeensyOS's years in C++ below 0. */
  readonly vector: number;
  readonly call: number;
  readonly argument: number | null;
}

/** `exit of process 2`, `a tick in process 1`, `page_alloc(0x104000) of process 2`. */
export const enteredText = (kernel: KernelName, { who, vector, call, argument }: Entered): string => {
  const name = kernel === 'jos' ? josCall(vector, call) : weensyCall(vector, call);
  if (name !== null)
    return `${name}${name === 'page_alloc' && argument !== null ? `(0x${argument.toString(16)})` : ''} of ${who}`;
  if (vector === TIMER) return `a tick in ${who}`;
  return vector === PAGE_FAULT ? `a page fault of ${who}` : `interrupt ${vector} in ${who}`;
};

const weensyCall = (vector: number, call: number): string | null => {
  const known = vector < 0 || vector === FIRST_OF_C ? weensyos.SYSCALL_NAMES[call] : undefined;
  return known ?? (vector < 0 ? `system call ${call}` : (INTERRUPTS_OF_C[vector - FIRST_OF_C] ?? null));
};

const josCall = (vector: number, call: number): string | null =>
  vector === JOS_SYSTEM_CALL ? (jos.SYSCALL_NAMES[call] ?? `system call ${call}`) : null;

/** What `note`, the line of a script, says of the event; as it stands where it is of another form. */
export const describedNote = (kernel: KernelName, note: string): string => {
  const line = note.split('\n')[0].trim();
  const [, called, args] = /\bcall (\w+)(?: args (.*))?/.exec(line) ?? [];
  if (called !== undefined) return `${called}(${(args ?? '').split(' ').filter(Boolean).join(', ')})`;
  const value = (name: string): number => Number(new RegExp(`\\b${name} (-?\\w+)`).exec(line)?.[1] ?? Number.NaN);
  const [, env] = /\benv ([0-9a-f]+)/.exec(line) ?? [];
  const [vector, intno] = [value('trapno'), value('intno')];
  if (env !== undefined && Number.isFinite(vector)) {
    const who = `environment ${env.padStart(8, '0')}`;
    return enteredText(kernel, { who, vector, call: value('eax'), argument: null });
  }
  if (Number.isNaN(value('pid')) || Number.isNaN(value('rax'))) return line;
  const entered = { who: `process ${value('pid')}`, call: value('rax'), argument: value('rdi') };
  return enteredText(kernel, { ...entered, vector: Number.isFinite(intno) ? intno : -1 });
};
