/** Round numbers along an axis. */

/** Steps between round numbers, in powers of ten. */
const STEPS: readonly number[] = [1, 2, 5, 10];

/**
 * From `least` to `most` the multiples of 1, 2 or 5 times a power of ten, the first not above `least` and the last not below `most`, of
 * which there are about `count`: never more than twice as many, and at least two.
 */
export const ticksOf = (least: number, most: number, count: number): number[] => {
  const span = most > least ? most - least : 1;
  const power = 10 ** Math.floor(Math.log10(span / count));
  const factor = STEPS.find((some) => some * power * count >= span * (1 - 1e-9)) ?? 10;
  const step = factor * power;
  const [first, last] = [Math.floor(least / step + 1e-9), Math.ceil((least + span) / step - 1e-9)];
  return Array.from({ length: last - first + 1 }, (_, i) => rounded((first + i) * step));
};

/** Without the last digits of an addition of fractions. */
const rounded = (value: number): number => Number(value.toPrecision(15));

/** `value` as people read it: 12,000, and 0.25. */
export const labelOf = (value: number): string => value.toLocaleString('en-US', { maximumSignificantDigits: 12 });
