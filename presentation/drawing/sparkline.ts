/** A series as one line of text: the higher the value, the higher the block. */

const BLOCKS = '▁▂▃▄▅▆▇█';
/** For terminals without such characters. */
const ASCII = '_.-:=+*#';

/**
 * `values` in at most `columns` characters, each the mean of as many neighbours, from 0 or the least value if that is below to the
 * greatest. Values that are all the same are drawn low if they are 0, and high otherwise.
 */
export const sparkline = (values: ArrayLike<number>, columns: number, unicode = speaksUnicode()): string => {
  const letters = unicode ? BLOCKS : ASCII;
  const means = meansOf(values, Math.min(columns, values.length));
  const [least, most] = means.reduce(([low, high], mean) => [Math.min(low, mean), Math.max(high, mean)], [0, 0]);
  const top = letters.length - 1;
  const level = (mean: number): number => (most === least ? 0 : Math.round(((mean - least) / (most - least)) * top));
  return means.map((mean) => letters[level(mean)]).join('');
};

/** The means of `count` stretches of `values`, which differ in length by at most one. */
export const meansOf = (values: ArrayLike<number>, count: number): number[] => {
  const means: number[] = [];
  for (let stretch = 0; stretch < count; stretch++) {
    const [from, to] = [stretch, stretch + 1].map((at) => Math.floor((at * values.length) / count));
    let sum = 0;
    for (let i = from; i < to; i++) sum += values[i];
    means.push(sum / (to - from));
  }
  return means;
};

/** Whether the locale is one of UTF-8; nothing said counts as yes, as nearly everything is. */
export const speaksUnicode = (environment: NodeJS.ProcessEnv = process.env): boolean => {
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG;
  return !locale || /utf-?8/i.test(locale);
};
