/** Libraries of lab 4 given by path: what of a file's exports programs are linked with, and what nothing calls though it looks as if something should. */

import { UsageError } from '../../presentation/boot/usage-error.ts';
import { meantBy } from '../../specs/did-you-mean.ts';
import type { BroughtLibrary } from '../../specs/specs.ts';
import { jos } from '../../userland/userland.ts';
import { loadAnew, loadModule } from './bundle.ts';

/** The library in the file at `path`, and what makes it anew. Throws a UsageError that says what is wrong with the file. */
export const loadLibrary = async (path: string): Promise<BroughtLibrary> => {
  const loaded = await loadModule(path, 'library');
  const misspelt = misspeltIn(Object.keys(loaded.exports));
  const library = libraryIn(path, loaded.exports, misspelt);
  for (const hint of misspelt) process.stderr.write(`ringfence: ${path}: ${hint}\n`);
  const anew = await loadAnew(path, loaded);
  return { library, ...(anew !== null && { anew: () => jos.libraryFrom(anew()) }) };
};

const libraryIn = (
  path: string,
  exports: Readonly<Record<string, unknown>>,
  misspelt: readonly string[],
): jos.JosLibrary => {
  try {
    return jos.libraryFrom(exports);
  } catch (error) {
    // What its constructor throws is its own mistake.
    if (!(error instanceof TypeError) || isLibraryClass(exports.default)) throw error;
    throw new UsageError([`${path}: ${error.message}`, ...misspelt].join('; '));
  }
};

const isLibraryClass = (value: unknown): boolean =>
  typeof value === 'function' && value.prototype instanceof jos.JosLibrary;

/** Of each name that is like one of a library's and is none: which is meant. */
const misspeltIn = (names: readonly string[]): string[] =>
  names
    .filter((name) => name !== 'default' && !jos.LIBRARY_FUNCTIONS.some((known) => known === name))
    .flatMap((name) => {
      const meant = meantBy(name, jos.LIBRARY_FUNCTIONS);
      return meant === null || names.includes(meant) ? [] : [`nothing calls ${name}: is ${meant} meant?`];
    });
