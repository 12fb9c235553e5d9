/**
 * Files of text, line by line and piece by piece: they may be longer than one text can be. Those of other systems are read as well: lines that end
 * with a carriage return, too, and what begins with a byte-order mark, in UTF-8 or UTF-16.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { UsageError } from '../../presentation/boot/usage-error.ts';

const PIECE_BYTES = 1 << 20;
/** Nobody writes a longer line. */
const LONGEST_LINE = 1 << 24;

/**
 * The lines of the file at `path`, as they come when its text is split at line feeds: the last is what stands behind the last of those. Without a
 * byte-order mark the bytes are `encoding`. Throws a UsageError if it cannot be read.
 */
export function* linesIn(path: string, encoding: 'utf8' | 'latin1'): Generator<string> {
  let decode: ((bytes: Uint8Array, more: boolean) => string) | null = null;
  let rest = '';
  let number = 0;
  for (const bytes of piecesOf(path)) {
    decode ??= decoderOf(bytes, encoding);
    const lines = (rest + decode(bytes, true)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield withoutReturn(line);
    number += lines.length;
    if (rest.length > LONGEST_LINE)
      throw new UsageError(`${path}: line ${number + 1} has more than ${LONGEST_LINE} characters: is this a text?`);
  }
  yield rest + (decode?.(new Uint8Array(), false) ?? '');
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

/** The bytes of a file, in pieces. */
function* piecesOf(path: string): Generator<Uint8Array> {
  const file = tried(path, () => openSync(path, 'r'));
  try {
    for (;;) {
      const piece = new Uint8Array(PIECE_BYTES);
      const count = tried(path, () => readSync(file, piece));
      if (count === 0) return;
      yield piece.subarray(0, count);
    }
  } finally {
    closeSync(file);
  }
}

const tried = <Result>(path: string, deed: () => Result): Result => {
  try {
    return deed();
  } catch (error) {
    throw new UsageError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
};

const decoderOf = (
  [first, second, third]: Uint8Array,
  encoding: 'utf8' | 'latin1',
): ((bytes: Uint8Array, more: boolean) => string) => {
  const marked =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : first === 0xef && second === 0xbb && third === 0xbf
          ? 'utf-8'
          : null;
  if (marked === null && encoding === 'latin1') return (bytes) => Buffer.from(bytes).toString('latin1');
  const decoder = new TextDecoder(marked ?? 'utf-8');
  return (bytes, more) => decoder.decode(bytes, { stream: more });
};
