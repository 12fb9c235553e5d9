/**
 * Moments as text, and back: letters, digits, `-` and `_` alone, so that it needs no quotes in a shell and fits in a link. It begins with `m` and
 * the version of the format; the rest is JSON, compressed with a dictionary of what moments are mostly made of (RFC 1951), in base64url (RFC 4648, 5).
 */
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { DICTIONARY } from './dictionary.ts';
import type { Moment } from './moment.ts';

/** Raised when what was written before can no longer be read as it is. */
const FORMAT = 1;
const PREFIX = `m${FORMAT}`;
/** Longer than any, and short enough that what is no moment cannot fill memory. */
const MOST_JSON = 1 << 22;
/** As much as a text can become: two bits repeat 258 bytes (RFC 1951, 3.2.5). */
const MOST_TIMES = 4 * 258;

/** A text that is no moment, and why. */
export class MalformedMoment extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'MalformedMoment';
  }
}

/** `moment` as text that is safe in links. */
export const textOfMoment = (moment: Moment): string => {
  const packed = deflateSync(strToU8(JSON.stringify(moment)), { level: 6, dictionary: strToU8(DICTIONARY) });
  return PREFIX + base64Url(packed);
};

/** The moment that `text` says. Throws MalformedMoment for what is none, was cut, or has a format of another version. */
export const momentOfText = (text: string): Moment => {
  const [, format, packed] = /^m(\d)([\w-]+)$/.exec(text.trim()) ?? [];
  if (packed === undefined)
    throw new MalformedMoment('a moment is one word that begins with m1, as Ringfence prints it');
  if (Number(format) !== FORMAT)
    throw new MalformedMoment(
      `it is written in format ${format}, and this version of Ringfence reads format ${FORMAT}`,
    );
  return checked(parsed(packed));
};

const parsed = (packed: string): unknown => {
  try {
    const bytes = bytesOf(packed);
    const room = new Uint8Array(Math.min(MOST_JSON, bytes.length * MOST_TIMES));
    return JSON.parse(strFromU8(inflateSync(bytes, { dictionary: strToU8(DICTIONARY), out: room })));
  } catch {
    throw new MalformedMoment('it was cut or changed on its way: copy it again, all of it');
  }
};

const RUNS: readonly unknown[] = ['programs', 'scenario', 'allocator', 'dumps'];

const checked = (data: unknown): Moment => {
  const { run, event, step, semantics } = (data ?? {}) as Partial<Moment>;
  const isWhole = [event, step, semantics].every((number) => Number.isInteger(number) && Number(number) >= 0);
  if (!isWhole || !RUNS.includes(run?.what)) throw new MalformedMoment('it says nothing of what was run, or how far');
  return data as Moment;
};

const base64Url = (bytes: Uint8Array): string => {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
};

const bytesOf = (text: string): Uint8Array => {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
};
