/**
 * Builds the package: after an install in a clone, before packing, in an install of a git URL, and before specs run. What was compiled of sources that
 * are gone goes, too. The command is packed, and the page bundled, where something is newer than they are. Where nothing is installed to build it with,
 * it says so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const compiler = join(root, 'node_modules/typescript/bin/tsc');
const outputs = /\.(js|d\.ts|d\.ts\.map)$/;

const page = join(root, 'dist/page');
const command = join(root, 'dist/monitor/command');
/** What the page is made of. */
const PAGE_SOURCES = [
  'hardware',
  'kernel',
  'userland',
  'specs',
  'presentation',
  'page',
  'docs/lectures',
  'package.json',
];

const filesIn = (folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name));

const removeStale = () => {
  const compiled = filesIn(join(root, 'dist')).filter(
    (path) => outputs.test(path) && !path.startsWith(page) && !path.startsWith(command),
  );
  for (const path of compiled)
    if (!existsSync(path.replace(join(root, 'dist'), root).replace(outputs, '.ts'))) rmSync(path);
};

const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Whether something is newer than the last file of the page that is written. */
const isPageStale = () => {
  const built = changedAt(join(page, 'ringfence.html'));
  const folders = PAGE_SOURCES.map((name) => join(root, name)).filter((path) => existsSync(path));
  const sources = folders.flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : [path]));
  return sources.some((path) => !path.endsWith('.spec.ts') && changedAt(path) > built);
};

/** Whether something was compiled anew since the command was packed, or is packed otherwise now. */
const isCommandStale = () => {
  const sources = ['dist/.tsbuildinfo', 'monitor/bundle.mjs', 'package.json'].map((path) => join(root, path));
  return sources.some((path) => changedAt(path) > changedAt(join(command, 'process.js')));
};

// Loaded here: who installs the package alone has nothing to bundle with.
const bundlePage = async () => (await import('../page/bundle.mjs')).bundlePage(page);
const bundleCommand = async () => (await import('../monitor/bundle.mjs')).bundleCommand();

if (existsSync(compiler)) {
  const words = [compiler, '--project', 'tsconfig.build.json'];
  process.exitCode = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' }).status ?? 1;
  if (process.exitCode === 0) {
    removeStale();
    if (isCommandStale()) await bundleCommand();
    if (isPageStale()) await bundlePage();
  }
} else console.log('Ringfence is not built: there is no TypeScript, which is for development.');
