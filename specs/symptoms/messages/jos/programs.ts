/** What JOS prints of environments, and what those print: the labs with programs. */
import { type Groups, hexOf, isNull, type Message } from '../message.ts';

const ENV = String.raw`\[(?<env>[0-9a-f]{8})\] `;
const environment = ({ env }: Groups): string => (env === undefined ? 'an environment' : `environment ${env}`);

const USER_FAULT = new RegExp(`(?:${ENV})?user fault va (?<va>(?:0x)?[0-9a-f]+) ip (?<ip>(?:0x)?[0-9a-f]+)`, 'gi');
const CHECKED = new RegExp(`(?:${ENV})?user_mem_check assertion failure for va (?<va>[0-9a-f]+)`, 'gi');
const USER_PANIC = new RegExp(
  `(?:${ENV})?user panic in (?<program>[^\\n]*?) at (?<place>[^\\s:]+:\\d+):\\s*(?<text>[^\\n]*)`,
  'gi',
);

const UTOP = 0xeec00000;
const USTACK = [0xeebfd000, 0xeebfe000] as const;
const UXSTACK = [0xeebff000, UTOP] as const;
const isIn = (address: number, [start, end]: readonly [number, number]): boolean => address >= start && address < end;

const fault = (
  name: string,
  blames: Message['blames'],
  when: NonNullable<Message['when']>,
  means: string,
): Message => ({
  ...{ name, system: 'JOS', blames, pattern: USER_FAULT, when, means: () => means },
  did: (groups) =>
    `${environment(groups)} touched address ${groups.va} at instruction ${groups.ip}; the page fault (vector 14) had no handler of its own, and the kernel ended that environment.`,
});

const userPanic = (name: string, words: RegExp, means: string): Message => ({
  ...{ name, system: 'JOS', blames: 'kernel', pattern: USER_PANIC, means: () => means },
  when: ({ place, text }) => words.test(`${place} ${text}`),
  did: (groups) => `${environment(groups)} gave up by itself at ${groups.place}: "${(groups.text ?? '').trim()}".`,
});

export const JOS_PROGRAMS: readonly Message[] = [
  fault(
    'no upcall',
    'kernel',
    ({ va }) => isIn(hexOf({ va }, 'va'), USTACK),
    'that is its stack. After fork it is copy-on-write on both sides, and the first write needs the page-fault upcall, which this environment does not have.',
  ),
  fault(
    'exception stack missing',
    'kernel',
    ({ va }) => isIn(hexOf({ va }, 'va'), UXSTACK),
    'that is its exception stack, which its parent must allocate before it may run.',
  ),
  fault(
    'null fault',
    'program',
    ({ va }) => isNull(hexOf({ va }, 'va')),
    'a null pointer: faultread and faultwrite do so on purpose, and ending them is what the kernel must do. In other programs it means that a variable is not there: a page that fork did not copy, or shared.',
  ),
  fault(
    'kernel memory touched',
    'program',
    ({ va }) => hexOf({ va }, 'va') >= UTOP,
    'the address belongs to the kernel, and the kernel kept it: that is isolation at work.',
  ),
  fault(
    'page missing',
    'program',
    () => true,
    'nothing is mapped there, or not for that. A program of the course uses no such address unless it is meant to: then fork or a handler left the page out.',
  ),
  {
    ...{ name: 'exception stack missing', system: 'JOS', blames: 'kernel', pattern: CHECKED },
    when: ({ va }) => isIn(hexOf({ va }, 'va'), [0xeebfe000, UTOP]),
    did: (groups) =>
      `the kernel wanted to write to ${groups.va} for ${environment(groups)}, which may not write there, and ended it.`,
    means: () =>
      'that is the exception stack, where a page fault is pushed: nobody allocated it. (faultnostack does so on purpose.)',
  },
  {
    ...{ name: 'memory checked', system: 'JOS', blames: 'program', pattern: CHECKED },
    did: (groups) =>
      `${environment(groups)} gave the kernel an address, ${groups.va}, that it may not use itself, and the kernel ended it.`,
    means: () =>
      'that is what user_mem_check is for; faultallocbad and faultevilhandler do so on purpose. With a right program it refuses too much.',
  },
  userPanic(
    'fork failed',
    /fork|pgfault|duppage/i,
    'what failed is a call that fork or the page-fault handler makes: the number or the words behind it are the error that the kernel gave.',
  ),
  userPanic('message failed', /ipc|recv|send/i, 'sending or receiving was refused: the error behind it says why.'),
  userPanic('program panic', /(?:)/, "the words are the program's own; what it found wrong lies in the call before."),
  {
    ...{ name: 'nothing runs', system: 'JOS', blames: 'nobody' },
    pattern:
      /No runnable environments in the system!?|Destroyed the only environment[^\n]*|All done in environment[^\n]*/gi,
    did: () => 'no environment can run any more, and the kernel went to its monitor.',
    means: () =>
      'that is how every run ends. It is early only if a program was not through: then the scheduler does not find it, or nobody marked it runnable.',
  },
];
