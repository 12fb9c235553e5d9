/** What grading scripts print: a line for each test, with OK or FAIL behind it. */

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
