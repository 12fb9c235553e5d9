/** What the official checks let through, the invariants catch; and what they do not catch is no violation. */
import { describe, expect, test } from 'vitest';
import type { JosKernel } from '../../../kernel/kernel.ts';
import { namedIn } from '../../bugs/seeded-bug.ts';
import { bootEnd } from './boot-end.ts';
import { type JosBug, SURVIVES } from './bug.ts';
import { josSeed, wrongInBoot } from './bug-hunt.ts';
import { JOS_BUGS } from './bugs/list.ts';
import { exerciseJos, judgeJos } from './exercised.ts';
import { EXERCISE } from './random-sequence.ts';
import { JOS_GAPS, type JosGap } from './survivors.ts';
import { Lab2Trial } from './trial.ts';

const PAGES = 1100;
const VARIANTS = ['mit', 'sjtu'] as const;

const survivors = JOS_BUGS.filter(({ real }) => real.mit === SURVIVES || real.sjtu === SURVIVES);

const gapOf = (bug: JosBug): JosGap => {
  const gap = JOS_GAPS.find(({ id }) => id === bug.id);
  if (gap === undefined) throw new Error(`${bug.id} is not in the table`);
  return gap;
};

test('the table lists every bug that passes all official checks', () => {
  expect(JOS_GAPS.map(({ id }) => id)).toEqual(survivors.map(({ id }) => id));
});

test('every violation is caught, and for everything else there is a reason', () => {
  const unexplained = survivors.filter((bug) => {
    const { caughtBy, because } = gapOf(bug);
    return (bug.sort === 'violation' ? caughtBy : because) === undefined;
  });
  expect(unexplained.map(({ id }) => id)).toEqual([]);
});

for (const variant of VARIANTS) {
  describe(`On ${variant.toUpperCase()}'s kernel`, () => {
    for (const bug of survivors) {
      // One of them the emulator let through, where the model does what the architecture requires, and stops.
      if (bug.real[variant] !== SURVIVES || bug.differs?.variant === variant) continue;
      const gap = gapOf(bug);
      const caughtBy = gap.passes?.variant === variant ? undefined : gap.caughtBy;
      test(`${bug.id}, ${bug.title}: ${caughtBy ?? 'passes'}`, () => {
        const kernel = new bug.Kernel({ variant, pages: bug.pages ?? PAGES });
        expect(bootEnd(kernel)).toBe(SURVIVES);
        const { finding, at } = exerciseJos(kernel);
        expect(finding?.invariant.name).toBe(caughtBy);
        const make = (): JosKernel => new bug.Kernel({ variant, pages: bug.pages ?? PAGES });
        if (caughtBy !== undefined) expect(namedIn(bug.goesWrongIn)).toContain(wrongInBoot(make) ?? at.during);
      });
    }
  });
}

test('jos-10, which stops in the last check of the model, is caught without that check too', () => {
  const bug = survivors.find(({ id }) => id === 'jos-10');
  if (bug === undefined) throw new Error('jos-10 is gone');
  const kernel = new bug.Kernel({ variant: 'sjtu', pages: PAGES });
  kernel.checkPageInstalledPgdir = () => {};
  expect(bootEnd(kernel)).toBe(SURVIVES);
  expect(judgeJos(kernel)?.invariant.name).toBe(gapOf(bug).caughtBy);
});

test('the step that a hunt names is the step of the exercise in which it was caught', () => {
  const [bug] = JOS_BUGS.filter(({ id }) => id === 'jos-14');
  const { says = '', shown } = josSeed(bug, '').hunt({ seed: 1, cases: 2, shortens: false }) ?? {};
  const kernel = new bug.Kernel({ pages: PAGES });
  kernel.boot();
  const playing = new Lab2Trial(kernel).playing(EXERCISE);
  playing.begin();
  expect(says).toContain(`after ${playing.stepText?.((shown?.step ?? 0) - 1)}, page_remove`);
});
