/** The official grading of lab 2: points for lines that the boot prints, 70 at MIT, 80 at SJTU. Lab 4 is graded in lab4-grade.ts. */
import type { memlayout } from '../../../kernel/kernel.ts';

/** A line that the grading looks for, its points, and whether the boot printed it. */
export interface Award {
  readonly line: string;
  readonly points: number;
  readonly earned: boolean;
}

/** All awards, the points earned and those there are. */
export interface Grade<Of extends Award = Award> {
  readonly awards: readonly Of[];
  readonly score: number;
  readonly full: number;
}

const COMMON: readonly (readonly [line: string, points: number])[] = [
  ['check_page_alloc() succeeded!', 20],
  ['check_page() succeeded!', 20],
  ['check_kern_pgdir() succeeded!', 20],
  ['check_page_installed_pgdir() succeeded!', 10],
];
const LINES: Readonly<Record<memlayout.Variant, typeof COMMON>> = {
  mit: COMMON,
  sjtu: [...COMMON, ['large page installed!', 10]],
};

/** The grade of a boot that printed `lines`. Neither their order nor what came after is looked at. */
export const gradeOf = (lines: readonly string[], variant: memlayout.Variant): Grade =>
  gradeFor(LINES[variant].map(([line, points]) => ({ line, points, earned: lines.includes(line) })));

/** The grade that `awards` add up to: points of those that were earned, and of all. */
export const gradeFor = <Of extends Award>(awards: readonly Of[]): Grade<Of> => {
  const sum = (some: readonly Award[]): number => some.reduce((total, { points }) => total + points, 0);
  return { awards, score: sum(awards.filter(({ earned }) => earned)), full: sum(awards) };
};
