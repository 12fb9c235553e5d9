/** Each seeded bug ends the boot just where it ended the real kernel's. */
import { describe, expect, test } from 'vitest';
import { JosKernel, type memlayout } from '../../../kernel/kernel.ts';
import { namedIn } from '../../bugs/seeded-bug.ts';
import { bootEnd } from './boot-end.ts';
import { type JosBug, SURVIVES, TRIPLE_FAULT } from './bug.ts';
import { wrongInBoot } from './bug-hunt.ts';
import { largePagesNotEnabled } from './bugs/large-pages-not-enabled.ts';
import { JOS_BUGS } from './bugs/list.ts';
import { gradeOf } from './grade.ts';

/** Enough for both kernels and nearly all bugs; the checks take a tenth of the time that they take on 128 MiB. */
const PAGES = 2048;
/** Enough to see where it begins. */
const FEW_PAGES = 1100;

const expected = ({ real, differs }: JosBug, variant: memlayout.Variant): string | null =>
  differs?.variant === variant ? differs.end : real[variant];

/** The variant that is looked at closely, which takes as long as many boots. */
const firstOf = ({ real }: JosBug): memlayout.Variant => (real.mit === null ? 'sjtu' : 'mit');

for (const variant of ['mit', 'sjtu'] as const) {
  describe(`On ${variant.toUpperCase()}'s kernel`, () => {
    for (const bug of JOS_BUGS) {
      const end = expected(bug, variant);
      if (end === null) continue;
      test(`${bug.id}, ${bug.title}: ${end}, which begins in ${bug.goesWrongIn ?? 'no call'}`, () => {
        const boot = graded(new bug.Kernel({ variant, pages: bug.pages ?? PAGES }));
        expect(boot.end).toBe(end);
        const points = pointsBefore(end, variant);
        if (points !== null) expect(boot.points).toBe(points);
        if (end === SURVIVES || variant !== firstOf(bug)) return;
        const make = (): JosKernel => new bug.Kernel({ variant, pages: bug.pages ?? FEW_PAGES });
        expect(namedIn(bug.goesWrongIn)).toContain(wrongInBoot(make));
      });
    }
  });
}

/** The points for the checks that come before assertion `end`; null where a boot ends otherwise, which may be anywhere. */
const pointsBefore = (end: string, variant: memlayout.Variant): number | null => {
  if (end === SURVIVES) return variant === 'mit' ? 70 : 80;
  const [, list, number] = /^([FAPKI])(\d+)$/.exec(end) ?? [];
  if (list === undefined) return null;
  const largePages = variant === 'sjtu' && (list === 'I' || (list === 'K' && Number(number) > 2)) ? 10 : 0;
  return { F: 0, A: 0, P: 20, K: 40, I: 60 }[list as 'F' | 'A' | 'P' | 'K' | 'I'] + largePages;
};

/** Boots `kernel`; returns where that ended, and the points for what it printed. */
const graded = (kernel: JosKernel): { readonly end: string; readonly points: number } => {
  const lines: string[] = [];
  kernel.machine.listen((event) => {
    if (event.type === 'log') lines.push(event.text);
  });
  return { end: bootEnd(kernel), points: gradeOf(lines, kernel.variant).score };
};

describe('By what a boot prints', () => {
  test('the correct kernel of MIT gets 70 of 70 points', () => {
    expect(graded(new JosKernel({ variant: 'mit', pages: PAGES }))).toEqual({ end: SURVIVES, points: 70 });
  });

  test('the correct kernel of SJTU gets 80 of 80 points', () => {
    expect(graded(new JosKernel({ variant: 'sjtu', pages: PAGES }))).toEqual({ end: SURVIVES, points: 80 });
  });

  test('a kernel of SJTU that crashes as it turns on its tables gets 70 of 80 points', () => {
    const kernel = new largePagesNotEnabled.Kernel({ variant: 'sjtu', pages: PAGES });
    expect(graded(kernel)).toEqual({ end: TRIPLE_FAULT, points: 70 });
  });
});
