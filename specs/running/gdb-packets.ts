/**
 * Packets of gdb's remote protocol (the manual of gdb, appendix E: Overview): `$`, data, `#`, and the sum of the data in two hexadecimal digits. Whoever
 * hears one answers `+`, or `-` to hear it again. Data are bytes, kept here as text of one character a byte.
 */

/** What was heard: a packet, its acknowledgement or refusal, a packet whose sum is wrong, or what is no part of the protocol. */
export type Heard =
  | { readonly type: 'packet'; readonly data: string }
  | { readonly type: 'acknowledged' | 'refused' | 'damaged' }
  | { readonly type: 'foreign'; readonly data: string };

/** No reply is so long: one that seems to be is none. */
export const MOST_BYTES_HEARD = 1 << 20;

const sumOf = (data: string): number => {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data.charCodeAt(i);
  return sum & 0xff;
};
const twoDigits = (byte: number): string => byte.toString(16).padStart(2, '0');

/** The packet with `data`, in which what has a meaning of its own is escaped: `}`, then the character with its sixth bit inverted. */
export const packetWith = (data: string): string => {
  const escaped = data.replace(/[#$}*]/g, (one) => `}${String.fromCharCode(one.charCodeAt(0) ^ 0x20)}`);
  return `$${escaped}#${twoDigits(sumOf(escaped))}`;
};

/** What `escaped` stands for: escapes undone, and repetitions (`0* ` is four zeros: the character, then 29 more than so many again). */
const plain = (escaped: string): string =>
  /[*}]/.test(escaped)
    ? escaped
        .replace(REPEATED, (_, one: string, more: string) => one.repeat(more.charCodeAt(0) - 28))
        .replace(/}([\s\S])/g, (_, one: string) => String.fromCharCode(one.charCodeAt(0) ^ 0x20))
    : escaped;
const REPEATED = /((?:}[\s\S])|[^}])\*([\s\S])/g;

const LATIN = new TextDecoder('latin1');
/** A character a byte. What browsers call Latin has other characters for some bytes, of which memory in digits has none. */
const textOf = (bytes: Uint8Array): string => {
  const text = LATIN.decode(bytes);
  return /[^\0-\xff]/.test(text) ? Array.from(bytes, (byte) => String.fromCharCode(byte)).join('') : text;
};

/** Reads packets out of bytes, however those come in pieces. */
export class PacketReader {
  private rest = '';

  /** What is heard once `bytes` have come, in its order. */
  *feed(bytes: Uint8Array): Generator<Heard> {
    this.rest += textOf(bytes);
    for (let heard = this.next(); heard !== null; heard = this.next()) yield heard;
  }

  private next(): Heard | null {
    const { rest } = this;
    if (rest === '') return null;
    if (rest[0] === '+' || rest[0] === '-') return this.took(1, { type: rest[0] === '+' ? 'acknowledged' : 'refused' });
    if (rest[0] !== '$') return this.took(rest.length, { type: 'foreign', data: rest });
    const end = rest.indexOf('#');
    if (end >= 0 && rest.length >= end + 3) {
      const data = rest.slice(1, end);
      const isRight = rest.slice(end + 1, end + 3).toLowerCase() === twoDigits(sumOf(data));
      return this.took(end + 3, isRight ? { type: 'packet', data: plain(data) } : { type: 'damaged' });
    }
    return rest.length > MOST_BYTES_HEARD ? this.took(rest.length, { type: 'foreign', data: rest }) : null;
  }

  private took(bytes: number, heard: Heard): Heard {
    this.rest = this.rest.slice(bytes);
    return heard;
  }
}

/** `hello` as `68656c6c6f`. */
export const hexOf = (text: string): string =>
  Array.from(text, (character) => twoDigits(character.charCodeAt(0))).join('');

/** The bytes that pairs of digits stand for; null if they are none. */
export const bytesOf = (hex: string): Uint8Array | null => {
  const bytes = new Uint8Array(hex.length >> 1);
  for (let i = 0; i < bytes.length; i++) {
    const [high, low] = [digitOf(hex.charCodeAt(2 * i)), digitOf(hex.charCodeAt(2 * i + 1))];
    if (high < 0 || low < 0) return null;
    bytes[i] = high * 16 + low;
  }
  return hex.length % 2 === 0 ? bytes : null;
};

/** By the character's code: memory is millions of them. */
const digitOf = (code: number): number => {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
};
