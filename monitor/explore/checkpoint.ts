/** `--checkpoint`: an exploration that stopped at a limit, in a file: a line of JSON, then words, in the order in which the line gives their numbers. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import type { BreadthFirst, End, ExploreOptions, SavedSearch } from '../../specs/specs.ts';
import type { Asked } from './asked-system.ts';

const FORMAT = 'ringfence-exploration-2';
const PARTS = ['states', 'levels', 'pending'] as const;

interface Header {
  readonly format: string;
  /** What was explored, and how: another exploration cannot go on with it. */
  readonly of: string;
  readonly edges: number;
  readonly done: number;
  /** Words of each part. */
  readonly words: Readonly<Record<(typeof PARTS)[number], number>>;
}

/** Goes on with what is in `file`, if it is there. Throws a UsageError for a file that is none, or of another exploration. */
export const takeUp = (file: string, search: BreadthFirst, of: string): void => {
  if (!existsSync(file)) return;
  const bytes = readFileSync(file);
  const end = bytes.indexOf('\n');
  const header = headerIn(bytes.subarray(0, Math.max(end, 0)).toString());
  const length = header === null ? 0 : PARTS.reduce((sum, part) => sum + (header.words[part] ?? 0) * 4, 0);
  if (header !== null && header.format !== FORMAT)
    throw new UsageError(`--checkpoint ${file}: another version of Ringfence wrote it: remove it, and begin anew`);
  if (header === null || bytes.length !== end + 1 + length)
    throw new UsageError(
      `--checkpoint ${file}: it is no exploration that was stopped: name another file, or remove it`,
    );
  if (header.of !== of) throw new UsageError(`--checkpoint ${file}: it is of another exploration: ${header.of}`);
  let at = end + 1;
  const words = PARTS.map((part) => {
    const piece = bytes.subarray(at, at + header.words[part] * 4);
    at += piece.length;
    return [part, new Int32Array(new Uint8Array(piece).buffer)] as const;
  });
  search.resume({ edges: header.edges, done: header.done, ...Object.fromEntries(words) } as SavedSearch);
};

const headerIn = (line: string): Header | null => {
  try {
    const header = JSON.parse(line) as Header;
    if (header.format !== FORMAT) return /^ringfence-exploration-\d+$/.test(header.format) ? header : null;
    return PARTS.every((part) => Number.isInteger(header.words[part])) ? header : null;
  } catch {
    return null;
  }
};

/** Writes where `search` stopped into `file`; one that is done leaves nothing to go on with. */
export const putAside = (file: string, search: BreadthFirst, of: string, end: End): void => {
  if (end === 'complete' || end === 'broken') return rmSync(file, { force: true });
  const saved = search.saved();
  const words = Object.fromEntries(PARTS.map((part) => [part, saved[part].length]));
  const header = { format: FORMAT, of, edges: saved.edges, done: saved.done, words };
  const parts = PARTS.map((part) => new Uint8Array(saved[part].buffer, saved[part].byteOffset, saved[part].byteLength));
  try {
    writeFileSync(file, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...parts]));
  } catch (error) {
    throw new UsageError(`--checkpoint ${file}: it cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
};

/** What an exploration is of, as checkpoints say it. */
export const explorationOf = ({ words }: Asked, { symmetry, reduce, preemptions }: ExploreOptions): string =>
  [
    ...words,
    ...(symmetry ? ['--symmetry'] : []),
    ...(reduce ? ['--reduce'] : []),
    ...(preemptions === undefined ? [] : ['--preemptions', String(preemptions)]),
  ].join(' ');
