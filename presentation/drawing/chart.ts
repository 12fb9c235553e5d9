/** Line charts of several series as SVG documents, legible on light and on dark ground. */
import { coincidences } from './coincidence.ts';
import { pathOf, round } from './path.ts';
import type { Series } from './series.ts';
import { labelOf, ticksOf } from './ticks.ts';

export interface Chart {
  readonly title: string;
  /** What the axes measure, with units: `operations`, `pages in use`. */
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
}

const WIDTH = 800;
const HEIGHT = 420;
const LEFT = 76;
const RIGHT = 24;
const BOTTOM = 56;
const TITLE_BASELINE = 26;
const LEGEND_TOP = 42;
const LEGEND_ROW = 20;
const LETTER = 7.2;
const SAMPLE = 24;
const GAP = 22;
const X_TICKS = 8;
const Y_TICKS = 6;

/** Colours that the colour-blind tell apart (Okabe and Ito), of middle brightness; with dashes, for those who print, one more, so that 42 lines differ. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b8860b', '#56b4e9'];
const DASHES = ['', '7 3', '2 3', '9 3 2 3', '4 4', '12 4', '2 6'];

/** Follows the reader's choice of light or dark where there is one. */
const STYLE = [
  '<style>',
  '.ground{fill:#fff}.ink{fill:#24292f}.grid{stroke:#d0d7de}.axis{stroke:#57606a}.line{fill:none;stroke-width:2;stroke-linejoin:round}',
  '@media(prefers-color-scheme:dark){.ground{fill:#15191e}.ink{fill:#e6edf3}.grid{stroke:#343b44}.axis{stroke:#9aa4af}}',
  '</style>',
].join('');

/** The part of the picture in which lines are drawn, and the values at its edges. */
interface Plane {
  readonly top: number;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
  readonly atX: (value: number) => number;
  readonly atY: (value: number) => number;
}

/** An SVG document, a line for each series. Values start at 0 unless some are below. */
export const chartOf = (chart: Chart): string => {
  const legend = legendOf(chart.series);
  const plane = planeOf(chart.series, LEGEND_TOP + legend.rows * LEGEND_ROW);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="system-ui, sans-serif" font-size="13">`,
    `<title>${escaped(chart.title)}</title>`,
    STYLE,
    `<rect class="ground" width="${WIDTH}" height="${HEIGHT}"/>`,
    text(WIDTH / 2, TITLE_BASELINE, chart.title, 'middle', ' font-size="16" font-weight="600"'),
    ...legend.parts,
    ...axes(chart, plane),
    ...chart.series.map((series, i) => lineOf(series, plane, i)),
    '</svg>\n',
  ].join('\n');
};

const planeOf = (series: readonly Series[], top: number): Plane => {
  const {
    x: [left, right],
    y: [low, high],
  } = extentsOf(series);
  const xTicks = ticksOf(left, right, X_TICKS);
  const yTicks = ticksOf(Math.min(0, low), Math.max(0, high), Y_TICKS);
  const scale = (ticks: readonly number[], from: number, to: number) => (value: number) =>
    from + ((value - ticks[0]) / (ticks[ticks.length - 1] - ticks[0])) * (to - from);
  return { top, xTicks, yTicks, atX: scale(xTicks, LEFT, WIDTH - RIGHT), atY: scale(yTicks, HEIGHT - BOTTOM, top) };
};

const extentsOf = (series: readonly Series[]) => ({
  x: extentOf(series.map(({ x }) => x)),
  y: extentOf(series.map(({ y }) => y)),
});

/** The least and the greatest finite value of all; 0 and 0 if there is none. */
const extentOf = (lists: readonly ArrayLike<number>[]): readonly [number, number] => {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      if (Number.isFinite(list[i])) [least, most] = [Math.min(least, list[i]), Math.max(most, list[i])];
    }
  }
  return least > most ? [0, 0] : [least, most];
};

const axes = (chart: Chart, { top, xTicks, yTicks, atX, atY }: Plane): string[] => {
  const bottom = HEIGHT - BOTTOM;
  const middle = (top + bottom) / 2;
  return [
    ...yTicks.flatMap((tick) => [
      stroke('grid', LEFT, atY(tick), WIDTH - RIGHT, atY(tick)),
      text(LEFT - 8, atY(tick) + 4, labelOf(tick), 'end'),
    ]),
    ...xTicks.flatMap((tick) => [
      stroke('axis', atX(tick), bottom, atX(tick), bottom + 5),
      text(atX(tick), bottom + 20, labelOf(tick), 'middle'),
    ]),
    stroke('axis', LEFT, bottom, WIDTH - RIGHT, bottom),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, chart.x, 'middle'),
    text(18, middle, chart.y, 'middle', ` transform="rotate(-90 18 ${round(middle)})"`),
  ];
};

/** Names beside a piece of their line, in as many rows as they need, and then which lines hide each other. */
const legendOf = (series: readonly Series[]): { readonly rows: number; readonly parts: readonly string[] } => {
  const parts: string[] = [];
  let [x, row] = [LEFT, 0];
  for (const [i, { name }] of series.entries()) {
    const width = SAMPLE + 6 + name.length * LETTER;
    if (x > LEFT && x + width > WIDTH - RIGHT) [x, row] = [LEFT, row + 1];
    const y = LEGEND_TOP + row * LEGEND_ROW;
    parts.push(`<path ${styleOf(i)} d="M${round(x)} ${y}h${SAMPLE}"/>`, text(x + SAMPLE + 6, y + 4, name, 'start'));
    x += width + GAP;
  }
  const below = series.length === 0 ? 0 : row + 1;
  const said = wrapped(coincidences(series, extentsOf(series)).join('; '));
  const lines = said.map((line, i) => text(LEFT, LEGEND_TOP + (below + i) * LEGEND_ROW + 4, line, 'start'));
  return { rows: below + said.length, parts: [...parts, ...lines] };
};

/** Lines of words that are no wider than the legend. */
const wrapped = (words: string): string[] => {
  const lines: string[] = [];
  for (const word of words.split(' ').filter((each) => each !== '')) {
    const longer = [...lines.slice(-1), word].join(' ');
    if (lines.length > 0 && longer.length * LETTER <= WIDTH - LEFT - RIGHT) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
};

const lineOf = ({ x, y }: Series, { atX, atY }: Plane, index: number): string =>
  `<path ${styleOf(index)} d="${pathOf(x, y, atX, atY)}"/>`;

const styleOf = (index: number): string => {
  const dash = DASHES[index % DASHES.length];
  return `class="line" stroke="${COLOURS[index % COLOURS.length]}"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}`;
};

const stroke = (kind: string, x1: number, y1: number, x2: number, y2: number): string =>
  `<path class="${kind}" d="M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}"/>`;

const text = (x: number, y: number, words: string, anchor: string, more = ''): string =>
  `<text class="ink" x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${more}>${escaped(words)}</text>`;

const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
