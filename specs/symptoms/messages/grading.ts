/** What grading scripts print: a line for each test, with OK or FAIL behind it; and the tests that there are in JOS's labs. */

export interface Graded {
  readonly test: string;
  readonly passed: boolean;
}

const LINE =
  /^\s*(?<test>[a-z][\w ()./+-]{0,60}?)\s*(?:\.{2,}|:|\s{2}|\t)\s*(?<result>OK|PASS(?:ED)?|FAIL(?:ED)?|WRONG|TIMEOUT)\b\s*(?:\(.*\))?\s*$/i;
/** As `ringfence jos --grade` prints them. */
const POINTS = /^\s*(?<test>[a-z][\w ()!./+-]{1,60}?)\s{2,}(?<got>\d+) of (?<full>\d+)\s*$/i;
/** Sums of other lines, and not tests. */
const SUM = /^(?:score|part [a-z] score|total)\b/i;

/** The tests in `lines` and how they went. */
export const gradedIn = (lines: readonly string[]): Graded[] =>
  lines.map(gradedOf).filter((graded): graded is Graded => graded !== null && !SUM.test(graded.test));

const gradedOf = (line: string): Graded | null => {
  const points = POINTS.exec(line)?.groups;
  if (points !== undefined) return { test: points.test, passed: points.got === points.full };
  const { test, result } = LINE.exec(line)?.groups ?? {};
  return test === undefined ? null : { test: test.trim(), passed: /^(?:ok|pass)/i.test(result) };
};

/** Tests of lab 2 by the letter of the assertions that they look at; of several that fail the first says most. */
export const PARTS: readonly (readonly [letter: string, test: RegExp])[] = [
  ['A', /physical page alloc|check_page_alloc/i],
  ['P', /^page management$|^page_? ?management(?! 2)|virtual memory|check_page\(/i],
  ['K', /kernel page directory|virtual address space|check_kern_pgdir/i],
  ['I', /page management 2|check_page_installed/i],
  ['L', /large (?:kernel )?page/i],
];

/** Programs of lab 4 that are graded one by one. */
export const PROGRAMS: readonly string[] = [
  ...['dumbfork', 'faultread', 'faultwrite', 'faultdie', 'faultregs', 'faultalloc', 'faultallocbad', 'faultnostack'],
  ...['faultbadhandler', 'faultevilhandler', 'forktree', 'spin', 'stresssched', 'sendpage', 'pingpong', 'primes'],
];

/** Whether a test is one of JOS's labs. */
export const isOfJos = (test: string): boolean =>
  PROGRAMS.includes(test.toLowerCase()) || PARTS.some(([, pattern]) => pattern.test(test));
