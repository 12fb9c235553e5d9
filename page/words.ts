/** Numbers and addresses as they are written on the page. */

/** `0x00105000`, with as many digits as asked for. */
export const hex = (value: number, digits = 0): string =>
  `${value < 0 ? '-' : ''}0x${Math.abs(value).toString(16).padStart(digits, '0')}`;

export const grouped = (value: number): string => value.toLocaleString('en-US');

/** `1 page`, `3 pages`. */
export const counted = (count: number, noun: string, nouns = `${noun}s`): string =>
  `${grouped(count)} ${count === 1 ? noun : nouns}`;
