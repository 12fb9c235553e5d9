/**
 * Builds the package: after an install in a clone, before packing, in an install of a git URL, and before specs run. What was compiled of sources that
 * are gone goes, too. Where nothing is installed to build it with, it says so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const compiler = join(root, 'node_modules/typescript/bin/tsc');
const outputs = /\.(js|d\.ts|d\.ts\.map)$/;

const removeStale = () => {
  for (const path of readdirSync(join(root, 'dist'), { recursive: true }).filter((name) => outputs.test(name)))
    if (!existsSync(join(root, path.replace(outputs, '.ts')))) rmSync(join(root, 'dist', path));
};

if (existsSync(compiler)) {
  const words = [compiler, '--project', 'tsconfig.build.json'];
  process.exitCode = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' }).status ?? 1;
  if (process.exitCode === 0) removeStale();
} else console.log('Ringfence is not built: there is no TypeScript, which is for development.');
