/**
 * Sequences that broke a rule, saved as programs that are done first next time. A program says what is allocated and freed, and nothing of how it was
 * found, so that it stays what it is when the generators change.
 */
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { programLines, type Saved, type Shortest, savedProgram } from '../../specs/specs.ts';
import { loadModule } from '../command-line/bundle.ts';
import type { Chosen } from './allocator.ts';

export const DEFAULT_FOLDER = '.ringfence/failures';

export interface SavedFile extends Saved {
  readonly path: string;
}

/** Saves `shortest` in `folder`; returns where. Throws a UsageError if that cannot be. */
export const save = (folder: string, { given, name }: Chosen, shortest: Shortest): string => {
  const { rule } = shortest.verdict.error;
  const path = join(folder, `${name}.${rule.name.toLowerCase().replaceAll(/\W+/g, '-')}.js`);
  const lines = [
    `// Breaks "${rule.name}": ${rule.sentence}`,
    `// ringfence fuzz ${given} does this first; alone: ringfence fuzz ${given} --replay ${path}`,
    `export const allocator = ${JSON.stringify(given)};`,
    ...programLines(shortest),
  ];
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, `${lines.join('\n')}\n`);
  } catch (error) {
    throw new UsageError(`--failures ${folder}: cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
  return path;
};

/** The programs in `folder` that were saved for this allocator. Throws a UsageError for one that cannot be read. */
export const savedFor = async (folder: string, { given }: Chosen): Promise<readonly SavedFile[]> => {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const files: SavedFile[] = [];
  for (const name of readdirSync(folder).toSorted()) {
    if (!name.endsWith('.js')) continue;
    const path = join(folder, name);
    const { exports: module } = await loadModule(path);
    if (typeof module.allocator === 'string' && resolve(module.allocator) === resolve(given)) {
      files.push(programOf(path, module));
    }
  }
  return files;
};

/** The program in the file at `path`. Throws a UsageError that says what is wrong with it. */
export const loadSaved = async (path: string): Promise<SavedFile> => programOf(path, (await loadModule(path)).exports);

const programOf = (path: string, module: Readonly<Record<string, unknown>>): SavedFile => {
  const program = savedProgram(module);
  if (typeof program === 'string') throw new UsageError(`${path}: it is no saved sequence: it needs \`${program}\``);
  return { path, ...program };
};
