/** The life of a real kernel in the page: dumps that came along with it are gone through, asked and judged there as by the command line. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderWith, ringfenceHere } from '../monitor/terminal.ts';
import { momentOfText } from '../specs.ts';
import { inBrowser, Visitor } from './visitor.ts';

const FOLDER = folderWith({});
const here = async (...words: string[]): Promise<string> => (await ringfenceHere(words, FOLDER)).out;

inBrowser('dumps of a real kernel', () => {
  let visitor: Visitor;
  let link = '';
  beforeAll(async () => {
    await here('run', 'exit', '--kernel', 'weensyos-01', '--check', 'off', '--until', '20', '--dumps', 'dumps');
    link = /#(m1[\w-]+)/.exec(await here('page', 'dumps', '--at', '9', '--save', 'page.html'))?.[1] ?? '';
    visitor = await Visitor.at(`${pathToFileURL(join(FOLDER, 'page.html'))}#${link}`);
  });
  afterAll(() => visitor.close());

  test('open at the moment of the link, with its memory, in a page that needs nothing else', async () => {
    const { step, fingerprint, cells, free } = await visitor.standing(9);
    expect([step, fingerprint]).toEqual([9, momentOfText(link).fingerprint]);
    expect([cells.length, free > 300]).toEqual([512, true]);
    expect(await visitor.page.locator('h1').textContent()).toContain('a real WeensyOS in dumps');
    expect(visitor.errors).toEqual([]);
    expect(visitor.requests.filter((url) => !/^(?:file|blob|data):/.test(url))).toEqual([]);
  });

  test('open there by the file alone, too', async () => {
    const other = await Visitor.at(pathToFileURL(join(FOLDER, 'page.html')).href);
    const { step, fingerprint } = await other.standing(9);
    await other.close();
    expect([step, fingerprint]).toEqual([9, momentOfText(link).fingerprint]);
  });

  test('are judged: the first that is wrong is marked on the line, and its page is asked why', async () => {
    const found = await visitor.page.waitForFunction(() => globalThis.ringfence.findings.verdict.value?.broken ?? null);
    const broken = (await found.jsonValue()) as { readonly name: string; readonly step: number; readonly page: number };
    const judged = JSON.parse(await here('judge', 'dumps', '--json'));
    expect([broken.name, broken.step]).toEqual([judged.dumps[judged.firstWrong].violations[0].name, judged.firstWrong]);
    await visitor.page.getByRole('button', { name: 'Go to where it goes wrong first' }).click();
    const { moment } = await visitor.standing(broken.step);
    const told = await visitor.answer();
    const why = JSON.parse(
      await here('why', '--moment', moment, 'page', `0x${(broken.page * 4096).toString(16)}`, '--json'),
    );
    expect(told['The count is wrong']).toEqual(why.page.faults);
    expect(told['Its life']).toEqual(why.page.life);
  });

  test('are gone through on and back, and forks and exits are marked', async () => {
    const { step } = await visitor.standing();
    await visitor.page.keyboard.press('ArrowLeft');
    const { cells } = await visitor.moved(step);
    await visitor.page.keyboard.press('ArrowRight');
    expect((await visitor.standing(step)).cells).not.toEqual(cells);
    const marks = await visitor.page.evaluate(() =>
      globalThis.ringfence.marks.value.map(({ kind, text }) => [kind, text]),
    );
    expect(marks).toEqual(
      expect.arrayContaining([
        ['fork', 'fork of process 1'],
        ['exit', 'exit of process 2'],
      ]),
    );
  });
});
