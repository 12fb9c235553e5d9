/** Numbers as they stand in trace files. */
import { MalformedTrace, MOST_BYTES } from './allocation-trace.ts';

const WHOLE = /^\d{1,16}$/;

/** `text`, of line `line`, as a size in bytes. Throws MalformedTrace. */
export const parseBytes = (text: string, line: number): number => {
  const bytes = WHOLE.test(text) ? Number(text) : Number.NaN;
  if (bytes <= MOST_BYTES) return bytes;
  throw new MalformedTrace(line, `expected a size in bytes, from 0 to 2^40; found ${quoted(text)}`);
};

/** `text`, of line `line`, as the number of what `what` says, below `limit`. Throws MalformedTrace. */
export const parseIndex = (what: string, text: string, line: number, limit: number): number => {
  const index = WHOLE.test(text) ? Number(text) : Number.NaN;
  if (index < limit) return index;
  const most = limit > 0 ? `, from 0 to ${limit - 1}` : ', and there is none yet';
  throw new MalformedTrace(line, `expected ${what}${most}; found ${quoted(text)}`);
};

const SHOWN = 40;

/** The beginning of `text` as it may stand in a message, whatever is in it. */
export const quoted = (text: string): string => {
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  return JSON.stringify(shown);
};
