/** Signs in what grading scripts and checks at boot print: what passes, and where it goes wrong first. */
import type { Reading } from '../reading/reading.ts';
import type { Sign } from './sign.ts';

/** Tests of lab 2 by the letter of the assertions that they look at; of several that fail the first says most. */
const PARTS: readonly (readonly [letter: string, test: RegExp])[] = [
  ['A', /physical page alloc|check_page_alloc/i],
  ['P', /^page management$|^page_? ?management(?! 2)|virtual memory|check_page\(/i],
  ['K', /kernel page directory|virtual address space|check_kern_pgdir/i],
  ['I', /page management 2|check_page_installed/i],
  ['L', /large (?:kernel )?page/i],
];

/** The part of lab 2 that fails first, by its letter. */
const firstFailing = ({ graded }: Reading): string | null => {
  const failing = PARTS.filter(([, pattern]) => graded.some(({ test, passed }) => !passed && pattern.test(test)));
  const others = failing.filter(([letter]) => letter !== 'L');
  return (others[0] ?? failing[0])?.[0] ?? null;
};

const partSign = ([letter, pattern]: (typeof PARTS)[number]): Sign => ({
  ...{ name: `part ${letter} fails`, blames: 'kernel' },
  see: (reading) => {
    if (firstFailing(reading) !== letter) return null;
    const failed = reading.graded.find(({ test, passed }) => !passed && pattern.test(test));
    return `of the tests "${failed?.test}" is the first that fails`;
  },
});

/** Programs of lab 4 that are graded one by one. */
const PROGRAMS: readonly string[] = [
  ...['dumbfork', 'faultread', 'faultwrite', 'faultdie', 'faultregs', 'faultalloc', 'faultallocbad', 'faultnostack'],
  ...['faultbadhandler', 'faultevilhandler', 'forktree', 'spin', 'stresssched', 'sendpage', 'pingpong', 'primes'],
];

const programSigns = (program: string): Sign[] =>
  [true, false].map((passes) => ({
    ...{ name: `${program} ${passes ? 'passes' : 'fails'}`, blames: passes ? 'nobody' : 'kernel' },
    see: ({ graded }) =>
      graded.some(({ test, passed }) => test.toLowerCase() === program && passed === passes)
        ? `${program} ${passes ? 'passes' : 'fails'}`
        : null,
  }));

export const TESTS: readonly Sign[] = [...PARTS.map(partSign), ...PROGRAMS.flatMap(programSigns)];

/** Whether a test is one of JOS's labs. */
export const isOfJos = (test: string): boolean =>
  PROGRAMS.includes(test.toLowerCase()) || PARTS.some(([, pattern]) => pattern.test(test));
