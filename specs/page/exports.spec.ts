/** What is taken along from the page: pictures, data, and the formats of `ringfence export`, byte for byte. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderWith, ringfenceHere } from '../monitor/terminal.ts';
import { linkTo, timelineOf } from './runs.ts';
import { inBrowser, type Shown, Visitor, WHOLE } from './visitor.ts';

const RUN = { what: 'programs', programs: ['exit'], boot: { order: 'random:5' } } as const;

inBrowser('from the page one takes', () => {
  let visitor: Visitor;
  let shown: Shown;
  beforeAll(async () => {
    const { timeline } = await timelineOf(RUN, 60, 2);
    visitor = await Visitor.at(`${WHOLE}#${linkTo(RUN, { event: 60, step: timeline.at })}`);
    shown = await visitor.standing(timeline.at);
    await visitor.page.getByRole('button', { name: 'Share …' }).click();
  });
  afterAll(() => visitor.close());

  /** What the browser saves when the button is pressed. */
  const saved = async (name: string): Promise<Buffer> => {
    const [download] = await Promise.all([
      visitor.page.waitForEvent('download'),
      visitor.page.getByRole('button', { name, exact: true }).click(),
    ]);
    return Buffer.concat(await (await download.createReadStream()).toArray());
  };

  test('the picture as SVG, a square and its letter for each page', async () => {
    const svg = (await saved('SVG')).toString();
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"[\s\S]*<\/svg>\s*$/);
    const problem = await visitor.page.evaluate(
      (text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')?.textContent,
      svg,
    );
    expect(problem).toBeUndefined();
    const letters = [...svg.matchAll(/>([^<>\s])<\/text>/g)].map(([, letter]) => letter);
    const drawn = shown.cells.map((cell) => String.fromCharCode(cell & 0xff));
    for (const letter of new Set(drawn.filter((one) => /[0-9KRS]/.test(one))))
      expect([letter, letters.filter((one) => one === letter).length]).toEqual([
        letter,
        drawn.filter((one) => one === letter).length,
      ]);
  });

  test('the same as PNG', async () => {
    const png = await saved('PNG');
    expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    expect([width > 600, height > 100, width > height]).toEqual([true, true, true]);
  });

  test('the run as data', async () => {
    const data = JSON.parse((await saved('JSON')).toString());
    const { step, event, moment, fingerprint } = shown;
    expect(data).toMatchObject({ run: RUN, step, event, moment, fingerprint });
    expect(data.free).toHaveLength(event + 1);
    expect(data.free.at(-1)).toBe(shown.free);
  });

  test.each([
    ['Chrome trace (Perfetto)', '--trace'],
    ['Collapsed stacks', '--stacks'],
    ['Asciicast', '--cast'],
  ])('%s, as the command line writes it', async (button, option) => {
    const folder = folderWith({});
    const { code } = await ringfenceHere(['export', '--moment', shown.moment, option, 'run'], folder);
    expect(code).toBe(0);
    // A cast is called after the command that made it.
    const untitled = (text: string): string => text.replace(/"title":"(?:[^"\\]|\\.)*"/, '"title":""');
    const written = readFileSync(join(folder, 'run'), 'utf8');
    expect(untitled((await saved(button)).toString())).toBe(untitled(written));
  });
});
