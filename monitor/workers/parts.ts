/** What the shards of one search came to: the lines of JSON that they wrote, read again, and whether they are all of it. */
import { readFileSync } from 'node:fs';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { version } from '../command-line/package.ts';
import { type Of, type object, orNull, text } from '../json/shape.ts';

/** What every result says of itself. */
export const OF_A_SHARD = {
  ringfence: text('The version of Ringfence that wrote it.'),
  shard: orNull(text(), 'Which part of the work it is, as 2/8; null if it is all of it.'),
};
export type ShardResult = Of<ReturnType<typeof object<typeof OF_A_SHARD>>>;

export interface Part<Result extends ShardResult> {
  readonly file: string;
  readonly result: Result;
  readonly index: number;
  readonly count: number;
}

/** What must be the same in all parts, by its name in messages. */
export type Settings = Readonly<Record<string, string | number | null>>;

/**
 * All parts of one search by `command`, in order: those in `files`, a line each. Throws a UsageError for what is none, missing, double, of
 * another version, or of a search with other settings.
 */
export const allParts = <Result extends ShardResult>(
  command: string,
  files: readonly string[],
  settingsOf: (result: Result) => Settings,
): readonly Part<Result>[] => {
  if (files.length === 0) {
    throw new UsageError(`--merge: it takes the results of all shards: ringfence ${command} --merge part-*.json`);
  }
  const expected = `the line that \`ringfence ${command} … --shard I/N --json\` writes`;
  const parts = files.flatMap((file) => partsIn<Result>(file, expected)).toSorted((a, b) => a.index - b.index);
  checkSettings(parts, settingsOf);
  checkComplete(parts);
  return parts;
};

/** Throws a UsageError for an option that is not among `allowed`, because the parts say what was done. */
export const checkMergeOptions = (values: Readonly<Record<string, unknown>>, allowed: readonly string[]): void => {
  const strange = Object.keys(values).find((name) => !allowed.includes(name));
  if (strange !== undefined) {
    throw new UsageError(`--merge: the parts say what was done; --${strange} does not go with it`);
  }
};

const partsIn = <Result extends ShardResult>(file: string, expected: string): readonly Part<Result>[] => {
  const lines = textOf(file)
    .split('\n')
    .filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new UsageError(`${file} is empty: expected ${expected}. Did that shard end?`);
  return lines.map((line) => partOf(file, line, expected));
};

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
};

const partOf = <Result extends ShardResult>(file: string, line: string, expected: string): Part<Result> => {
  const result = parsed<Result>(line);
  if (typeof result?.ringfence !== 'string' || result.shard === undefined) {
    throw new UsageError(`${file} is no result of a shard: expected ${expected}`);
  }
  if ((result as { readonly outcome?: unknown }).outcome === 'interrupted')
    throw new UsageError(`${file}: that shard was interrupted; do it again`);
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(result.shard ?? '')?.map(Number) ?? [];
  if (index === undefined) {
    throw new UsageError(
      `${file} is the result of a whole search: there is nothing to merge it with. Give --shard I/N`,
    );
  }
  return { file, result: result as Result, index, count };
};

const parsed = <Result>(line: string): Partial<Result> | null => {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
};

const checkSettings = <Result extends ShardResult>(
  parts: readonly Part<Result>[],
  settingsOf: (result: Result) => Settings,
): void => {
  const [first] = parts;
  if (first.result.ringfence !== version()) {
    throw new UsageError(`${first.file} was made by ringfence ${first.result.ringfence}, and this is ${version()}`);
  }
  const ofPart = ({ result, count }: Part<Result>): Settings => ({
    'version of ringfence': result.ringfence,
    'number of shards': count,
    ...settingsOf(result),
  });
  const expected = Object.entries(ofPart(first));
  for (const part of parts) {
    const found = ofPart(part);
    const [name, value] = expected.find(([some, one]) => found[some] !== one) ?? [];
    if (name === undefined) continue;
    const both = `the ${name} is ${value ?? 'not given'} in ${first.file}, and ${found[name] ?? 'not given'} in ${part.file}`;
    throw new UsageError(`${both}: only the shards of one search can be merged`);
  }
};

const checkComplete = <Result extends ShardResult>(parts: readonly Part<Result>[]): void => {
  const [{ count }] = parts;
  const twice = parts.find(({ index }, i) => index === parts[i - 1]?.index);
  if (twice !== undefined) {
    const others = parts.filter(({ index }) => index === twice.index).map(({ file }) => file);
    throw new UsageError(`shard ${twice.index}/${count} is there more than once: ${others.join(', ')}`);
  }
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter(
    (index) => !parts.some((part) => part.index === index),
  );
  if (missing.length > 0) {
    throw new UsageError(
      `of ${count} shards there ${missing.length === 1 ? 'is one' : `are ${missing.length}`} missing: ${missing.join(', ')}`,
    );
  }
};
