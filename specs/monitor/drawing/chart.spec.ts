/** Pictures of series: ticks are round, charts lose no peak and no name, sparklines rise where the series rises. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chartOf } from '../../../presentation/drawing/chart.ts';
import { sparkline, speaksUnicode } from '../../../presentation/drawing/sparkline.ts';
import { labelOf, ticksOf } from '../../../presentation/drawing/ticks.ts';

const BLOCKS = '▁▂▃▄▅▆▇█';
const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe('Ticks', () => {
  test('are multiples of 1, 2 or 5 times a power of ten, cover the values, and are about as many as asked for', () => {
    fc.assert(
      fc.property(
        finite,
        fc.double({ min: 1, max: 1e9, noNaN: true }),
        fc.integer({ min: 2, max: 12 }),
        (least, span, count) => {
          const ticks = ticksOf(least, least + span, count);
          const step = (ticks[ticks.length - 1] - ticks[0]) / (ticks.length - 1);
          const slack = (Math.abs(least) + span) * 1e-8;
          expect(ticks[0]).toBeLessThanOrEqual(least + slack);
          expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(least + span - slack);
          expect(step.toExponential(3)).toMatch(/^[125]\.000e/);
          expect(ticks.length).toBeGreaterThanOrEqual(2);
          expect(ticks.length).toBeLessThanOrEqual(2 * count + 2);
        },
      ),
    );
  });

  test('are written as people read them', () => {
    expect(ticksOf(0, 1, 4)).toEqual([0, 0.5, 1]);
    expect(ticksOf(0, 0.3, 3)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(ticksOf(7, 7, 5).length).toBeGreaterThan(1);
    expect([12000, 0.25, -3].map(labelOf)).toEqual(['12,000', '0.25', '-3']);
  });
});

/** The points of the lines of a chart, in the order of its series. */
const linesOf = (svg: string): (readonly [number, number])[][] =>
  [...svg.matchAll(/<path class="line"[^>]* d="([^"]*)"/g)]
    .map(([, path]) =>
      [...path.matchAll(/[ML]([\d.-]+) ([\d.-]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const),
    )
    .filter((_, i, all) => i >= all.length / 2);

describe('A chart', () => {
  const series = (name: string, y: readonly number[]) => ({ name, y, x: y.map((_, i) => i) });

  test('keeps the first and the last point and the highest and lowest of any series, within the picture', () => {
    const values = fc.array(fc.double({ min: -50, max: 1000, noNaN: true }), {
      minLength: 1,
      maxLength: 5000,
      size: 'max',
    });
    fc.assert(
      fc.property(values, (y) => {
        const whole = chartOf({ title: 'a', x: 'b', y: 'c', series: [series('one', y), series('frame', [-50, 1000])] });
        const [line] = linesOf(whole);
        const heights = line.map(([, height]) => height);
        const [top, bottom] = [Math.min(...heights), Math.max(...heights)];
        const scale = (bottom - top) / (Math.max(...y) - Math.min(...y) || 1);
        expect(line.length).toBeLessThanOrEqual(Math.min(y.length, 4 * 800));
        for (const [x, height] of line) expect(x >= 0 && x <= 800 && height >= 0 && height <= 420).toBe(true);
        expect(Math.abs(heights[0] - top - (Math.max(...y) - y[0]) * scale)).toBeLessThan(0.3);
        expect(Math.abs(heights[heights.length - 1] - top - (Math.max(...y) - y[y.length - 1]) * scale)).toBeLessThan(
          0.3,
        );
      }),
      { numRuns: 30 },
    );
  });

  test('has the name of every series, in rows that do not leave the picture, each with a look of its own, and is the same each time', () => {
    const many = Array.from({ length: 20 }, (_, i) => series(`allocator number ${i}`, [i, 2 * i]));
    const chart = { title: 'twenty', x: 'operations', y: 'pages', series: many };
    const svg = chartOf(chart);
    for (const { name } of many) expect(svg).toContain(`>${name}</text>`);
    for (const [, x] of svg.matchAll(/<text class="ink" x="([\d.]+)"[^>]*>allocator/g))
      expect(Number(x)).toBeLessThan(700);
    expect(chartOf(chart)).toBe(svg);
    const looks = [...svg.matchAll(/<path (class="line" [^>]*) d=/g)].map(([, look]) => look);
    expect(new Set(looks).size).toBe(many.length);
  });

  test('is a document whatever its words are, and has both grounds', () => {
    const svg = chartOf({ title: 'a < b & "c"', x: '<x>', y: 'y', series: [series('<script>', [1])] });
    expect(svg).toContain('<title>a &lt; b &amp; &quot;c&quot;</title>');
    expect(svg).not.toContain('<script>');
    expect(svg).toContain('prefers-color-scheme:dark');
    const opened = [...svg.matchAll(/<(\w+)\b[^>]*(?<!\/)>/g)].map(([, name]) => name).toSorted();
    const closed = [...svg.matchAll(/<\/(\w+)>/g)].map(([, name]) => name).toSorted();
    expect(closed).toEqual(opened);
  });

  test('interrupts a line where there is no value, and shows a point that stands alone', () => {
    const svg = chartOf({ title: '', x: '', y: '', series: [series('gaps', [1, 2, Number.NaN, 3, Number.NaN, 4, 5])] });
    expect(svg).toMatch(/ d="M[\d. ]+L[\d. ]+M[\d. ]+h2M[\d. ]+L[\d. ]+"/);
    const wide = { name: 'wide', x: [0, 1e6], y: [0, 9] };
    const [afterGap] = linesOf(
      chartOf({ title: '', x: '', y: '', series: [series('peak', [Number.NaN, 1, 9, 2]), wide] }),
    );
    expect(new Set(afterGap.map(([, height]) => height)).size).toBe(3);
    for (const none of [[], [series('empty', [])], [series('nothing', [Number.NaN])]]) {
      expect(chartOf({ title: '', x: '', y: '', series: none })).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});

describe('A sparkline', () => {
  const values = fc.array(fc.nat(1000), { minLength: 1, maxLength: 300 });

  test('is as wide as the series or the room, and reaches the top', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 80 }), (series, columns) => {
        const line = sparkline(series, columns, true);
        expect(line.length).toBe(Math.min(columns, series.length));
        expect(line).toMatch(/^[▁▂▃▄▅▆▇█]*$/);
        expect(line.includes('█')).toBe(series.some((value) => value > 0));
      }),
    );
  });

  test('rises where a series rises, and is the same in plain letters', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 80 }), (series, columns) => {
        const line = sparkline(
          series.toSorted((a, b) => a - b),
          columns,
          true,
        );
        expect([...line].toSorted().join('')).toBe(line);
        const plain = sparkline(series, columns, false);
        expect([...plain].map((letter) => BLOCKS['_.-:=+*#'.indexOf(letter)]).join('')).toBe(
          sparkline(series, columns, true),
        );
      }),
    );
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8, true)).toBe(BLOCKS);
    expect(sparkline([], 8, true)).toBe('');
  });

  test('uses its blocks unless the locale has none', () => {
    expect(speaksUnicode({})).toBe(true);
    expect(speaksUnicode({ LANG: 'en_GB.UTF-8' })).toBe(true);
    expect(speaksUnicode({ LANG: 'en_GB.UTF-8', LC_ALL: 'C' })).toBe(false);
    expect(speaksUnicode({ LANG: 'de_DE.ISO8859-1' })).toBe(false);
  });
});
