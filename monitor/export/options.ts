/** What an export is asked for: which formats, where to, and how the screen of a cast is drawn. */

import { parseWhole, UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import type { CastOptions, Size } from '../../presentation/presentation.ts';
import { STREAM } from '../command-line/options.ts';

export const FORMATS = ['trace', 'stacks', 'cast'] as const;
export type Format = (typeof FORMATS)[number];

const OF_CASTS = ['size', 'every', 'show'] as const;
const USUAL_SIZE: Size = { columns: 80, rows: 24 };
const DEFAULT_EVERY = 10;
const LEAST: Size = { columns: 20, rows: 5 };
const MOST: Size = { columns: 500, rows: 200 };

/** Where each format that is asked for is to be written. Throws a UsageError for none, and for two that would be written over each other. */
export const pathsAsked = (values: Values): readonly (readonly [Format, string])[] => {
  const asked = FORMATS.flatMap((format) => {
    const path = textOf(values, format);
    return path === undefined ? [] : [[format, path] as const];
  });
  if (asked.length === 0)
    throw new UsageError(
      'export: into which format? Give --trace FILE, --stacks FILE or --cast FILE, or several of them; - is standard output',
    );
  for (const [i, [format, path]] of asked.entries()) {
    const other = asked.slice(0, i).find(([, before]) => before === path);
    if (other === undefined) continue;
    const what = path === STREAM ? 'standard output takes one of them' : 'each wants a file of its own';
    throw new UsageError(`--${other[0]} ${path} and --${format} ${path}: ${what}`);
  }
  return asked;
};

/** How a cast is drawn. Throws a UsageError for values that make no sense, and for options of casts where there is none. */
export const castAsked = (values: Values, title: string): CastOptions => {
  const idle = OF_CASTS.find((name) => values[name] !== undefined);
  if (idle !== undefined && values.cast === undefined)
    throw new UsageError(`--${idle} ${values[idle]}: it says how a cast is drawn: give --cast FILE, too`);
  return {
    size: sizeOf(textOf(values, 'size')),
    every: wholeOf(values, 'every', 1) ?? DEFAULT_EVERY,
    show: textOf(values, 'show'),
    title,
  };
};

const sizeOf = (text: string | undefined): Size => {
  if (text === undefined) return USUAL_SIZE;
  const [, columns, rows] = /^(\d+)x(\d+)$/.exec(text) ?? [];
  if (columns === undefined) throw new UsageError(`--size ${text}: expected columns and rows, as 80x24`);
  return {
    columns: parseWhole('size', columns, LEAST.columns, MOST.columns),
    rows: parseWhole('size', rows, LEAST.rows, MOST.rows),
  };
};
