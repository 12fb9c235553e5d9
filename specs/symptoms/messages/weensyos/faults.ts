/** What WeensyOS prints of page faults and exceptions: f18 writes "for 0x0", f22 "on 0x0", f24 "PAGE FAULT on 0x0 (pid 2, …". */
import * as abi from '../../../../kernel/weensyos/abi.ts';
import { type Groups, hexOf, isNull, type Message } from '../message.ts';

const DETAILS =
  /(?:\s*\((?:pid\s*(?<pid2>\d+),\s*)?(?<access>read|write)?\s*(?<why>protection problem|missing page)?(?:,?\s*(?:rip|eip)\s*=\s*(?<rip>(?:0x)?[0-9a-f]+|\(nil\)))?[^)\n]*\))?!?/
    .source;
const ADDRESS = /(?<va>(?:0x)?[0-9a-f]{1,16}|\(nil\))/.source;
const END = '(?![0-9a-z])';
/** JOS's kernels say so, too, but after "kernel panic at". */
const KERNEL_FAULT = new RegExp(
  `\\bkernel (?<!kernel panic[^\\n]{1,80})page fault (?:on|for|at) ${ADDRESS}${END}${DETAILS}`,
  'gi',
);
const USER_FAULT = new RegExp(
  `\\b(?:process (?<pid>\\d+)\\s+)?page fault (?<!(?:kernel|kernel mode|kernel-mode) page fault )(?:on|for|at) ${ADDRESS}${END}${DETAILS}`,
  'gi',
);
const EXCEPTION =
  /(?:PANIC: )?(?:unhandled|unexpected) exception (?<vector>\d+)(?: \(rip=(?<rip>(?:0x)?[0-9a-f]+)\))?!?/gi;

const FIRST_USER = abi.PROC_START_ADDR;
const CONSOLE = 0xb8000;
const STACK = abi.MEMSIZE_VIRTUAL - abi.PAGESIZE;

const addressOf = (groups: Groups): number => (groups.va === '(nil)' ? 0 : hexOf(groups, 'va'));
const ripOf = (groups: Groups): number => (groups.rip === '(nil)' ? 0 : hexOf(groups, 'rip'));
const isWithin = (address: number, start: number, bytes: number): boolean =>
  address >= start && address < start + bytes;

const accessOf = ({ access }: Groups): string => access?.toLowerCase() ?? 'touch';
/** What the address stands for that the message gives. */
const there = (groups: Groups): string => `address ${groups.va}`;
const process = ({ pid, pid2 }: Groups): string => ((pid ?? pid2) ? `process ${pid ?? pid2}` : 'a program');
const reason = ({ why }: Groups): string =>
  why?.toLowerCase() === 'protection problem'
    ? 'the page is there, and its rights forbid it'
    : 'no page is mapped there';

const kernelFault = (name: string, when: Message['when'], means: Message['means']): Message => ({
  ...{ name, system: 'WeensyOS', blames: 'kernel', pattern: KERNEL_FAULT, means, ...(when && { when }) },
  did: (groups) =>
    `the kernel itself tried to ${accessOf(groups)} ${there(groups)}: ${reason(groups)}. The processor raised a page fault (vector 14), and a kernel that faults can only stop.`,
});

const userFault = (
  name: string,
  blames: Message['blames'],
  when: NonNullable<Message['when']>,
  means: Message['means'],
): Message => ({
  ...{ name, system: 'WeensyOS', blames, pattern: USER_FAULT, when, means },
  did: (groups) =>
    `${process(groups)} tried to ${accessOf(groups)} ${there(groups)}: ${reason(groups)}. The processor raised a page fault (vector 14); the kernel stopped that process, and the others go on.`,
});

