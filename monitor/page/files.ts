/** The files of the page, as they were built. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { packageFile } from '../command-line/package.ts';

const FOLDER = packageFile('dist/page');
/** All of the page in one file. */
const WHOLE = '/ringfence.html';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

export interface PageFile {
  readonly type: string;
  readonly content: Buffer;
}

/** The names of all files, with a slash between folder and file; none where the page was not built. */
const names = (): string[] =>
  existsSync(FOLDER)
    ? readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
        .map((name) => name.replaceAll('\\', '/'))
        .filter((name) => statSync(join(FOLDER, name)).isFile())
    : [];

/** The file that a browser asks for by `path`; null if there is none. No other name than one of these is ever opened. */
export const fileAt = (path: string): PageFile | null => {
  const asked = path === '/' ? 'index.html' : path.slice(1);
  const name = names().find((one) => one === asked);
  return name === undefined
    ? null
    : { type: TYPES[extname(name)] ?? 'application/octet-stream', content: readFileSync(join(FOLDER, name)) };
};

/** `page` with compressed `dumps` in it, before its scripts, which look for them there. */
export const withDumps = (page: string, dumps: Uint8Array | null, hash = ''): string =>
  dumps === null
    ? page
    : page.replace(
        '<noscript>',
        () =>
          `<script type="text/plain" id="dumps" data-shown="${hash}">${Buffer.from(dumps).toString('base64')}</script>\n    <noscript>`,
      );

/** All of the page as one text. Throws a UsageError where it was not built. */
export const wholePage = (): string => {
  const file = fileAt(WHOLE);
  if (file !== null) return file.content.toString();
  throw new UsageError('page: it was not built: npm run page in a clone of Ringfence builds it');
};
