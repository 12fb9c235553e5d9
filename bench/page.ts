/** How fast the page is, in Chromium, opened from one file: its first picture, what it runs, and going anywhere in a long run. */
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { BROWSER_FLAGS, browserPath, NO_BROWSER } from './browser.ts';

const FILE = pathToFileURL(fileURLToPath(new URL('../page/ringfence.html', import.meta.url))).href;
const ROUNDS = 7;
const EVENTS = 20_000;
const LONG = 100_000;
const PLACES = 200;

/** Milliseconds: the median and the most of several, and what both, or each, are to be below. */
export interface PageRow {
  readonly name: string;
  readonly median: number;
  readonly worst: number;
  readonly goal: string;
}

/** Measures one after the other. Throws an Error where there is no browser. */
export async function* pageRows(): AsyncGenerator<PageRow> {
  const executablePath = browserPath();
  if (executablePath === null) throw new Error(NO_BROWSER);
  const browser = await chromium.launch({ executablePath, args: [...BROWSER_FLAGS] });
  try {
    yield rowOf('the first picture of the single file', await firstPictures(browser), '1000');
    const page = await opened(browser);
    yield rowOf('R there, a million times', await resumptions(page), '');
    yield rowOf(`${EVENTS} events of p-exit`, await runs(page), '300');
    yield rowOf(`to any of ${LONG} events`, await scrubs(page), '50, 200');
  } finally {
    await browser.close();
  }
}

const rowOf = (name: string, times: readonly number[], goal: string): PageRow => {
  const sorted = times.toSorted((a, b) => a - b);
  return { name, median: sorted[sorted.length >> 1], worst: sorted.at(-1) ?? Number.NaN, goal };
};

/** The page with its first picture. */
const opened = async (browser: Browser): Promise<Page> => {
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  await page.goto(FILE, { waitUntil: 'commit' });
  await page.waitForSelector('.physical canvas');
  return page;
};

/** From the address to a picture that stands there. */
const firstPictures = async (browser: Browser): Promise<number[]> => {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const page = await opened(browser);
    times.push(
      await page.evaluate<number>('new Promise((done) => requestAnimationFrame(() => done(performance.now())))'),
    );
    await page.context().close();
  }
  // The first one has the browser itself wake up.
  return times.slice(1);
};

// As text: these run in the browser, whose names this room does not know.
const RUN = "{ what: 'programs', programs: ['exit'], boot: {} }";
const timed = (work: string): string => `(async () => {
  const times = [];
  const time = async (work) => { const start = performance.now(); await work(); times.push(performance.now() - start); };
  const { ringfence: session } = globalThis;
  ${work}
  return times;
})()`;

/** R, as the other rows of the bench are measured in: what the host and the browser are worth at this time. */
const resumptions = (page: Page): Promise<number[]> =>
  page.evaluate(
    timed(`const generator = (function* () { for (let sum = 0; ; ) sum += yield sum & 7; })();
    for (let round = 0; round < ${ROUNDS}; round++)
      await time(() => { for (let i = 0; i < 1_000_000; i++) generator.next(i); });`),
  );

/** From the boot on, in the worker, which makes one picture in the end. */
const runs = (page: Page): Promise<number[]> =>
  page.evaluate(
    timed(`for (let round = 0; round < ${ROUNDS}; round++) {
      await session.workers.player.open(${RUN});
      await time(() => session.workers.player.go({ event: ${EVENTS} }, { pid: null, isTold: false }));
    }`),
  );

/** To places far from each other, once all was passed. */
const scrubs = (page: Page): Promise<number[]> =>
  page.evaluate(
    timed(`await session.open(${RUN});
      await session.extend(${LONG});
      for (let i = 1; i <= ${PLACES}; i++) await time(() => session.go({ event: (i * 61_803) % ${LONG} }));`),
  );
