/** Libraries that work in another way than the one here are right; their twins, which get that way wrong, are not. */
import { describe, expect, test } from 'vitest';
import type { jos } from '../../../../../userland/userland.ts';
import { catcherOf } from '../../../../bugs/campaign-hunt.ts';
import { campaign } from '../../../../judge/campaign/campaign.ts';
import { Bench } from '../bench.ts';
import { LibraryTrial } from '../trial.ts';
import { assembly } from './assembly.ts';
import { eager } from './eager.ts';
import { impatient } from './impatient.ts';
import { stackAtOnce } from './stack-at-once.ts';

const BENCH = new Bench();

const caught = (Library: typeof jos.JosLibrary): string | null => {
  const trial = new LibraryTrial({ library: new Library() }, BENCH);
  const { failure } = campaign(trial, { seed: 1, runs: 0, saved: trial.first, shortens: false });
  return failure === null ? null : `${catcherOf(failure.error)}: ${failure.error.message}`;
};

describe.each([eager, assembly, stackAtOnce, impatient])(
  'a library that $does',
  ({ twinDoes, Right, Wrong, breaks }) => {
    test('is right', () => expect(caught(Right)).toBeNull());

    test(`is wrong if it ${twinDoes}`, () => expect(caught(Wrong)).toMatch(new RegExp(`^invariant: ${breaks}`)));
  },
);
