/** Lines of a chart that lie on each other: who is drawn last hides the others, and so it must be said. */
import type { Series } from './series.ts';

/** Positions at which lines are compared. */
const POSITIONS = 200;
/** Lines that are closer than this share of the height cannot be told apart. */
const CLOSE = 1 / 300;
/** What is worth saying: most of the way, or all of it but what nobody sees. */
const MOST = 0.5;
const ALL = 0.98;

/**
 * Sentences about series whose lines coincide: all of the way (`a, b and c coincide`), or most of it (`a and b coincide for 80 % of the way`), of those
 * that are not said to be the same as one before.
 */
export const coincidences = (
  series: readonly Series[],
  extents: { readonly x: Extent; readonly y: Extent },
): string[] => {
  const lines = series.map(({ x, y }) => sampled(x, y, extents.x));
  const close = (extents.y[1] - extents.y[0]) * CLOSE;
  const same = new Map<number, number[]>();
  for (const i of lines.keys()) {
    const first = [...same.keys()].find((j) => sharedPart(lines[i], lines[j], close) >= ALL);
    if (first === undefined) same.set(i, [i]);
    else same.get(first)?.push(i);
  }
  const names = (indices: readonly number[]): string => listed(indices.map((i) => series[i].name));
  const groups = [...same.values()];
  const wholly = groups.filter(({ length }) => length > 1).map((group) => `${names(group)} coincide`);
  const partly = groups.flatMap(([i], at) =>
    groups.slice(at + 1).flatMap(([j]) => {
      const part = sharedPart(lines[i], lines[j], close);
      return part < MOST ? [] : [`${names([i, j])} for ${Math.floor(part * 100)} % of the way`];
    }),
  );
  return [...wholly, ...partly];
};

type Extent = readonly [least: number, most: number];

/** The line at positions from left to right; not a number where it is not. */
const sampled = (x: ArrayLike<number>, y: ArrayLike<number>, [left, right]: Extent): number[] => {
  let i = 0;
  return Array.from({ length: POSITIONS }, (_, position) => {
    const at = left + ((right - left) * (position + 0.5)) / POSITIONS;
    while (i < x.length && x[i] < at) i++;
    if (i === 0 || i >= x.length) return Number.NaN;
    const share = (at - x[i - 1]) / (x[i] - x[i - 1]);
    return y[i - 1] + (y[i] - y[i - 1]) * share;
  });
};

/** Which part of the way that the longer of two lines goes they go together. */
const sharedPart = (one: readonly number[], other: readonly number[], close: number): number => {
  const either = one.filter((y, i) => Number.isFinite(y) || Number.isFinite(other[i])).length;
  const both = one.filter((y, i) => Math.abs(y - other[i]) <= close).length;
  return either === 0 ? 0 : both / either;
};

const listed = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
