/** The running copy of Ringfence: its files and its version. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const PACKAGE_ROOT = new URL('../../../', import.meta.url);

/** The path of a file of the running copy. */
export const packageFile = (path: string): string => fileURLToPath(new URL(path, PACKAGE_ROOT));

/** The version of the running copy. */
export const version = (): string => JSON.parse(readFileSync(packageFile('package.json'), 'utf8')).version;
