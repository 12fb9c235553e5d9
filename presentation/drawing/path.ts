/** The path of an SVG document through many points: no longer than the picture has columns, and with every peak. */

type Scale = (value: number) => number;

/** What makes a point seen that has no neighbours. */
const DOT = 'h2';

/** A tenth of a pixel is enough for anybody. */
export const round = (value: number): number => Math.round(value * 10) / 10;

/** The path through the points of `x` and `y`, which go from left to right; interrupted where one is not finite. */
export const pathOf = (x: ArrayLike<number>, y: ArrayLike<number>, atX: Scale, atY: Scale): string => {
  let path = '';
  let length = 0;
  for (const i of shownPoints(x, y, atX)) {
    const isPoint = Number.isFinite(x[i]) && Number.isFinite(y[i]);
    if (isPoint) path += `${length > 0 ? 'L' : 'M'}${round(atX(x[i]))} ${round(atY(y[i]))}`;
    else if (length === 1) path += DOT;
    length = isPoint ? length + 1 : 0;
  }
  return length === 1 ? path + DOT : path;
};

/** The points that are worth drawing: of those in one column of the picture the first, the lowest, the highest and the last. */
const shownPoints = (x: ArrayLike<number>, y: ArrayLike<number>, atX: Scale): number[] => {
  const column = (i: number): number => (Number.isFinite(y[i]) ? Math.floor(atX(x[i])) : Number.NaN);
  const shown: number[] = [];
  let start = 0;
  for (let i = 1; i <= x.length; i++) {
    if (i < x.length && column(i) === column(start)) continue;
    shown.push(...extremes(y, start, i));
    start = i;
  }
  return shown;
};

/** Of points `from` up to before `to` the first, the lowest, the highest and the last, in their order, each once. */
const extremes = (y: ArrayLike<number>, from: number, to: number): Iterable<number> => {
  let [low, high] = [from, from];
  for (let i = from; i < to; i++) {
    if (y[i] < y[low]) low = i;
    if (y[i] > y[high]) high = i;
  }
  return new Set([from, Math.min(low, high), Math.max(low, high), to - 1]);
};
