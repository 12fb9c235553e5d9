/** From a mistake that was planted, or a message of somebody's kernel, to its cause, by clicks alone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ringfenceHere } from '../monitor/terminal.ts';
import { momentOfText } from '../specs.ts';
import { inBrowser, Visitor, WHOLE } from './visitor.ts';

/** What the command line says of the page that is chosen, at the moment that is shown. */
const whyChosen = async (visitor: Visitor) => {
  const { moment } = await visitor.standing();
  const title = (await visitor.page.locator('.inspector h2').textContent()) ?? '';
  const [address = ''] = /0x[0-9a-f]+/.exec(title) ?? [];
  const { out } = await ringfenceHere(['why', '--moment', moment, 'page', address, '--json']);
  return JSON.parse(out) as {
    readonly page: {
      readonly life: readonly string[];
      readonly referredBy: readonly string[];
      readonly faults: readonly string[];
    };
    readonly reasons: readonly { readonly event: number; readonly text: string }[];
  };
};

inBrowser('a mistake', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await Visitor.at(WHOLE);
    await visitor.standing();
  });
  afterAll(() => visitor.close());

  test.each(['weensyos-35', 'weensyos-03', 'env-02'])(
    '%s is booted, hunted, marked where it breaks, and its page asked why, back to where that came from',
    async (id) => {
      const { page } = visitor;
      await page.getByRole('button', { name: 'Boot …' }).click();
      await page.getByLabel('Kernel', { exact: true }).selectOption(id);
      await page.getByRole('button', { name: /shortest program/ }).click();
      const button = page.getByRole('button', { name: 'Go to where it goes wrong first' });
      // A page that is at fault is asked about at once; the verdict stands where nothing is chosen.
      await visitor.until(() => globalThis.ringfence.findings.verdict.value?.broken != null);
      await page.keyboard.press('Escape');
      await expect.poll(() => page.locator('.marks [data-kind="broken"]').count()).toBe(1);
      await page.keyboard.press('Home');
      await visitor.standing(0);
      await button.click();
      const broken = await page.evaluate(() => globalThis.ringfence.findings.verdict.value?.broken);
      const shown = await visitor.standing(broken?.step);
      expect(momentOfText(shown.moment).run).toMatchObject({ kernel: id });
      const told = await visitor.answer();
      const why = await whyChosen(visitor);
      expect(told).toMatchObject({
        ...(why.page.faults.length > 0 && { 'The count is wrong': why.page.faults }),
        ...(why.page.life.length > 0 && { 'Its life': why.page.life }),
      });
      const chain = page.locator('.inspector .chain li');
      const reasons = (await chain.allTextContents()).map((text) => text.replace(/^event \d+ /, ''));
      expect(reasons).toEqual(why.reasons.map(({ text }) => text));
      if (reasons.length === 0) return;
      await chain.getByRole('button').last().click();
      const cause = why.reasons.at(-1);
      expect((await visitor.standing()).event).toBe(cause?.event);
    },
  );

  test.each(['Kernel page fault for 0x0', 'kernel allocated page mapped for user (pid 2)'])(
    '"%s" is explained, its likeliest cause is seen to happen, and leads to what went wrong',
    async (message) => {
      const { page } = visitor;
      await page.getByRole('button', { name: 'Explain a message …' }).click();
      await page.getByLabel(/A message, a log/).fill(message);
      await page.getByRole('button', { name: 'Explain', exact: true }).click();
      const causes = page.locator('.diagnosis ol > li');
      await causes.first().waitFor();
      const { out } = await ringfenceHere(['explain', message, '--json']);
      const { causes: known } = JSON.parse(out) as { readonly causes: readonly { readonly id: string }[] };
      const listed = await causes.locator('small').allTextContents();
      expect(listed).toEqual(known.slice(0, listed.length).map(({ id }) => `(${id})`));
      const before = await page.evaluate(() => location.hash);
      await causes.getByRole('button', { name: 'See it happen' }).first().click();
      await visitor.until(() => globalThis.ringfence.findings.verdict.value?.broken != null);
      expect(await page.evaluate(() => location.hash)).not.toBe(before);
      expect(await page.locator('.inspector').textContent()).not.toContain('Click a square');
      expect(visitor.errors).toEqual([]);
    },
  );
});
