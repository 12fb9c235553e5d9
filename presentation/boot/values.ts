/** What options ask for, by name: words of a command line, or of a moment. */
import { parseWhole } from './usage-error.ts';

export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** The value of an option that takes one, or undefined. */
export const textOf = (values: Values, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};

/** The values of an option that may be given more than once, in that order. */
export const textsOf = (values: Values, name: string): readonly string[] => {
  const value = values[name];
  return Array.isArray(value) ? value : [];
};

export const wholeOf = (values: Values, name: string, least: number, most?: number): number | undefined => {
  const text = textOf(values, name);
  return text === undefined ? undefined : parseWhole(name, text, least, most);
};
