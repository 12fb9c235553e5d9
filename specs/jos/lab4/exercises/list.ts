/** All exercises of environments. */
import { jos } from '../../../../userland/userland.ts';
import { MEMORY_CHECKS } from './buffers.ts';
import { EXCEPTION_STACKS } from './exception-stacks.ts';
import type { Exercise } from './exercise.ts';
import { FIRST_SPACES } from './first-spaces.ts';
import { MESSAGES } from './messages.ts';
import { TURNS } from './turns.ts';

/** The programs of the lab go on for long; what they do first is enough. */
const LAB_BOUNDARIES = 300;

const OF_THE_LAB: readonly Exercise[] = Object.entries(jos.JOS_PROGRAMS).map(([name, program]) => ({
  name,
  text: `user/${name} of the lab`,
  programs: [program],
  boundaries: LAB_BOUNDARIES,
  timer: { mode: 'every', period: 5 },
}));

export const EXERCISES: readonly Exercise[] = [
  ...FIRST_SPACES,
  ...MEMORY_CHECKS,
  ...MESSAGES,
  ...TURNS,
  ...EXCEPTION_STACKS,
  ...OF_THE_LAB,
];

export const exerciseNamed = (name: string): Exercise | undefined =>
  EXERCISES.find((exercise) => exercise.name === name);
