/** From a mistake that was planted, or a message of somebody's kernel, to its cause, by clicks alone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Verdict } from '../../page/answers.ts';
import { ringfenceHere } from '../monitor/terminal.ts';
import { inBrowser, Visitor, WHOLE } from './visitor.ts';

interface Why {
  readonly page: Readonly<Record<'life' | 'referredBy' | 'faults', readonly string[]>> | null;
  readonly chain: readonly { readonly event: number; readonly text: string }[];
  /** Where what stopped the kernel came from. */
  readonly origin: readonly string[];
}

/** What `ringfence why` answers to `words` at `moment`. */
const why = async (moment: string, ...words: readonly string[]): Promise<Why> =>
  JSON.parse((await ringfenceHere(['why', '--moment', moment, ...words, '--json'])).out);

inBrowser('a mistake', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await Visitor.at(WHOLE);
    await visitor.standing();
  });
  afterAll(() => visitor.close());

  /** What is wrong first in a run of kernel `kernel`, once it was judged. */
  const brokenIn = async (kernel: string): Promise<NonNullable<Verdict['broken']>> => {
    const found = await visitor.page.waitForFunction((asked) => {
      const { run, findings } = globalThis.ringfence;
      return 'kernel' in run.value && run.value.kernel === asked ? (findings.verdict.value?.broken ?? null) : null;
    }, kernel);
    return (await found.jsonValue()) as NonNullable<Verdict['broken']>;
  };

  /** The steps of the chain that is in sight: each a button that leads to its event. */
  const chain = () => visitor.page.locator('.inspector .chain li');
  const chainTexts = async (): Promise<string[]> =>
    (await chain().allTextContents()).map((text) => text.replace(/^event [\d,]+ /, ''));

  test.each([
    ['weensyos-12', 'exit'],
    ['weensyos-06', 'fork'],
    ['weensyos-01', 'exit'],
  ])('%s is booted, and followed from its mark on the line to its cause', async (kernel, program) => {
    const { page } = visitor;
    await page.getByRole('button', { name: 'Boot …' }).click();
    await page.getByRole('combobox', { name: 'Kernel' }).selectOption(kernel);
    await page.getByRole('combobox', { name: 'Program' }).selectOption(program);
    await page.getByRole('button', { name: 'Boot', exact: true }).click();
    const broken = await brokenIn(kernel);
    await visitor.clickLine(broken.event);
    expect((await visitor.standing()).event).toBe(broken.event);
    await page.getByRole('button', { name: 'Go to where it goes wrong first' }).click();
    const { moment } = await visitor.standing(broken.step);
    if (broken.page !== null) {
      const told = await visitor.answer();
      const { page: known, chain: reasons } = await why(moment, 'page', `0x${(broken.page * 4096).toString(16)}`);
      expect(told['The count is wrong'] ?? []).toEqual(known?.faults);
      expect(told['Its life'] ?? []).toEqual(known?.life);
      expect(await chainTexts()).toEqual(reasons.map(({ text }) => text));
    } else {
      // What stopped the kernel, and where that came from.
      await page.keyboard.press('Escape');
      const { origin } = await why(moment, 'pid', '1');
      const texts = await chainTexts();
      expect(texts.length).toBeGreaterThan(0);
      for (const text of texts) expect(origin.join('\n')).toContain(text);
    }
    if ((await chain().count()) === 0) return;
    const last = chain().getByRole('button').last();
    const event = Number(/\d+/.exec((await last.textContent()) ?? '')?.[0]);
    await last.click();
    await expect.poll(async () => (await visitor.standing()).event).toBe(event);
  });

  test('for which a short program is sought is shown where it is wrong first, with what caught it', async () => {
    const { page } = visitor;
    await page.getByRole('button', { name: 'Boot …' }).click();
    await page.getByRole('combobox', { name: 'Kernel' }).selectOption('env-02');
    await page.getByRole('button', { name: /shortest program/ }).click();
    const broken = await brokenIn('env-02');
    const { step } = await visitor.standing(broken.step);
    expect(step).toBe(broken.step);
    expect(await page.locator('.inspector').textContent()).toContain(broken.name);
  });

  test.each(['Kernel page fault for 0x0', 'kernel allocated page mapped for user (pid 2)'])(
    'that "%s" tells of is explained, its likeliest cause is seen to happen, and leads to what went wrong',
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
      const seen = causes.filter({ has: page.getByRole('button', { name: 'See it happen' }) }).first();
      const [id = ''] = /[a-z]+-\d+/.exec((await seen.locator('small').textContent()) ?? '') ?? [];
      await seen.getByRole('button').click();
      const broken = await brokenIn(id);
      await visitor.standing(broken.step);
      const told = await page.locator('.inspector').textContent();
      if (broken.page === null) expect(told).toContain(broken.name);
      else expect(told).toContain(`0x${(broken.page * 4096).toString(16).padStart(6, '0')}`);
      expect(visitor.errors).toEqual([]);
    },
  );
});
