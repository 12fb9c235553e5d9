/** Lectures: each slide is a moment that comes to the state that it was written for, and asks what the page can be asked. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseLecture } from '../../page/window/lecture-text.ts';
import { openNamed } from '../../presentation/presentation.ts';
import { momentOfText } from '../specs.ts';

const FOLDER = new URL('../../docs/lectures/', import.meta.url);
const NAMES = readdirSync(FOLDER).map((name) => name.replace(/\.md$/, ''));
const ASKS = /^(?:page|address) 0x[0-9a-f]+$|^process \d+$|^step$/;

test.each(NAMES)('%s has slides with notes, each of which opens at the state that it shows', async (name) => {
  const { title, about, slides } = parseLecture(readFileSync(new URL(`${name}.md`, FOLDER), 'utf8'));
  expect([title.length, about.length, slides.length].every((length) => length > 4)).toBe(true);
  for (const slide of slides) {
    const { run, step, event, fingerprint } = momentOfText(slide.moment);
    const { playing } = (await openNamed(run)).make();
    playing.begin();
    playing.advance(step);
    expect([slide.title, playing.event, playing.fingerprint()]).toEqual([slide.title, event, fingerprint]);
    expect(slide.notes.length).toBeGreaterThan(0);
    expect(slide.asks ?? 'step').toMatch(ASKS);
  }
});

test('the page has every lecture that is written, by its name', () => {
  const list = readFileSync(new URL('../../page/window/lecture.ts', import.meta.url), 'utf8');
  for (const name of NAMES) expect(list).toContain(`'${name}'`);
});

test('a part without a moment is no slide, and a moment needs no question', () => {
  const text =
    '# A\n\nAbout it.\n\n## One\n\nno moment\n\n## Two\n\nMoment: `m1abc`\n\nA note\nof two lines.\n\nAnother.\n';
  const two = { title: 'Two', moment: 'm1abc', asks: null, notes: ['A note of two lines.', 'Another.'] };
  expect(parseLecture(text)).toEqual({ title: 'A', about: 'About it.', slides: [two] });
});
