/** The page, opened from a file: every kernel boots there, and whatever moment it is at, it shows what Node comes to. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MomentRun, momentOfText } from '../specs.ts';
import { linkTo, pageToldAt, places, reachedIn, timelineOf } from './runs.ts';
import { inBrowser, type Shown, Visitor, WHOLE } from './visitor.ts';

const MOMENTS = 12;

/** The life of page number `page`, and who refers to it. */
const onlyOf = async (run: MomentRun, step: number, page: number) => {
  const { life, referredBy } = await pageToldAt(run, step, page * 4096);
  return { life, referredBy };
};

inBrowser('the page in one file', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await Visitor.at(WHOLE);
  });
  afterAll(() => visitor.close());

  const BOOTS: readonly (readonly [name: string, run: MomentRun, pages: number])[] = [
    ['WeensyOS', { what: 'programs', programs: ['fork'], boot: {} }, 512],
    [
      'JOS with environments',
      { what: 'programs', kernel: 'jos', programs: ['pingpong'], boot: { memory: '4M' } },
      1024,
    ],
    ['JOS of lab 2', { what: 'programs', kernel: 'jos', programs: [], boot: { lab: '2', memory: '4M' } }, 1024],
  ];
  test.each(BOOTS)('boots %s', async (_name, run, pages) => {
    const expected = reachedIn(run, await timelineOf(run, 0));
    await visitor.follow(linkTo(run, expected));
    const shown = await visitor.standing(expected.step);
    expect(shown.cells).toHaveLength(pages);
    expect(shown).toMatchObject({ cells: expected.cells, counts: expected.counts, fingerprint: expected.fingerprint });
  });

  const drawn = fc.sample(places, { seed: 20, numRuns: MOMENTS });
  test.each(drawn.map((place, i) => [i, place] as const))(
    'is at random moment %i in the state that Node is in, with the same life of a page that is clicked',
    async (i, { run, event, after }) => {
      const { step, ...expected } = reachedIn(run, await timelineOf(run, event, after));
      await visitor.follow(linkTo(run, { event: expected.event, step }));
      const shown = await visitor.standing(step);
      expect(momentOfText(shown.moment)).toMatchObject({
        run,
        step,
        event: expected.event,
        fingerprint: expected.fingerprint,
      });
      expect(shown).toMatchObject({ counts: expected.counts, cells: expected.cells, free: expected.free });
      const taken = shown.counts.flatMap((count, page) => (count > 0 ? [page] : []));
      const page = i % 4 === 3 ? (i * 37) % shown.counts.length : taken[(i * 31) % taken.length];
      await visitor.clickPage(page, shown.counts.length);
      const told = await visitor.answer();
      const [life, referredBy] = [told['Its life'] ?? [], told['Who refers to it'] ?? []];
      expect({ life, referredBy }).toEqual(await onlyOf(run, step, page));
    },
  );

  test('tells of a page that was clicked anew wherever one steps', async () => {
    const run: MomentRun = { what: 'programs', programs: ['fork'], boot: {} };
    const { timeline } = await timelineOf(run, 3);
    await visitor.follow(linkTo(run, { event: 3, step: timeline.at }));
    let { step, counts } = await visitor.standing(timeline.at);
    // The program's text, which each fork shares.
    await visitor.clickPage(5, counts.length);
    const told = new Set<string>();
    for (const key of ['E', 'E', 'E', 'e']) {
      await visitor.page.keyboard.press(key);
      ({ step } = await visitor.moved(step));
      const { 'Its life': life = [], 'Who refers to it': referredBy = [] } = await visitor.answer();
      expect({ life, referredBy }).toEqual(await onlyOf(run, step, 5));
      told.add(life.join());
    }
    expect(told.size).toBeGreaterThan(1);
  });

  test('steps back, by whatever unit, to where Node is', async () => {
    const run: MomentRun = { what: 'programs', programs: ['exit'], boot: { order: 'random:5' } };
    const there = await timelineOf(run, 180, 3);
    await visitor.follow(linkTo(run, { event: 180, step: there.timeline.at }));
    let shown: Shown = await visitor.standing(there.timeline.at);
    for (const [unit, key] of [
      ['operation', 'O'],
      ['system call', 'S'],
      ['tick', 'T'],
      ['event', 'E'],
    ] as const) {
      await visitor.page.keyboard.press(key);
      const { step } = await visitor.moved(shown.step);
      expect([unit, step < shown.step]).toEqual([unit, true]);
      there.timeline.goTo(step);
      shown = await visitor.standing(step);
      const { run: _, ...expected } = reachedIn(run, there);
      expect(shown).toMatchObject(expected);
    }
  });

  test('keys that come faster than steps are taken all count', async () => {
    const run: MomentRun = { what: 'programs', programs: ['exit'], boot: {} };
    const { at } = (await timelineOf(run, 60)).timeline;
    await visitor.follow(linkTo(run, { event: 60, step: at }));
    await visitor.standing(at);
    await visitor.page.evaluate(() => {
      for (let i = 0; i < 30; i++) void globalThis.ringfence.step('previous', 'operation');
    });
    expect((await visitor.standing(at - 30)).step).toBe(at - 30);
  });

  test('a thousand operations back, each by itself, it is where Node is', async () => {
    const run: MomentRun = { what: 'programs', programs: ['exit'], boot: {} };
    const there = await timelineOf(run, 160);
    const { at } = there.timeline;
    await visitor.follow(linkTo(run, { event: 160, step: at }));
    await visitor.standing(at);
    await visitor.page.evaluate(async () => {
      const { workers } = globalThis.ringfence;
      const back = { unit: 'operation', direction: 'previous' } as const;
      for (let i = 0; i < 999; i++) await workers.player.go(back, { pid: null, isTold: false });
      await globalThis.ringfence.step('previous', 'operation');
    });
    there.timeline.goTo(at - 1000);
    const { run: _, ...expected } = reachedIn(run, there);
    expect(await visitor.standing(at - 1000)).toMatchObject(expected);
  });

  test('nobody was asked for anything over a network, and nothing was thrown', () => {
    expect(visitor.requests.length).toBeGreaterThan(1);
    expect(visitor.requests.filter((url) => !/^(file|blob|data):/.test(url))).toEqual([]);
    expect(visitor.errors).toEqual([]);
  });
});
