/** Somebody who looks at the page in a browser: what is in sight, clicks and keys. Waits for what happens, and never for time. */
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import type { Session } from '../../page/window/session.ts';

export const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
/** All of the page in one file, as a browser opens it. */
export const WHOLE = pathToFileURL(join(PACKAGE, 'dist/page/ringfence.html')).href;
/** What stands where whoever visits asks for nothing else: nothing moves by itself. */
const STILL: BrowserContextOptions = { viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' };

/** How long something may take that is waited for, on a host that has much else to do. */
const PATIENCE_MS = 20_000;

/** A state of the page, as plain data. */
export interface Shown {
  readonly step: number;
  readonly event: number;
  readonly cells: readonly number[];
  readonly counts: readonly number[];
  readonly free: number;
  /** The text of the moment. */
  readonly moment: string;
  readonly fingerprint: string;
}

declare global {
  /** What the page shows to whoever asks at the console. */
  var ringfence: Session;
}

/** Specs that need a browser; without one they are left out, and who started them has said so. */
export const inBrowser = (title: string, specs: () => void): void => {
  describe.skipIf(inject('browser') === null)(title, () => {
    beforeAll(async () => {
      browser = await chromium.connect(inject('browser') ?? '');
    });
    afterAll(() => browser.close());
    specs();
  });
};

let browser: Browser;

export class Visitor {
  readonly page: Page;
  /** Addresses that were asked for. */
  readonly requests: string[] = [];
  /** Errors that nobody caught. */
  readonly errors: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('request', (request) => void this.requests.push(request.url()));
    page.on('pageerror', (error) => void this.errors.push(String(error.stack)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
  }

  /** Opens `url`; `more` is how the browser is otherwise than usual. */
  static async at(url: string, more: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({ ...STILL, ...more });
    context.setDefaultTimeout(PATIENCE_MS);
    const visitor = new Visitor(await context.newPage());
    await visitor.page.goto(url);
    return visitor;
  }

  /** Follows a link to another moment of the same page. */
  async follow(hash: string): Promise<void> {
    await this.page.evaluate((text) => {
      location.hash = text;
    }, hash);
  }

  /** What the page shows once it stands still, at step `step` if that is given, and its address says so. */
  standing(step: number | null = null): Promise<Shown> {
    return this.shownWhere({ at: step, not: null });
  }

  /** The same, anywhere but at step `from`. */
  moved(from: number): Promise<Shown> {
    return this.shownWhere({ at: null, not: from });
  }

  private async shownWhere(where: { readonly at: number | null; readonly not: number | null }): Promise<Shown> {
    const found = await this.page.waitForFunction(({ at, not }) => {
      const { picture, named, playback } = globalThis.ringfence;
      const [here, name] = [picture.value, named.value];
      if (here === null || name === null || playback.isPlaying.value) return null;
      if ((at !== null && here.step !== at) || here.step === not) return null;
      const { step, event, free } = here;
      if (location.hash !== `#${name.text}`) return null;
      const { text: moment, fingerprint } = name;
      return { step, event, free, moment, fingerprint, cells: [...here.cells], counts: [...here.counts] };
    }, where);
    return (await found.jsonValue()) as Shown;
  }

  /** Clicks the square of physical page `index`. */
  async clickPage(index: number, pages: number): Promise<void> {
    const canvas = this.page.locator('.physical canvas');
    await canvas.scrollIntoViewIfNeeded();
    const columns = Number(await canvas.getAttribute('data-columns'));
    const { width, height } = (await canvas.boundingBox()) ?? { width: 0, height: 0 };
    const side = height / Math.ceil(pages / columns);
    const x = width - columns * side + ((index % columns) + 0.5) * side;
    await canvas.click({ position: { x, y: (Math.floor(index / columns) + 0.5) * side } });
  }

  /** Clicks the line of time at event number `event`. */
  async clickLine(event: number): Promise<void> {
    const canvas = this.page.locator('.timeline canvas');
    const last = await this.page.evaluate(() => globalThis.ringfence.passed.last.value);
    const { width = 0, height = 0 } = (await canvas.boundingBox()) ?? {};
    await canvas.click({
      position: { x: Math.max(2, Math.min(width - 2, (event / Math.max(1, last)) * width)), y: height / 2 },
    });
  }

  /** The lists of the answer to what was chosen, by their titles, once it is that of what was chosen. */
  async answer(): Promise<Readonly<Record<string, readonly string[]>>> {
    await this.page.locator('.inspector[aria-busy="false"]').waitFor();
    return this.page.locator('.inspector').evaluate((section) => {
      const lists: Record<string, string[]> = {};
      for (const list of section.querySelectorAll('ul')) {
        const title = list.previousElementSibling?.textContent ?? '';
        lists[title] = [...list.querySelectorAll('li')].map((item) => item.textContent ?? '');
      }
      return lists;
    });
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}
