/** Each seeded bug ends the boot just where it ended the real kernel's. */
import { describe, expect, test } from 'vitest';
import type { memlayout } from '../../kernel/kernel.ts';
import { bootEnd } from './boot-end.ts';
import type { JosBug } from './bug.ts';
import { JOS_BUGS } from './jos-bugs.ts';

/** Enough for both kernels and nearly all bugs; the checks take a tenth of the time that they take on 128 MiB. */
const PAGES = 2048;

const expected = ({ real, differs }: JosBug, variant: memlayout.Variant): string | null =>
  differs?.variant === variant ? differs.end : real[variant];

for (const variant of ['mit', 'sjtu'] as const) {
  describe(`On ${variant.toUpperCase()}'s kernel`, () => {
    for (const bug of JOS_BUGS) {
      const end = expected(bug, variant);
      if (end === null) continue;
      test(`${bug.id}, ${bug.title}: ${end}`, () => {
        expect(bootEnd(new bug.Kernel({ variant, pages: bug.pages ?? PAGES }))).toBe(end);
      });
    }
  });
}
