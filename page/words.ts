/** Numbers and addresses as they are written on the page. */
import { inThousands } from '../specs/thousands.ts';

/** `0x00105000`, with as many digits as asked for. */
export const hex = (value: number, digits = 0): string =>
  `${value < 0 ? '-' : ''}0x${Math.abs(value).toString(16).padStart(digits, '0')}`;

/** `1 page`, `3 pages`. */
export const counted = (count: number, noun: string, nouns = `${noun}s`): string =>
  `${inThousands(count)} ${count === 1 ? noun : nouns}`;
