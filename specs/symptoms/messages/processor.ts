/** What emulators and kernels print of the processor itself: resets, register dumps, trap frames. */
import { type Groups, hexOf, type Message } from './message.ts';

/** The error code of a page fault, bit by bit (Intel SDM vol. 3, 4.7). */
const pageFaultCode = (code: number): string =>
  `${code & 4 ? 'a program' : 'the kernel'} tried to ${code & 16 ? 'execute' : code & 2 ? 'write' : 'read'}, and ${code & 1 ? 'the rights forbid it' : 'no page is mapped there'}`;

const TRAP_NUMBER = String.raw`(?:^|\n)\s*trap\s+0x(?<trap>[0-9a-f]{1,8})[^\n]*`;
const TRAP_FRAME = new RegExp(
  `${TRAP_NUMBER}(?:\\n\\s*cr2\\s+0x(?<cr2>[0-9a-f]+))?(?:\\n\\s*err\\s+0x(?<err>[0-9a-f]+)[^\\n]*)?(?:\\n\\s*eip\\s+0x(?<eip>[0-9a-f]+))?`,
  'gi',
);
const REGISTERS =
  /\bE(?:AX|IP)=[0-9a-f]{8}\b[\s\S]{0,1400}?\bCR2=(?<cr2>[0-9a-f]{8,16})(?:\s+CR3=(?<cr3>[0-9a-f]{8,16}))?/gi;

/** As the log of traps of an emulator has them (-d int). */
const LOGGED =
  /\bv=(?<trap>[0-9a-f]{2}) e=(?<err>[0-9a-f]{4})[^\n]*?\bpc=(?<eip>[0-9a-f]{8,16})(?:[^\n]*?\bCR2=(?<cr2>[0-9a-f]{8,16}))?/gi;

const frame = (
  name: string,
  blames: Message['blames'],
  trap: (n: number, groups: Groups) => boolean,
  did: Message['did'],
  means: Message['means'],
): Message => ({
  ...{ name, system: 'JOS', blames, pattern: TRAP_FRAME, did, means },
  when: (groups) => trap(hexOf(groups, 'trap'), groups),
});

const at = ({ eip }: Groups): string => (eip === undefined ? '' : ` at 0x${eip}`);
/** The low bits of a selector's error code say that it is of the interrupt table (Intel SDM vol. 3, 6.13). */
const isOfGate = ({ err }: Groups): boolean => (hexOf({ err }, 'err') & 3) === 2 && hexOf({ err }, 'err') >> 3 < 256;

export const PROCESSOR: readonly Message[] = [
  {
    ...{ name: 'triple fault', blames: 'kernel' },
    pattern:
      /triple fault[^\n]*|check_exception old: 0x8 new[^\n]*|Exit due to cpu[ _-]reset|(?:cpu|machine) reset(?: by)? triple[^\n]*|(?:guest|machine) (?:rebooted|reboots|keeps rebooting)[^\n]*/gi,
    did: () =>
      'a fault could not be handled, nor the fault that came of that, nor the next: the processor gave up and reset the machine.',
    means: () =>
      "what the handler itself needs is gone: the page table in CR3, the kernel's text, its stack, or the interrupt table. A wrong table is in force, or memory of the kernel was overwritten.",
  },
  {
    ...{ name: 'registers', blames: 'nobody', pattern: REGISTERS },
    did: ({ cr2, cr3 }) =>
      `the emulator shows the registers as they are: the last page fault was at 0x${cr2}${cr3 === undefined ? '' : `, and the tables in force begin at 0x${cr3}`}.`,
    means: () =>
      'EIP or RIP is where it happened; CR2 is the address that could not be translated, CR3 the tables that it was looked for in.',
  },
  {
    ...{ name: 'execution outside of memory', blames: 'kernel' },
    pattern: /trying to execute code outside RAM or ROM at (?<eip>0x[0-9a-f]+)/gi,
    did: ({ eip }) => `the processor went on at ${eip}, where no memory is.`,
    means: () =>
      'the tables in force lead there, or a return address was overwritten: a wrong table was loaded into CR3, or the stack is not what it was.',
  },
  frame(
    'gate closed',
    'kernel',
    (trap, groups) => trap === 13 && isOfGate(groups),
    (groups) =>
      `a program made interrupt ${hexOf(groups, 'err') >> 3} (0x${(hexOf(groups, 'err') >> 3).toString(16)})${at(groups)}, and the processor did not let it (vector 13, error code 0x${groups.err}).`,
    () =>
      'the gate of that vector is there for the kernel alone: SETGATE gave it level 0. System calls (0x30) and breakpoints (3) need level 3.',
  ),
  frame(
    'page fault frame',
    'nobody',
    (trap) => trap === 14,
    (groups) =>
      `a page fault (vector 14)${groups.cr2 === undefined ? '' : ` at 0x${groups.cr2}`}: ${groups.err === undefined ? 'its error code is not in the text' : pageFaultCode(hexOf(groups, 'err'))}${at(groups)}.`,
    () => 'the frame holds all registers of that moment; cr2 is the address, eip the instruction.',
  ),
  {
    ...{ name: 'trap logged', blames: 'nobody', pattern: LOGGED },
    did: (groups) =>
      hexOf(groups, 'trap') === 14
        ? `a page fault (vector 14) at 0x${groups.cr2 ?? '?'}: ${pageFaultCode(hexOf(groups, 'err'))}${at(groups)}.`
        : `trap ${hexOf(groups, 'trap')} came${at(groups)}.`,
    means: ({ trap }) =>
      `vector ${hexOf({ trap }, 'trap')} is ${VECTORS[hexOf({ trap }, 'trap')] ?? 'no exception of the processor'}.`,
  },
  frame(
    'trap frame',
    'nobody',
    () => true,
    (groups) => `trap ${hexOf(groups, 'trap')} came${at(groups)}.`,
    (groups) =>
      `vector ${hexOf(groups, 'trap')} is ${VECTORS[hexOf(groups, 'trap')] ?? 'no exception of the processor'}.`,
  ),
];

const VECTORS: Readonly<Record<number, string>> = {
  0: 'a division by zero',
  1: 'a debug exception',
  3: 'a breakpoint, as the panic of a program makes it',
  6: 'bytes that are no instruction',
  8: 'a double fault: the handler of a fault could not be entered',
  10: 'an invalid task state',
  11: 'a segment that is not there',
  12: 'a stack fault',
  13: 'general protection',
  14: 'a page fault',
  32: "the timer's interrupt",
  48: 'a system call',
};
