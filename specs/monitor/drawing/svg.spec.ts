/** Pictures: letters that can be read on whatever is behind them, a legend, dark and light, and what a chart says of lines that hide each other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flameGraph } from '../../../bench/flame.ts';
import { Canvas } from '../../../presentation/drawing/canvas.ts';
import { chartOf } from '../../../presentation/drawing/chart.ts';
import {
  type Colour,
  colourOf,
  contrastOf,
  LEGIBLE,
  legibleOn,
  textOf,
} from '../../../presentation/drawing/contrast.ts';
import { withLegend } from '../../../presentation/drawing/screen.ts';
import { pictureOf } from '../../../presentation/drawing/svg.ts';
import { folderWith, PACKAGE, ringfenceHere } from '../terminal.ts';

/** Each letter of a picture with its colour and that of the last ground drawn under it. */
const lettersOf = (svg: string): { readonly letter: string; readonly contrast: number }[] => {
  let ground = { x: -1, colour: '#000000' };
  return [...svg.matchAll(/<rect x="(\d+)"[^>]*fill="([^"]+)"|<text x="([\d.]+)"[^>]*fill="([^"]+)">([^<]+)/g)].flatMap(
    ([, x, fill, at, ink, letter]) => {
      if (x !== undefined) {
        ground = { x: Number(x), colour: fill };
        return [];
      }
      const behind = Math.floor(Number(at)) - 4 === ground.x ? ground.colour : '#000000';
      return [{ letter, contrast: contrastOf(colourOf(behind), colourOf(ink)) }];
    },
  );
};

const colour = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)) as fc.Arbitrary<Colour>;

describe('a letter', () => {
  test('has the contrast that the guidelines compute', () => {
    expect(contrastOf([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
    expect(contrastOf(colourOf('#777777'), colourOf('#ffffff'))).toBeCloseTo(4.48, 2);
    expect(contrastOf(colourOf('#5555ff'), colourOf('#aa0000'))).toBeCloseTo(1.5, 0);
  });

  test('becomes legible on any ground, and stays as it is where it was', () => {
    fc.assert(
      fc.property(colour, colour, (ground, ink) => {
        const drawn = legibleOn(ground, ink);
        expect(contrastOf(ground, drawn)).toBeGreaterThanOrEqual(LEGIBLE);
        if (contrastOf(ground, ink) >= LEGIBLE) expect(drawn).toEqual(ink);
        expect(colourOf(textOf(drawn))).toEqual(drawn);
      }),
    );
  });

  test('can be read in a picture in all pairs of the colours of a console', () => {
    const cells = Uint16Array.from({ length: 256 }, (_, attribute) => (attribute << 8) | 0x41);
    const letters = lettersOf(pictureOf(new Canvas(256, [cells]), 'all'));
    expect(letters).toHaveLength(256);
    expect(letters.filter(({ contrast }) => contrast < LEGIBLE)).toEqual([]);
  });
});

test('the picture in README is what the command draws, with its legend', async () => {
  const folder = folderWith({});
  await ringfenceHere(['run', 'exit', '--until', '1500', '--show', '1', '--picture', 'screen.svg'], folder);
  const svg = readFileSync(join(folder, 'screen.svg'), 'utf8');
  expect(readFileSync(join(PACKAGE, 'docs/screen.svg'), 'utf8')).toBe(svg);
  const letters = lettersOf(svg);
  expect(letters.length).toBeGreaterThan(500);
  expect(letters.map(({ letter }) => letter).join('')).toContain('Rreserved');
});

test('a legend has every sample, in rows that fit', () => {
  const samples = ['one', 'two and more', 'three'].map((meaning, i) => [`${i}`, 0x4f, meaning] as const);
  for (const columns of [20, 30, 80]) {
    const rows = withLegend(new Canvas(columns, []), samples).rows.map((row) =>
      String.fromCharCode(...row.map((cell) => cell & 0xff)),
    );
    for (const [letter, , meaning] of samples) expect(rows.join('\n')).toContain(`${letter} ${meaning}`);
  }
});

test('a flame graph has colours for light and for dark, in which names can be read', () => {
  const call = { name: 'f', file: 'kernel/a.ts', total: 9, self: 9, calls: new Map() };
  for (const svg of [flameGraph('a', call), readFileSync(join(PACKAGE, 'docs/flame.svg'), 'utf8')]) {
    const [light, dark] = (/<style>(.*)<\/style>/.exec(svg)?.[1] ?? '').split('@media(prefers-color-scheme:dark)');
    for (const theme of [light, dark]) {
      const fill = (name: string): Colour => {
        const [, digits] = new RegExp(`\\.${name}\\{fill:#(\\w+)`).exec(theme) ?? [];
        return colourOf(`#${digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits}`);
      };
      for (const name of ['ground', 'hardware', 'kernel', 'userland', 'host'])
        expect([name, contrastOf(fill('ink'), fill(name)) >= LEGIBLE]).toEqual([name, true]);
    }
    expect(svg.replace(/<style>.*<\/style>/, '')).not.toContain('fill=');
  }
});

describe('a chart says of lines that', () => {
  const x = Array.from({ length: 50 }, (_, i) => i);
  const said = (...lines: readonly (readonly number[])[]): string[] => {
    const names = ['a', 'b', 'c', 'd'];
    const svg = chartOf({ title: '', x: '', y: '', series: lines.map((y, i) => ({ name: names[i], x, y })) });
    return [...svg.matchAll(/>([^<]*(?:coincide|of the way)[^<]*)</g)].flatMap(([, text]) => text.split('; '));
  };
  const up = x.map((value) => value * 2);
  const down = x.map((value) => 98 - value * 2);
  const parting = x.map((value) => (value < 40 ? value * 2 : 0));

  test('lie on each other all of the way: that they coincide', () => {
    expect(said(up, down, up)).toEqual(['a and c coincide']);
    expect(said(up, up, down, up)).toEqual(['a, b and d coincide']);
  });

  test('part after most of the way: how far they go together', () => {
    expect(said(up, parting)).toEqual([expect.stringMatching(/^a and b for (79|80) % of the way$/)]);
  });

  test('cross, or have parted early: nothing', () => {
    expect(said(up, down)).toEqual([]);
    expect(
      said(
        up,
        x.map((value) => (value < 20 ? value * 2 : 0)),
      ),
    ).toEqual([]);
    expect(said()).toEqual([]);
  });
});
