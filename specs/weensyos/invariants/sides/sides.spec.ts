/** Every invariant is broken by the least change beyond its border, and is named first; and not by the widest one within it. */
import { describe, expect, test } from 'vitest';
import { OPEN } from '../../../judge/contract.ts';
import { type Broken, firstBroken } from '../../../judge/invariant.ts';
import { ANY_KERNEL } from '../../../judge/invariants/list.ts';
import { Observation } from '../../../judge/observation.ts';
import { weensyJudgingUnder } from '../../judging.ts';
import { INVARIANTS } from '../list.ts';
import { SIDES } from './list.ts';
import { Scene } from './scene.ts';
import type { Change, Sides } from './side.ts';

const WEAKER = weensyJudgingUnder(OPEN).invariants;
const scene = new Scene();

/** What is broken first after `change`, and whether the ledger suspects something; all is as it was then. */
const verdictAfter = ({ change }: Change, { invariant, inCall }: Sides): readonly [Broken | null, boolean] => {
  const { kernel, watch } = scene;
  const mark = kernel.machine.mark();
  try {
    kernel.meddle = inCall ? change : () => {};
    if (inCall) kernel.machine.run(1);
    else change();
    const { last } = watch;
    const judged = INVARIANTS.includes(invariant) ? INVARIANTS : WEAKER;
    watch.tracker.enter();
    return [firstBroken(judged, new Observation(kernel, last)), watch.tracker.suspects(last)];
  } finally {
    kernel.machine.undo(mark);
    watch.tracker.enter();
    expect(watch.tracker.suspects(null)).toBe(false);
  }
};

test('every invariant has changes on both sides of its border, and a new one wants them', () => {
  const all = new Set([...INVARIANTS, ...WEAKER, ...ANY_KERNEL]);
  expect(new Set(SIDES.map(({ invariant }) => invariant))).toEqual(all);
  expect(SIDES.length).toBe(all.size);
  for (const { breaks, spares } of SIDES)
    for (const side of [breaks, spares]) expect(side(scene).length).toBeGreaterThan(0);
});

describe.each(SIDES)('$invariant.name', (sides) => {
  const { invariant, breaks, spares } = sides;

  test('is broken, and named first, by the least changes beyond the border', () => {
    for (const one of breaks(scene)) {
      const [broken, isSuspect] = verdictAfter(one, sides);
      expect([one.what, broken?.[0].name, isSuspect]).toEqual([one.what, invariant.name, true]);
      expect(broken?.[1]).toMatchObject(one.says ?? {});
    }
  });

  test('holds, with all others, after the widest changes within it, and nothing is suspected', () => {
    for (const one of spares(scene)) {
      const [broken, isSuspect] = verdictAfter(one, sides);
      // The ledger knows no contract.
      expect([one.what, broken, isSuspect && INVARIANTS.includes(invariant)]).toEqual([one.what, null, false]);
    }
  });
});
