/** The store since which something is wrong, whatever the stores are: right before it, wrong after it, and from there on. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Machine } from '../../hardware/hardware.ts';
import type { KernelView } from '../../kernel/view.ts';
import type { Finding } from '../dumps/finding.ts';
import type { DumpKind, OpenDump } from '../dumps/open-dump.ts';
import type { FirstWrong } from '../dumps/series.ts';
import { culpritOf, type Repeatable } from './culprit.ts';
import type { Store } from './store.ts';

const BYTES = 1 << 20;
/** What is wrong is so as long as this word is 1; stores to the other have to do with the page, and make nothing wrong. */
const WRONG = 0x2000;
const DESCRIPTORS = 0x1000;
const PAGE = 5;
const OF_PAGE = DESCRIPTORS + PAGE * 8;

const finding: Finding = {
  ...{ name: 'a law', sentence: '', why: '', unless: null },
  places: [{ page: PAGE as never, expected: '0', found: '1' }],
};
const view = {
  counts: { start: DESCRIPTORS + 4, end: DESCRIPTORS + 0x800, bytes: 2, stride: 8 },
  nameOfWord: () => null,
} as unknown as KernelView;
const opened = (machine: Machine): OpenDump => {
  const isWrong = machine.memory.words[WRONG >> 2] === 1;
  return { machine, view, findings: { violations: isWrong ? [finding] : [], advice: [], notJudged: [] } } as never;
};
const kind = { paging: 'i386', slots: 1, open: opened } as unknown as DumpKind;

const repeated = (stores: readonly Store[]): Repeatable => ({ bytes: BYTES, storesFrom: async () => stores });
const first = {
  index: 1,
  judgement: { findings: { violations: [finding] }, dump: { view, machine: { memory: { bytes: new Uint8Array() } } } },
} as unknown as FirstWrong;

const writes = fc.array(fc.record({ isOfPage: fc.boolean(), value: fc.nat(2) }), { minLength: 1, maxLength: 40 });

test('it is wrong after that store and not before it, and at no later one that has to do with the page right again', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(writes, async (drawn) => {
      const stores = drawn.map(({ isOfPage, value }, eip) => ({
        ...{ address: isOfPage ? OF_PAGE : WRONG, bytes: 4, value: isOfPage ? eip + 1 : value, eip, callers: [] },
      }));
      const wrongAfter = stores.map(
        (_, i) => stores.slice(0, i + 1).findLast((one) => one.address === WRONG)?.value === 1,
      );
      const culprit = await culpritOf(repeated(stores), first, kind, {} as never);
      const ofPage = stores.flatMap(({ address }, i) => (address === OF_PAGE ? [i] : []));
      const isWrongAtLast = ofPage.length > 0 && wrongAfter[ofPage.at(-1) ?? 0];
      expect(culprit !== null).toBe(isWrongAtLast);
      if (culprit === null) return;
      found++;
      expect([wrongAfter[culprit.eip - 1] ?? false, wrongAfter[culprit.eip]]).toEqual([false, true]);
      expect(ofPage.filter((i) => i >= culprit.eip && !wrongAfter[i])).toEqual([]);
    }),
  );
  expect(found).toBeGreaterThan(10);
});

test('where it was wrong before all of them, nobody can tell', async () => {
  const stores = [{ address: OF_PAGE, bytes: 4, value: 1, eip: 1, callers: [] }];
  const again: Repeatable = {
    bytes: BYTES,
    storesFrom: async (_, memory) => {
      new DataView(memory.buffer, memory.byteOffset).setInt32(WRONG, 1, true);
      return stores;
    },
  };
  expect(await culpritOf(again, first, kind, {} as never)).toBeNull();
  expect(await culpritOf({ bytes: BYTES, storesFrom: async () => null }, first, kind, {} as never)).toBeNull();
});
