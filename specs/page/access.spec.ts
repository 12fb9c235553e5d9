/** Who cannot see, or has no mouse, has all of the page: each view, light and dark. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ringfenceHere } from '../monitor/terminal.ts';
import { linkTo } from './runs.ts';
import { inBrowser, Visitor, WHOLE } from './visitor.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const GRAVE: readonly string[] = ['serious', 'critical'];

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

interface Axe {
  run(options: object): Promise<{ readonly violations: Violation[] }>;
}

/** What another theme can change: nothing but colours. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

inBrowser('without eyes or mouse', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await Visitor.at(WHOLE);
    await visitor.standing();
    await visitor.page.evaluate(AXE);
  });
  afterAll(() => visitor.close());

  /** What axe holds against what is in sight; by some of its rules, if they are given. */
  const graveHere = async (rules?: readonly string[]): Promise<string[]> => {
    const { violations } = await visitor.page.evaluate(
      (options) => (globalThis as unknown as { axe: Axe }).axe.run(options),
      { resultTypes: ['violations'], ...(rules && { runOnly: rules }) },
    );
    return violations
      .filter(({ impact }) => GRAVE.includes(impact))
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  };
  const click = (name: string) => visitor.page.getByRole('button', { name }).click();

  const VIEWS: readonly (readonly [name: string, go: () => Promise<unknown>])[] = [
    ['the first view', async () => {}],
    [
      'a page that was clicked',
      async () => {
        await visitor.clickPage(5, 512);
        await visitor.answer();
      },
    ],
    [
      'a process',
      async () => {
        await visitor.page.locator('.process').first().click();
        await visitor.answer();
      },
    ],
    [
      'an address',
      async () => {
        await visitor.page.locator('.virtual [role="application"]').focus();
        await visitor.page.keyboard.press('ArrowRight');
        await visitor.answer();
        await visitor.page.locator('.inspector .translation').waitFor();
      },
    ],
    ['what is booted', () => click('Boot …')],
    ['what a message means', () => click('Explain a message …')],
    ['what is taken along', () => click('Share …')],
    [
      'JOS',
      async () => {
        await visitor.follow(
          linkTo(
            { what: 'programs', kernel: 'jos', programs: ['pingpong'], boot: { memory: '4M' } },
            { event: 9, step: 40 },
          ),
        );
        await visitor.standing(40);
      },
    ],
    [
      'an allocator at work',
      async () => {
        const { out } = await ringfenceHere(['bugs', 'hunt', 'alloc-last-page-missed']);
        await visitor.follow(/\bm1[\w-]{40,}/.exec(out)?.[0] ?? '');
        await visitor.page.locator('.blocks').waitFor();
      },
    ],
    [
      'a lecture',
      async () => {
        await visitor.follow('lecture/fork-and-exit');
        await visitor.page.locator('.lecture').waitFor();
      },
    ],
  ];
  test.each(VIEWS)('%s has nothing grave in it, light or dark', async (_name, go) => {
    await go();
    const dialog = visitor.page.locator('dialog[open]');
    for (const colorScheme of ['light', 'dark'] as const) {
      await visitor.page.emulateMedia({ colorScheme });
      await visitor.page.locator(`html[data-theme="${colorScheme}"]`).waitFor();
      const grave = await graveHere(colorScheme === 'dark' ? OF_COLOURS : undefined);
      expect([colorScheme, grave]).toEqual([colorScheme, []]);
    }
    if ((await dialog.count()) > 0) await visitor.page.keyboard.press('Escape');
  });
});

inBrowser('the keyboard alone', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await Visitor.at(WHOLE);
    await visitor.standing();
  });
  afterAll(() => visitor.close());

  test('comes to everything that a mouse can press, and shows where it is', async () => {
    const { page } = visitor;
    const all = await page.evaluate(() => {
      const usable = 'button, select, input, textarea, summary, [role="application"], [tabindex]';
      const seen = [...document.querySelectorAll<HTMLElement>(usable)].filter(
        (element) => element.checkVisibility() && !element.matches(':disabled'),
      );
      for (const [i, element] of seen.entries()) element.dataset.number = String(i);
      return seen.map((element) => element.outerHTML.slice(0, 80));
    });
    expect(all.length).toBeGreaterThan(12);
    const reached = new Set<string>();
    for (let presses = 0; presses < all.length + 5; presses++) {
      await page.keyboard.press('Tab');
      const number = await page.evaluate(() => {
        const { activeElement } = document;
        if (!(activeElement instanceof HTMLElement) || activeElement === document.body) return '';
        const { outlineStyle, boxShadow } = getComputedStyle(activeElement);
        return outlineStyle === 'none' && boxShadow === 'none' ? 'unseen' : (activeElement.dataset.number ?? '');
      });
      reached.add(number);
    }
    expect(all.filter((_, i) => !reached.has(String(i)))).toEqual([]);
    expect(reached).not.toContain('unseen');
  });

  test('goes from page to page of a map, and hears what each is', async () => {
    const { page } = visitor;
    await page.locator('.physical [role="application"]').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft']) await page.keyboard.press(key);
    const told = await page.locator('.physical .map-told').textContent();
    expect(told).toMatch(/^page 0x0*[0-9a-f]+: .*count \d+/);
    const [address = ''] = /0x[0-9a-f]+/.exec(told ?? '') ?? [];
    expect(await page.locator('.inspector h2').textContent()).toContain(address);
    await visitor.answer();
  });

  test('opens and leaves each dialog, and comes back to what opened it', async () => {
    const { page } = visitor;
    for (const name of ['Boot …', 'Explain a message …', 'Share …']) {
      const button = page.getByRole('button', { name });
      await button.focus();
      await page.keyboard.press('Enter');
      await page.locator('dialog[open]').waitFor();
      expect(await page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true);
      await page.keyboard.press('Escape');
      await page.locator('dialog[open]').waitFor({ state: 'detached' });
      expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    }
  });
});
