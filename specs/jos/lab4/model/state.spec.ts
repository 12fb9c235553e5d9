/** A state of the model that becomes another one is that in all that it holds, and goes its own way from there. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ppn } from '../../../../hardware/hardware.ts';
import { STRICT } from '../../../judge/contract.ts';
import type { ModelEnv } from './environment.ts';
import { ModelState } from './state.ts';

const number = fc.nat(40);
const env = fc
  .record({ slot: fc.nat(7), id: number, parentId: number, status: fc.nat(4), upcall: number, page: number })
  .map(
    ({ page, ...env }): ModelEnv => ({
      ...env,
      ...{ memory: new Map([[page * 4096, { page: ppn(page), flags: 7 }]]), registers: {} as never },
      ...{ waitsAt: null, isBlocked: page % 2 === 0, message: null },
    }),
  );
const state = fc
  .record({
    envs: fc.array(env),
    ids: fc.array(fc.tuple(number, number)),
    pages: fc.array(number),
    current: fc.nat(7),
    hasEnded: fc.boolean(),
  })
  .map(({ envs, ids, pages, current, hasEnded }) => {
    const state = new ModelState(STRICT);
    for (const one of envs) state.envs.set(one.slot, one);
    for (const [slot, id] of ids) state.lastIds.set(slot, id);
    for (const page of pages) state.sharedOnPurpose.add(ppn(page));
    return Object.assign(state, { current, hasEnded });
  });

/** All that a state holds, but for what it noted of results. */
const heldBy = ({ results: _, ...held }: ModelState): unknown => structuredClone(held);

test('a state that becomes another one holds what that holds, whatever either was', () => {
  fc.assert(
    fc.property(state, state, (one, other) => {
      const held = heldBy(other);
      one.become(other);
      expect(heldBy(one)).toEqual(held);
      for (const env of one.envs.values()) {
        env.memory.clear();
        env.status += 1;
      }
      one.lastIds.clear();
      one.sharedOnPurpose.clear();
      expect(heldBy(other)).toEqual(held);
    }),
  );
});
