/** How mistakes of JOS's later labs are written down. */
import type { Mistake } from '../../mistake.ts';

type Leaves = Mistake['leaves'];

/** What the official grading says of a kernel with the mistake: each of these programs fails, and no other. */
export const failing = (...programs: readonly string[]): Leaves =>
  Object.fromEntries(
    GRADED.flatMap((program) =>
      programs.includes(program)
        ? [
            [`${program} fails`, 1],
            [`${program} passes`, -1],
          ]
        : [[`${program} fails`, -0.7]],
    ),
  );

const GRADED = [
  'dumbfork',
  'faultread',
  'faultwrite',
  'faultdie',
  'faultalloc',
  'faultallocbad',
  'faultnostack',
  'faultbadhandler',
  'faultevilhandler',
  'forktree',
  'spin',
  'sendpage',
  'pingpong',
  'primes',
];

/** A mistake that is a seeded bug of that number. */
export const seeded = (number: string, leaves: Leaves, tellApart: string): Mistake => ({
  ...{ bug: `env-${number}`, system: 'JOS', lab: 4, leaves, tellApart },
});

/** A mistake of a library that programs are linked with: the seeded bug `bug`. */
export const ofLibrary = (bug: string, leaves: Leaves, tellApart: string): Mistake => ({
  ...{ bug, system: 'JOS', lab: 'library', leaves, tellApart },
});

/** One that is told here, of the kernel of lab 4 or of a library. */
export const told = (
  name: string,
  title: string,
  story: string,
  leaves: Leaves,
  tellApart: string,
  lab: 4 | 'library' = 4,
): Mistake => ({ ...{ name, title, story, system: 'JOS', lab, leaves, tellApart } });

/** Programs that fork by the library. */
export const FORKING = ['forktree', 'spin', 'sendpage', 'pingpong', 'primes'];
