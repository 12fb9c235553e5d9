/**
 * What the official grading of lab 4 (MIT 6.828, 2018) looks for on the console, program by program. Left out are two that this machine cannot
 * run: faultregs, which is about registers that programs here do not have, and stresssched, which wants several CPUs.
 */

/** A program that is graded: 5 points if each of `wanted` begins some line, in any order, and none of `unwanted` begins any. */
export interface Lab4Test {
  readonly program: string;
  readonly wanted: readonly RegExp[];
  readonly unwanted: readonly RegExp[];
  /** Of a program that runs on and on: it has shown enough with a line that begins so. */
  readonly last: RegExp | null;
}

type Extras = Partial<Pick<Lab4Test, 'unwanted' | 'last'>>;

const line = (text: string): RegExp => new RegExp(`^${text}`);

const graded = (program: string, lines: readonly string[], extras: Extras = {}): Lab4Test => ({
  program,
  wanted: lines.map(line),
  unwanted: [],
  last: null,
  ...extras,
});

/** Ids of the first environments. */
const [FIRST, SECOND] = ['00001000', '00001001'];
const BOOT = '00000000';

const made = (parent: string, child: string): string => `.${parent}. new env ${child}`;
const exits = (id: string): string[] => [`.${id}. exiting gracefully`, freed(id)];
const freed = (id: string): string => `.${id}. free env ${id}`;
const refused = (address: string): string[] => [
  `.${FIRST}. user_mem_check assertion failure for va ${address}`,
  freed(FIRST),
];
const faulted = (error: number): string[] => [
  `.${FIRST}. user fault va 00000000 ip 008.....`,
  'TRAP frame at 0xf....... from CPU .',
  '  trap 0x0000000e Page Fault',
  `  err  0x0000000${error}.*`,
  freed(FIRST),
];
const leaf = (name: string): string => `....: I am .${name}.`;
const prime = (number: number, id: number): string =>
  `CPU .: ${number} .0000${id.toString(16)}. new env 0000${(id + 1).toString(16)}`;

/** The fourteen programs of lab 4's grading, and the lines that each must print. */
export const LAB4_TESTS: readonly Lab4Test[] = [
  graded('dumbfork', [
    made(BOOT, FIRST),
    made(FIRST, SECOND),
    ...['0: I am the parent.', '9: I am the parent.'],
    ...['0: I am the child.', '9: I am the child.', '19: I am the child.'],
    ...[FIRST, SECOND].flatMap(exits),
  ]),
  graded('faultread', faulted(4), { unwanted: [line('I read ........ from location 0.')] }),
  graded('faultwrite', faulted(6)),
  graded('faultdie', ['i faulted at va deadbeef, err 6', ...exits(FIRST)]),
  graded('faultalloc', [
    ...['fault deadbeef', 'this string was faulted in at deadbeef'],
    ...['fault cafebffe', 'fault cafec000', 'this string was faulted in at cafebffe'],
    ...exits(FIRST),
  ]),
  graded('faultallocbad', refused('deadbeef')),
  graded('faultnostack', refused('eebfff..')),
  graded('faultbadhandler', refused('(deadb|eebfe)...')),
  graded('faultevilhandler', refused('(f0100|eebfe)...')),
  graded('forktree', [
    ...['0', '1', '000', '100', '110', '111', '011', '001'].map(leaf),
    ...[FIRST, SECOND].map((id) => `.${id}. exiting gracefully`),
    ...['.0000200.. exiting gracefully', '.0000200.. free env 0000200.'],
  ]),
  graded('spin', [
    made(BOOT, FIRST),
    'I am the parent.  Forking the child...',
    made(FIRST, SECOND),
    'I am the parent.  Running the child...',
    'I am the child.  Spinning...',
    'I am the parent.  Killing the child...',
    `.${FIRST}. destroying ${SECOND}`,
    `.${FIRST}. free env ${SECOND}`,
    ...exits(FIRST),
  ]),
  graded('sendpage', [
    made(BOOT, FIRST),
    made(FIRST, SECOND),
    ...['1000 got message: hello child environment! how are you.', 'child received correct message'],
    ...["1001 got message: hello parent environment! I'm good", 'parent received correct message'],
    ...[FIRST, SECOND].flatMap(exits),
  ]),
  graded('pingpong', [
    made(BOOT, FIRST),
    made(FIRST, SECOND),
    'send 0 from 1000 to 1001',
    ...['1001 got 0 from 1000', '1000 got 1 from 1001', '1001 got 8 from 1000'],
    ...['1000 got 9 from 1001', '1001 got 10 from 1000'],
    ...[FIRST, SECOND].flatMap(exits),
  ]),
  graded(
    'primes',
    [
      made(BOOT, FIRST),
      made(FIRST, SECOND),
      ...[2, 3, 5, 7, 11].map((number, place) => prime(number, 0x1001 + place)),
      prime(1877, 0x1120),
    ],
    { last: line('CPU .: 1877') },
  ),
];
