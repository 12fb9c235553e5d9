import { checkKernel } from 'ringfence/check';
import type { Invariant } from 'ringfence/specs';
import { test } from 'vitest';
import Releasing from './releasing.ts';

/** What `page_release` promises beyond what holds for every kernel. */
const RELEASED: Invariant = {
  name: 'released is gone',
  sentence: 'Where a page was released, nothing is mapped.',
  why: 'Its next owner would find somebody else writing there.',
  violations: ({ machine, spaces, transition }) => {
    if (transition?.description?.name !== 'page_release' || transition.result !== 0) return [];
    const [address] = transition.call.args;
    const caller = spaces.find(({ owner }) => owner.pid === machine.cpu.slot);
    const found = caller?.mappings.some(({ va, permissions }) => va === address && (permissions & 4) > 0);
    return found ? [{ address, process: machine.cpu.slot, expected: 'nothing there', found: 'a page' }] : [];
  },
};

test('my kernel keeps its promises', () => checkKernel(Releasing, { operations: 1000, invariants: [RELEASED] }));
