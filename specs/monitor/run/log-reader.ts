/** Reading event logs in specs: the lines of a log as objects, and what can be derived from nothing but them. */
import { ringfence } from '../terminal.ts';

export type Line = Readonly<Record<string, unknown>>;

export interface Log {
  readonly text: string;
  readonly header: Line;
  /** All lines between the header and the end. */
  readonly events: readonly Line[];
  readonly end: Line;
  readonly code: number | null;
  readonly errors: string;
}

/** The log of `ringfence run` with `words`. Throws where a line is no JSON. */
export const logOf = (words: readonly string[], folder?: string): Log => {
  const { out, code, errors } = ringfence(['run', ...words, '--json'], folder);
  const lines = out.trimEnd().split('\n');
  const [header, ...events] = lines.map((line): Line => JSON.parse(line));
  const end = events.pop() ?? {};
  return { text: out, header, events, end, code, errors };
};

const PAGE = 4096;
/** Present, writable, user. */
const PERMISSIONS = 7;
const FIRST_USER_ADDRESS = 0x100000;

/** The reference counts at the end, of pages that have any. */
export const countsOf = ({ events }: Log): Map<number, number> => {
  const counts = new Map<number, number>();
  for (const { type, page, before, count } of events) {
    if (type !== 'page') continue;
    if ((counts.get(Number(page)) ?? 0) !== before) throw new Error(`page ${page} does not have the count ${before}`);
    counts.set(Number(page), Number(count));
  }
  return new Map([...counts].filter(([, count]) => count > 0));
};

/** Mappings of user addresses at the end, `va pa permissions` by page of the root table. Tables whose root is freed are given up. */
export const mappingsOf = ({ events }: Log): Map<number, Set<string>> => {
  const spaces = new Map<number, Map<number, string>>();
  for (const { type, root, va, pa, permissions, page, count } of events) {
    if (type === 'page' && count === 0) spaces.delete(Number(page));
    if ((type !== 'map' && type !== 'unmap') || Number(va) < FIRST_USER_ADDRESS) continue;
    const space = spaces.get(Number(root) / PAGE) ?? new Map<number, string>();
    spaces.set(Number(root) / PAGE, space);
    if (type === 'map') space.set(Number(va), `${va} ${pa} ${Number(permissions) & PERMISSIONS}`);
    else space.delete(Number(va));
  }
  return new Map([...spaces].map(([root, space]) => [root, new Set(space.values())]));
};
