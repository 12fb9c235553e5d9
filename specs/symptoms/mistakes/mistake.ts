/**
 * Mistakes that kernels are known to have, each with the signs that it leaves. One list serves messages and pictures; whoever finds signs
 * elsewhere, as in a dump of memory, gives them names and weights here.
 */
import type { System } from '../messages/message.ts';

/** Where a mistake's words come from: a seeded bug has a title and a story; else they stand with it. */
export type Told = { readonly bug: string } | { readonly name: string; readonly title: string; readonly story: string };

export type Mistake = Told & {
  readonly system: System;
  /**
   * Signs by name, and how much each says: 4, that it is nearly certain; 1, that it fits; below 0, that it does not fit. What is left out says
   * nothing.
   */
  readonly leaves: Readonly<Record<string, number>>;
  /** By what it differs from others that look alike, and where to look. */
  readonly tellApart: string;
  /** The program of the course that shows it soonest. */
  readonly program?: 'allocators' | 'fork' | 'exit';
  /** Whether it takes full memory to see it, which a small machine comes to soon. */
  readonly whenFull?: true;
  /** Of JOS: the lab, or the library of lab 4's programs. */
  readonly lab?: 2 | 4 | 'library';
};

/** By which a mistake is known: the id of its seeded bug, or its own name. */
export const idOf = (mistake: Mistake): string => ('bug' in mistake ? mistake.bug : mistake.name);

/** A command line, and what it is for. */
export interface Experiment {
  readonly command: string;
  readonly shows: string;
}

/** How to try whether it is this mistake; FILE stands for a kernel of one's own. */
export const experimentsOf = (mistake: Mistake): Experiment[] => [
  ...('bug' in mistake
    ? [{ command: `ringfence bugs hunt ${mistake.bug}`, shows: 'makes it happen, in the shortest way' }]
    : []),
  ...EXPERIMENTS[mistake.lab ?? 0](mistake),
];

const EXPERIMENTS: Readonly<Record<0 | 2 | 4 | 'library', (mistake: Mistake) => Experiment[]>> = {
  0: ({ program = 'exit', whenFull }) => [
    {
      command: `ringfence run ${program} --kernel FILE${whenFull ? ' --memory 1M' : ''} --plain --check every-trap`,
      shows: 'stops in the call that does it, and says which ringfence why tells more',
    },
    { command: 'ringfence check --kernel FILE', shows: 'finds the shortest program that shows it in your kernel' },
  ],
  2: () => [
    { command: 'ringfence jos --kernel FILE --check', shows: 'boots your kernel, and names the step that goes wrong' },
  ],
  4: () => [
    { command: 'ringfence check --kernel FILE', shows: 'finds the shortest program that shows it in your kernel' },
    { command: 'ringfence jos --lab 4 --kernel FILE --grade', shows: 'grades it, program by program' },
  ],
  library: () => [
    { command: 'ringfence check --library FILE', shows: 'finds the shortest program that shows it with your library' },
    { command: 'ringfence jos --lab 4 --library FILE --grade', shows: 'grades the programs that are linked with it' },
  ],
};
