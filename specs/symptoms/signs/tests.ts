/** Signs in what grading scripts and checks at boot print: what passes, and where it goes wrong first. */
import { PARTS, PROGRAMS } from '../messages/grading.ts';
import type { Reading } from '../reading/reading.ts';
import type { Sign } from './sign.ts';

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

const programSigns = (program: string): Sign[] =>
  [true, false].map((passes) => ({
    ...{ name: `${program} ${passes ? 'passes' : 'fails'}`, blames: passes ? 'nobody' : 'kernel' },
    see: ({ graded }) =>
      graded.some(({ test, passed }) => test.toLowerCase() === program && passed === passes)
        ? `${program} ${passes ? 'passes' : 'fails'}`
        : null,
  }));

export const TESTS: readonly Sign[] = [...PARTS.map(partSign), ...PROGRAMS.flatMap(programSigns)];
