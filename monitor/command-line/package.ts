/** The running copy of Ringfence: its files and its version. */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PACKAGE_ROOT = new URL('../../../', import.meta.url);

/** The path of a file of the running copy. */
export const packageFile = (path: string): string => fileURLToPath(new URL(path, PACKAGE_ROOT));

/** Where a module that the package exports lies, by its path there: beside this one, where that was packed with the command (bundle.mjs). */
export const moduleOf = (path: string): URL => {
  const packed = new URL(`./${basename(path)}`, import.meta.url);
  return import.meta.url.includes('/monitor/command/') && existsSync(packed) ? packed : new URL(path, PACKAGE_ROOT);
};

/** The version of the running copy. */
export const version = (): string => JSON.parse(readFileSync(packageFile('package.json'), 'utf8')).version;
