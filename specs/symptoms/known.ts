/** What is known of a system's mistakes: the signs that they leave, and the stories of those that are seeded bugs. Loaded for who asks: it is much. */
import type { System } from './messages/message.ts';
import type { Mistake } from './mistakes/mistake.ts';

/** The words of a seeded bug. */
export interface Told {
  readonly id: string;
  readonly title: string;
  readonly story: string;
  /** In which calls the state goes wrong (seeded-bug.ts); null if nobody can see. */
  readonly goesWrongIn: string | null;
}

export interface Known {
  readonly mistakes: readonly Mistake[];
  readonly stories: ReadonlyMap<string, Told>;
}

/** The mistakes of `system`; of all, if that is not clear. */
export const knownOf = async (system: System | null): Promise<Known> => {
  const parts = await Promise.all([
    ...(system === 'JOS' ? [] : [ofWeensyOS()]),
    ...(system === 'WeensyOS' ? [] : [ofJos()]),
  ]);
  return {
    mistakes: parts.flatMap(({ mistakes }) => mistakes),
    stories: new Map(parts.flatMap(({ bugs }) => bugs).map((bug) => [bug.id, bug])),
  };
};

interface Part {
  readonly mistakes: readonly Mistake[];
  readonly bugs: readonly Told[];
}

const ofWeensyOS = async (): Promise<Part> => {
  const [{ WEENSY_MISTAKES }, { WEENSY_BUGS }] = await Promise.all([
    import('./mistakes/weensyos/list.ts'),
    import('../weensyos/bugs/list.ts'),
  ]);
  return { mistakes: WEENSY_MISTAKES, bugs: WEENSY_BUGS };
};

const ofJos = async (): Promise<Part> => {
  const [{ LAB2_MISTAKES }, { LAB4_MISTAKES }, { JOS_BUGS }, { LAB4_BUGS }, { LIBRARY_BUGS }] = await Promise.all([
    import('./mistakes/jos/lab2.ts'),
    import('./mistakes/jos/lab4/list.ts'),
    import('../jos/lab2/bugs/list.ts'),
    import('../jos/lab4/bugs/list.ts'),
    import('../jos/lab4/library/bugs/list.ts'),
  ]);
  return { mistakes: [...LAB2_MISTAKES, ...LAB4_MISTAKES], bugs: [...JOS_BUGS, ...LAB4_BUGS, ...LIBRARY_BUGS] };
};
