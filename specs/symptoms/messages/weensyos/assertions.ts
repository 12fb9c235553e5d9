/** Assertions and panics of WeensyOS: of the kernel, and of the programs of the course. */
import type { Groups, Message } from '../message.ts';

const FAILED = String.raw`'\s*failed`;
/** Before f18 the files were kernel.c and k-*.c, and an assertion came without quotes. */
const OLD_PLACE = String.raw`\b(?:kernel|k-[\w-]{1,30}|virtual[\w-]{0,30}|memory[\w-]{0,30})\.(?:cc?|hh?):\d+:\s*`;
const PLACE = String.raw`(?:\b[\w./-]{1,60}:\d+:\s*)?`;

const kernelAssertion = (name: string, expression: string, does: string, means: string): Message => ({
  ...{ name, system: 'WeensyOS', blames: 'kernel', means: () => means },
  pattern: new RegExp(
    `${PLACE}(?:kernel )?assertion '(?:${expression})${FAILED}|${OLD_PLACE}assertion failed: (?:${expression})(?=\\n|$)`,
    'gi',
  ),
  did: () => `the kernel checked itself and stopped: ${does}.`,
});

const described = (name: string, description: string, does: string, means: string): Message => ({
  ...{ name, system: 'WeensyOS', blames: 'kernel', means: () => means },
  pattern: new RegExp(
    `${PLACE}(?:PANIC: )?(?:${description})(?:\\s*${PLACE}kernel assertion '[^']*'\\s*failed)?`,
    'gi',
  ),
  did: () => `the kernel checked itself and stopped: ${does}.`,
});

const userAssertion = (name: string, expression: string, does: string, means: string): Message => ({
  ...{ name, system: 'WeensyOS', blames: 'kernel', means: () => means },
  pattern: new RegExp(
    `(?:USER )?PANIC: ${PLACE}(?:user )?assertion '(?:${expression})${FAILED}|${PLACE}user assertion '(?:${expression})${FAILED}`,
    'gi',
  ),
  did: () =>
    `a program of the course checked what it got, and made the panic call: ${does}. The kernel stopped everything for it.`,
});

const ANY = `[^'\\n]{0,200}?`;
const quoted = ({ text }: Groups): string => (text === undefined ? '' : `: "${text.trim()}"`);

