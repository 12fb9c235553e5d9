/** Links: what a command line gives is opened, what the page gives is taken, wherever the page comes from, also within another page. */
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PageServer } from '../../monitor/page/server.ts';
import { folderWith, ringfenceHere } from '../monitor/terminal.ts';
import { momentOfText } from '../specs.ts';
import { inBrowser, Visitor, WHOLE } from './visitor.ts';

const FIRST_LOAD = 250_000;
const SINGLE_FILE = 2_000_000;
/** The text of the moment that a command prints. */
const momentIn = (out: string): string => /\bm1[\w-]{40,}/.exec(out)?.[0] ?? '';

test('the page in one file is below 2 MB', () => {
  expect(statSync(fileURLToPath(WHOLE)).size).toBeLessThan(SINGLE_FILE);
});

inBrowser('a link', () => {
  let server: PageServer;
  let hosted = '';
  let visitor: Visitor;
  beforeAll(async () => {
    server = await PageServer.at(0);
    hosted = `http://127.0.0.1:${server.port}/`;
    visitor = await Visitor.at(WHOLE);
  });
  afterAll(async () => {
    await visitor.close();
    await server.end();
  });

  test('that a command line gives opens the page at that very state', async () => {
    const folder = folderWith({});
    const words = 'page exit --order random:3 --timer cycles:9000 --at 30+2 --save page.html';
    const { out } = await ringfenceHere(words.split(' '), folder);
    const moment = momentOfText(momentIn(out));
    const [link = ''] = /file:\S+/.exec(out) ?? [];
    const opened = await Visitor.at(link);
    const shown = await opened.standing(moment.step);
    expect(momentOfText(shown.moment)).toEqual(moment);
    await opened.close();
  });

  test('of the page is taken by commands, wherever one goes in it', async () => {
    await visitor.follow('');
    let { step } = await visitor.standing();
    for (const key of ['e', 's', 'o', 'E', 'o']) {
      await visitor.page.keyboard.press(key);
      const { moment, event, ...shown } = await visitor.moved(step);
      step = shown.step;
      expect(momentOfText(moment)).toMatchObject({ step, event });
      const taken = await ringfenceHere(['step', '--moment', moment, '--command', 'moment']);
      expect([taken.code, taken.errors, momentIn(taken.out)]).toEqual([0, '', moment]);
      const why = await ringfenceHere(['why', '--moment', moment, 'page', '0x5000']);
      expect([why.code, why.errors]).toEqual([0, '']);
    }
  });

  test('and what else may be taken along are told where one shares the moment', async () => {
    const { moment } = await visitor.standing();
    const { page } = visitor;
    await page.getByRole('button', { name: 'Share …' }).click();
    expect(await page.getByLabel('Link to this moment').inputValue()).toBe(`${WHOLE}#${moment}`);
    const command = await page.getByLabel('The same on a command line').inputValue();
    expect(command).toBe(`ringfence step --moment ${moment}`);
    expect(await page.getByLabel('To embed it').inputValue()).toContain(`src="${WHOLE}?embed#${moment}"`);
    await page.keyboard.press('Escape');
  });

  test('that says no moment says so, and the page opens as usual', async () => {
    for (const [hash, says] of [
      ['nonsense', 'This link says no moment'],
      ['m1abc', 'This link says no moment'],
      ['%', 'This link says no moment'],
      ['lecture/unheard-of', 'There is no lecture unheard-of'],
    ]) {
      const lost = await Visitor.at(`${WHOLE}#${hash}`);
      await lost.page.locator('.physical canvas').waitFor();
      await expect.poll(() => lost.page.getByRole('status').textContent()).toContain(says);
      expect([hash, lost.errors]).toEqual([hash, []]);
      await lost.close();
    }
  });

  test('to the page on a host opens it there with less than 250 KB, and what explains comes when it is asked', async () => {
    const moment = momentIn((await ringfenceHere(['step', 'fork', '--at', '20', '--command', 'moment'])).out);
    const guest = await Visitor.at(`${hosted}#${moment}`);
    const { cells, fingerprint } = await guest.standing();
    expect(fingerprint).toBe(momentOfText(moment).fingerprint);
    const loaded = [...new Set(guest.requests)].filter((url) => url.startsWith(hosted));
    const contents = await Promise.all(loaded.map(async (url) => (await fetch(url)).arrayBuffer()));
    const sizes = contents.map((content) => gzipSync(content).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(FIRST_LOAD);
    expect(loaded.filter((url) => url.includes('scholar'))).toEqual([]);
    await guest.clickPage(5, cells.length);
    const told = await guest.answer();
    expect(told['Its life']?.length).toBeGreaterThan(0);
    expect(guest.requests.filter((url) => !url.startsWith(hosted) && !url.startsWith('data:'))).toEqual([]);
    expect(guest.errors).toEqual([]);
    await guest.close();
  });

  test('to be embedded shows the moment in a page of somebody else, smaller, and without what leads away', async () => {
    const moment = momentIn((await ringfenceHere(['step', 'fork', '--at', '20', '--command', 'moment'])).out);
    const code = `<!doctype html><title>A course</title><iframe src="${hosted}?embed#${moment}" width="800" height="600" title="A moment"></iframe>`;
    const other = createServer((_, response) => response.setHeader('content-type', 'text/html').end(code));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const course = await Visitor.at(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
    const frame = course.page.frameLocator('iframe');
    await frame.locator('.physical canvas').waitFor();
    await expect.poll(() => frame.getByTestId('here').textContent()).toBe('20');
    expect(await frame.getByRole('button', { name: 'Boot …' }).count()).toBe(0);
    await frame.getByRole('button', { name: /back/ }).first().click();
    await expect.poll(() => frame.getByTestId('here').textContent()).toBe('19');
    await course.close();
    other.close();
  });
});

/** The page is what it is made of: nothing in it is asked of anybody else. */
test('no file of the page names another host', () => {
  const text = readFileSync(fileURLToPath(WHOLE), 'utf8');
  const named = [...text.matchAll(/\b(?:src|href)="(https?:)?\/\/[^"]*/g)].map(([found]) => found);
  expect(named).toEqual([]);
});
