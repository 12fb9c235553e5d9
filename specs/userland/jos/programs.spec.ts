/** The programs of lab 4 print what the official grading looks for, on the kernel here: all but the one that takes longest. */
import { expect, test } from 'vitest';
import { JosLab4 } from '../../../kernel/kernel.ts';
import { LAB4_TESTS } from '../../jos/lab4/grading/graded-programs.ts';
import { awardLab4, consoleLines } from '../../jos/lab4/grading/grading.ts';

const QUICK = LAB4_TESTS.filter(({ program }) => program !== 'primes');

test.each(QUICK)('$program', (graded) => {
  const lines = consoleLines(
    graded,
    (program) => new JosLab4({ programs: [program], timer: { mode: 'cycles', period: 100_000 }, pages: 2048 }),
  );
  expect(awardLab4(graded, lines)).toMatchObject({ earned: true, missing: [], unwelcome: [] });
});