export const WEENSY_ASSERTIONS: readonly Message[] = [
  kernelAssertion(
    'free page freed',
    `${ANY}refcount\\s*(?:>|>=|!=)\\s*[01]${ANY}`,
    'kfree was given a page that counts 0',
    'a page is freed that was free already, or that was never counted: the console, a page shared without counting, or one that two places give back.',
  ),
  kernelAssertion(
    'strange page freed',
    `${ANY}allocatable_physical_address${ANY}`,
    'kfree was given an address that no page of memory to hand out has',
    'what is freed is the console or the kernel, page 0, or a virtual address taken for a physical one.',
  ),
  described(
    'address not aligned',
    `vmiter::(?:try_)?map va not aligned`,
    'a virtual address that is not the start of a page was to be mapped',
    'page_alloc passes on what the program asked for: it has to refuse it first.',
  ),
  described(
    'mapping failed',
    `vmiter::map failed`,
    'a mapping that must not fail did fail, for want of a page for a table',
    'map panics where try_map returns -1, and memory is full.',
  ),
  described(
    'strange page mapped',
    `(?:vmiter::(?:try_)?map )?mapping nonexistent pa|vmiter::(?:try_)?map (?:pa not aligned|invalid pa)\\b`,
    'a page was to be mapped that does not exist',
    'the physical address is no page: the null of kalloc, the -1 of a look-up that found nothing, or a virtual address.',
  ),
  described(
    'table not cleared',
    `Page table (?:0x)?[0-9a-f]+ may contain uninitialized memory!?`,
    'an entry of a page table points beyond memory',
    'the table was never filled with zeroes, and holds 0xCC; or it was freed while it was linked, and somebody else wrote into it.',
  ),
  kernelAssertion(
    'slot 0 used',
    `ptable\\[0\\]${ANY}`,
    'slot 0 of the process table is not free',
    'processes are numbered from 1 on, and something looked for a free slot from 0 on, or wrote before the table.',
  ),
  kernelAssertion(
    'nobody to resume',
    `${ANY}(?:->|\\.)state\\s*==\\s*P_RUNNABLE${ANY}`,
    'a system call was to return to a process that does not run any more',
    'the call ended the process, or stopped it, and returned all the same.',
  ),
  kernelAssertion(
    'tables unsound',
    `${ANY}(?:pagetable|exception_entry|vam\\w*\\.(?:pa|perm))${ANY}`,
    'the tables that a process is to be run on do not map the kernel, or are none',
    "they were never completed, were freed and are somebody else's by now, or the pointer to them is 0.",
  ),
  kernelAssertion(
    'page of the dead',
    `${ANY}state\\s*!=\\s*P_FREE${ANY}`,
    'a page that counts references belongs to a process that is no more',
    'exit left the page behind, or freed it by who owns it and not by how many use it.',
  ),
  kernelAssertion(
    'ownership unsound',
    `${ANY}(?:owner|refcount)\\s*==${ANY}`,
    'a page table has an owner, or a count, that does not fit the process that uses it',
    'two processes have one table, or a table was handed out with the wrong owner or was not counted.',
  ),
  described(
    'rights too wide',
    `\\bperm\\w{0,10}\\b[^'\\n]{0,60}more permissive[^\\n]*`,
    'a page was to be mapped with more rights than the tables above it give',
    'the tables on the way lack PTE_U or PTE_W.',
  ),
  userAssertion(
    'page not zero',
    `\\*?\\s*l\\s*==\\s*0|${ANY}\\]\\s*==\\s*0`,
    'a page that page_alloc had just given was not zero',
    'the page has other contents: nobody cleared it, or somebody else still writes to it.',
  ),
  userAssertion(
    'data of another',
    `${ANY}field2${ANY}|${ANY}(?:pagemark|mark|heap|\\bvalue)${ANY}`,
    'what it had written to its own memory had changed',
    'another process writes to the same page: a page that should have been copied is shared, or one was given to two.',
  ),
  userAssertion(
    'fork result',
    `${ANY}pid${ANY}|${ANY}\\bp[12]\\b${ANY}|${ANY}\\bf\\b\\s*[<>=]${ANY}`,
    'what fork returned and what getpid says do not fit together',
    'fork returns the number of the child to the parent, and 0 to the child; getpid then tells each who it is.',
  ),
  {
    ...{ name: 'exit returned', system: 'WeensyOS', blames: 'kernel' },
    pattern: /(?:USER )?PANIC: [^\n]*sys_exit should not return[^\n]*/gi,
    did: () => 'a program went on after it had called exit, and stopped everything with the panic call.',
    means: () => 'exit must give the processor to somebody else and never come back.',
  },
  userAssertion(
    'program assertion',
    ANY,
    'one of its assertions does not hold',
    'what it asserts, your kernel did not keep; the expression says which.',
  ),
  {
    ...{ name: 'call not there', system: 'WeensyOS', blames: 'nobody' },
    pattern: /unhandled system call (?<number>\d+)(?: \(pid=\d+[^)\n]*\)?)?/gi,
    when: ({ number }) => Number(number) >= 1 && Number(number) <= 6,
    did: ({ number }) => `a program made system call ${number}, and the kernel has no case for it.`,
    means: ({ number }) =>
      `${number} is ${CALLS[Number(number)]}, which is written in a later step of the assignment. Nothing is wrong if you are not there yet.`,
  },
  {
    ...{ name: 'call unknown', system: 'WeensyOS', blames: 'program' },
    pattern: /unhandled system call (?<number>\d+)(?: \(pid=\d+[^)\n]*\)?)?/gi,
    did: ({ number }) =>
      `a program made system call ${number}, which no kernel of the course has, and the kernel stopped everything.`,
    means: () => 'the number is wrong, or the register that holds it was overwritten before the call.',
  },
  {
    ...{ name: 'kernel assertion', system: 'WeensyOS', blames: 'kernel' },
    pattern: new RegExp(
      `${PLACE}kernel assertion '(?<text>${ANY})${FAILED}|${OLD_PLACE}assertion failed: (?<old>[^\\n]*)`,
      'gi',
    ),
    did: ({ text, old }) => `the kernel checked itself and stopped${quoted({ text: text ?? old })}.`,
    means: () => 'the backtrace below the message says which function asked, the innermost first.',
  },
  {
    ...{ name: 'panic without words', system: 'WeensyOS', blames: 'kernel' },
    pattern: /USER PANIC: [^\n]{0,9}[\xcc\ufffd\u2560]{4}[^\n]*/g,
    did: () => 'a program made the panic call, and where its words should be there is 0xCC.',
    means: () =>
      'kalloc fills pages with 0xCC: the program runs in memory that nobody filled for it, or on the tables of another.',
  },
  {
    ...{ name: 'program panic', system: 'WeensyOS', blames: 'program' },
    pattern: /USER PANIC(?:: (?<text>[^\n]*))?/g,
    did: (groups) =>
      `a program made the panic call${quoted(groups)}; the kernel stopped everything, as that call asks.`,
    means: () => "the words are the program's own: look there for what it did not like.",
  },
  {
    ...{ name: 'kernel panic', system: 'WeensyOS', blames: 'kernel' },
    pattern: /(?<!USER )(?:\bPANIC: |console_panic[:(]\s*)(?<text>[^\n]*)/g,
    did: (groups) => `the kernel gave up${quoted(groups)}.`,
    means: () => 'the words are those of the function that called panic.',
  },
];

const CALLS = ['', 'getpid', 'yield', 'panic', 'page_alloc', 'fork', 'exit'];
