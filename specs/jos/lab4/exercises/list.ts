/** All exercises of environments. */
import { jos } from '../../../../userland/userland.ts';
import type { Exercise } from './exercise.ts';

const GRADED: readonly Exercise[] = Object.entries(jos.JOS_PROGRAMS).map(([name, program]) => ({
  name,
  text: `user/${name}, one of the programs of the lab`,
  programs: [program],
  boundaries: 400,
}));

export const EXERCISES: readonly Exercise[] = [...GRADED];

export const exerciseNamed = (name: string): Exercise | undefined =>
  EXERCISES.find((exercise) => exercise.name === name);