export const WEENSY_FAULTS: readonly Message[] = [
  kernelFault(
    'kernel null fault',
    (groups) => isNull(addressOf(groups)),
    () =>
      'an address so low is a null pointer. In this kernel the usual null is what kalloc returns when no page is left, and somebody used it without asking.',
  ),
  kernelFault(
    'kernel fault in free memory',
    (groups) => /^(?:0x)?cccccccc/i.test(groups.va ?? ''),
    () =>
      'kalloc fills each page with 0xCC: the kernel followed a word of a page that nobody had filled, or that was freed.',
  ),
  kernelFault(
    'kernel fault in program memory',
    (groups) => addressOf(groups) >= FIRST_USER && addressOf(groups) < abi.MEMSIZE_VIRTUAL,
    () =>
      'that is where programs have their virtual addresses. The kernel means physical pages, and reaches them on its own tables alone; or it took a virtual address of a program as it is.',
  ),
  kernelFault(
    'kernel fault',
    undefined,
    () =>
      'the kernel followed a wrong address: an index beyond an array, a virtual address taken for a physical one, or a word of memory that somebody else overwrote.',
  ),
  userFault(
    'console fault',
    'kernel',
    (groups) => isWithin(addressOf(groups), CONSOLE, abi.PAGESIZE),
    () =>
      'the console lies at 0xb8000, and programs print by writing there. It is the one page below 0x100000 that must stay open to them.',
  ),
  userFault(
    'jump to 0',
    'kernel',
    (groups) => ripOf(groups) === 0,
    () =>
      'rip is 0: the process did not go wrong somewhere, it was started there. A process whose registers nobody set has 0 in all of them.',
  ),
  userFault(
    'text missing',
    'kernel',
    (groups) => ripOf(groups) === addressOf(groups) && !/protection/i.test(groups.why ?? ''),
    () => 'the address is that of the instruction itself: the process has no text where it is to go on.',
  ),
  userFault(
    'null fault',
    'program',
    (groups) => isNull(addressOf(groups)),
    () =>
      'the kernel did what it must. Either the program follows a null pointer; or it is a right one, and what it executes is not its text any more: two bytes of 0 are an instruction that uses the address in rax, and that is 0 often.',
  ),
  userFault(
    'stack fault',
    'kernel',
    (groups) => isWithin(addressOf(groups), STACK, abi.PAGESIZE),
    () => 'the last page of virtual memory is the stack, and every process must have it.',
  ),
  userFault(
    'kernel memory touched',
    'program',
    (groups) => addressOf(groups) < FIRST_USER,
    () =>
      'the address belongs to the kernel, and the kernel kept it: that is isolation at work. The program reached for it.',
  ),
  userFault(
    'program memory protected',
    'program',
    (groups) => /protection/i.test(groups.why ?? '') && addressOf(groups) < abi.MEMSIZE_VIRTUAL,
    () =>
      'the program wrote to a page that it may only read: its text, once the loader maps that without PTE_W. The kernel did what it must.',
  ),
  userFault(
    'page missing',
    'program',
    (groups) => addressOf(groups) < abi.MEMSIZE_VIRTUAL,
    () =>
      'the kernel did what it must, if the program never asked for that page. Those of the course use no other: then a page that they were given is gone, or a fork did not copy it.',
  ),
  userFault(
    'wild fault',
    'program',
    () => true,
    () =>
      'the kernel did what it must. No program of the course uses such an address: then it was computed from memory that holds something else than the program put there.',
  ),
  {
    ...{ name: 'breakpoint executed', system: 'WeensyOS', blames: 'kernel', pattern: EXCEPTION },
    when: ({ vector }) => vector === '3',
    did: ({ rip }) =>
      `a breakpoint (vector 3) was executed${rip === undefined ? '' : ` at ${rip}`}, and nobody handles it.`,
    means: () =>
      'the byte 0xCC is that instruction, and kalloc fills pages with it: a process executes a page that was handed out anew, or was never filled with its text.',
  },
  {
    ...{ name: 'call not there', system: 'WeensyOS', blames: 'nobody', pattern: EXCEPTION },
    when: ({ vector }) => Number(vector) >= 48 && Number(vector) <= 53,
    did: ({ vector }) => `a program made system call int ${vector}, for which the kernel has no case.`,
    means: ({ vector }) =>
      `in the years of C each call has a vector of its own, from 48 (panic) to 53 (exit): ${vector} is ${INT_CALLS[vector ?? ''] ?? 'one of them'}, and not there yet. Nothing is wrong if you are not that far.`,
  },
  {
    ...{ name: 'invalid opcode', system: 'WeensyOS', blames: 'kernel', pattern: EXCEPTION },
    when: ({ vector }) => vector === '6',
    did: ({ rip }) => `bytes that are no instruction (vector 6) were executed${rip === undefined ? '' : ` at ${rip}`}.`,
    means: () => "a process executes what is not its text: somebody else's data, or a page that was freed under it.",
  },
  {
    ...{ name: 'forbidden instruction', system: 'WeensyOS', blames: 'program', pattern: EXCEPTION },
    when: ({ vector, rip }) => vector === '13' && hexOf({ rip }, 'rip') >= FIRST_USER,
    did: ({ rip }) =>
      `a program executed an instruction at ${rip} that only the kernel may (vector 13, general protection).`,
    means: () =>
      'a program must not switch interrupts off, or halt: the processor does not let it. The kernel as handed out stops for it; a better one would stop that process alone.',
  },
  {
    ...{ name: 'kernel exception', system: 'WeensyOS', blames: 'kernel', pattern: EXCEPTION },
    did: ({ vector }) => `exception ${vector} was raised, and nobody handles it.`,
    means: ({ vector }) =>
      `vector ${vector} is ${VECTORS[vector ?? ''] ?? 'no device of this machine'}. In the kernel it comes of registers or tables that were overwritten.`,
  },
];

const INT_CALLS: Readonly<Record<string, string>> = {
  '48': 'panic',
  '49': 'getpid',
  '50': 'yield',
  '51': 'page_alloc',
  '52': 'fork',
  '53': 'exit',
};
const VECTORS: Readonly<Record<string, string>> = {
  '0': 'a division by zero',
  '8': 'a double fault: the stack of the handler is not there either',
  '10': 'an invalid task state',
  '12': 'a stack fault',
  '13': 'general protection: an address that no table can translate, or a segment that is none',
  '14': 'a page fault',
};
