/** `checkLibrary`: what `ringfence check --library` does, for suites of tests. */
import { trialOfLibrary } from '../../../specs/specs.ts';
import { jos } from '../../../userland/userland.ts';
import { limited } from '../../limits/watchdog.ts';
import {
  type CheckOptions,
  type CheckResult,
  checkNumbers,
  concluded,
  DEFAULT_PATIENCE_SECONDS,
  KernelBroken,
  pathOf,
} from './check-kernel.ts';
import { fileOf } from './class-file.ts';

/** What a check of a library may be told; see `CheckOptions`. `file` is for reports, and for what is kept. */
export type LibraryOptions = Pick<
  CheckOptions,
  'seed' | 'operations' | 'seconds' | 'scenario' | 'failures' | 'patience' | 'file'
>;

/** A library went wrong; the message is the whole report. */
export class LibraryBroken extends KernelBroken {
  override name = 'LibraryBroken';
}

/**
 * Tries `library`: a class that extends `JosLibrary` of ringfence/jos, or what a module exports that has functions of a library, as `import * as mine`
 * gives it; the rest comes from here. Resolves and rejects as `checkKernel` does, with a LibraryBroken; with a TypeError for what is no library.
 */
export const checkLibrary = async (
  library: typeof jos.JosLibrary | Readonly<Record<string, unknown>>,
  options: LibraryOptions = {},
): Promise<CheckResult> => {
  checkNumbers(options);
  const exports = typeof library === 'function' ? { default: library } : library;
  const chosen = trialOfLibrary({ library: jos.libraryFrom(exports) });
  const around = limited(options.patience ?? DEFAULT_PATIENCE_SECONDS);
  return concluded(chosen, whoseOf(exports, options), options, around, LibraryBroken);
};

/** The file of the class, or of the first function that is there. */
const whoseOf = (exports: Readonly<Record<string, unknown>>, { file }: LibraryOptions) => {
  if (file !== undefined) return { kernel: pathOf(file) };
  const some = [exports.default, ...jos.LIBRARY_FUNCTIONS.map((name) => exports[name])].find(
    (one) => typeof one === 'function',
  );
  return { kernel: (some === undefined ? null : fileOf(some)) ?? 'the library' };
};
