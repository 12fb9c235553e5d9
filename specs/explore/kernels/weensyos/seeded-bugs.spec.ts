import { describe, expect, test } from 'vitest';
import type { WeensyKernel } from '../../../../kernel/kernel.ts';
import { WEENSY_BUGS } from '../../../weensyos/bugs/list.ts';
import { KernelSearch } from '../kernel-search.ts';
import { retold } from '../retold.ts';
import { ExploredWeensyOS } from './explored.ts';
import { SCOPES } from './scopes.ts';

/** Bugs that no call of processes like these shows: of other addresses, of programs that are loaded, or that nobody can ever tell. */
const ELSEWHERE = ['09', '11', '17', '21', '22', '26', '28', '39', '44'].map((number) => `weensyos-${number}`);

const firstFound = (Kernel: typeof WeensyKernel) => {
  for (const [scope, options] of SCOPES) {
    const search = new KernelSearch(new ExploredWeensyOS(scope, { ...options, Kernel }));
    search.run({ states: 5000 });
    const { broken } = search.explored;
    if (broken !== null) return { broken, scope, options: { ...options, Kernel } };
  }
  return null;
};

/** Whether some run of at most `depth` steps shows anything wrong: all are taken, and no state is known again. */
const isWrongWithin = (system: ExploredWeensyOS, depth: number): boolean => {
  if (depth <= 0 || !system.goesOn) return false;
  system.depart();
  const mark = system.branch.mark();
  for (let act = 0; act < system.acts; act++) {
    for (let answers: readonly number[] | null = []; answers !== null; ) {
      system.answers.begin(answers);
      system.act(act);
      system.branch.note(mark);
      const next = system.answers.next;
      const isWrong =
        system.wrongStep(act) !== null || system.wrongState() !== null || isWrongWithin(system, depth - 1);
      system.branch.undo(mark);
      if (isWrong) return true;
      answers = next;
      system.depart();
    }
  }
  return false;
};

describe('Seeded bugs', () => {
  const shown = WEENSY_BUGS.filter(({ id }) => !ELSEWHERE.includes(id));
  test.each(shown.map((bug) => [bug.id, bug] as const))(
    '%s is found, by steps that show it again, and by none that are fewer',
    (_id, { Kernel }) => {
      const found = firstFound(Kernel);
      if (found === null) throw new Error('it was not found');
      const { broken, scope, options } = found;
      const make = (): ExploredWeensyOS => new ExploredWeensyOS(scope, options);
      expect(retold(make(), broken.steps).wrong).toEqual(broken.wrong);
      expect(isWrongWithin(make(), broken.steps.length - 1)).toBe(false);
    },
  );

  test('at least thirty are', () => {
    expect(shown.length).toBeGreaterThanOrEqual(30);
  });
});
