/** What may be asked on the page besides pages: conditions, keys that are typed, words, addresses, calls that failed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MomentRun, momentOfText } from '../specs.ts';
import { linkTo, timelineOf } from './runs.ts';
import { inBrowser, Visitor, WHOLE } from './visitor.ts';

const EXIT: MomentRun = { what: 'programs', programs: ['exit'], boot: { order: 'random:7' } };

inBrowser('on the page', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await Visitor.at(WHOLE);
  });
  afterAll(() => visitor.close());

  const standAt = async (event: number) => {
    const { at } = (await timelineOf(EXIT, event)).timeline;
    await visitor.follow(linkTo(EXIT, { event, step: at }));
    return visitor.standing(at);
  };

  test('one goes to where a condition comes to hold, and back to where it did; what is no condition is told', async () => {
    const before = await standAt(10);
    const field = visitor.page.getByLabel('to where', { exact: false }).first();
    await field.fill(`free < ${before.free - 20}`);
    await visitor.page.getByRole('button', { name: 'On to where it comes to hold' }).click();
    const found = await visitor.moved(before.step);
    expect([found.step > before.step, found.free < before.free - 20]).toEqual([true, true]);
    const { timeline } = await timelineOf(EXIT, 0);
    timeline.goTo(found.step - 1);
    expect(timeline.playing.kernel?.view.freeList().length).toBeGreaterThanOrEqual(before.free - 20);
    await field.fill('fre < 3');
    await visitor.page.getByRole('button', { name: 'Back to where it held last' }).click();
    expect(await visitor.page.getByRole('status').textContent()).toMatch(/fre/);
  });

  test('a key that is typed reboots WeensyOS, and the link has it', async () => {
    const { step } = await standAt(30);
    await visitor.page.getByRole('button', { name: 'f: fork' }).click();
    await visitor.page.keyboard.press('o');
    const shown = await visitor.moved(step);
    const { run } = momentOfText(shown.moment);
    expect(run).toMatchObject({ keys: [{ at: step, key: 'f' }] });
  });

  test('an address tells its entry, an access and the TLB; a word what stored it; a call why it failed', async () => {
    await standAt(40);
    const heard: string[] = [];
    for (const about of ['entry', 'write', 'tlb'] as const) {
      await visitor.page.evaluate((subject) => {
        globalThis.ringfence.choose({ what: 'address', va: 0x101000, about: subject });
      }, about);
      await expect.poll(() => visitor.page.locator('.inspector .lines').textContent()).toMatch(/after event 40/);
      heard.push(await visitor.page.locator('.inspector .lines').textContent());
      await visitor.page.keyboard.press('Escape');
    }
    expect([/L1 entry/, /write/, /TLB/].map((said, i) => said.test(heard[i]))).toEqual([true, true, true]);
    await visitor.page.evaluate(() => globalThis.ringfence.choose({ what: 'word', address: 0x101000 }));
    await expect.poll(() => visitor.page.locator('.inspector').textContent()).toMatch(/the word at 0x101000/);
    await visitor.page.keyboard.press('Escape');
    await visitor.page.evaluate(() => globalThis.ringfence.choose({ what: 'call' }));
    await expect
      .poll(() => visitor.page.locator('.inspector').textContent())
      .toMatch(/no system call has failed until now/);
  });
});
