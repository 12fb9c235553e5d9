import { execFileSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vitest/config';
import { compiledCode, NATIVE } from './specs/compiled-code.ts';

const root = dirname(fileURLToPath(import.meta.url));

/** Compiles anew before any spec runs. */
const compilation = (): Plugin => ({
  name: 'compilation',
  buildStart() {
    execFileSync(process.execPath, [resolve(root, '.ci/build.mjs')], { stdio: 'inherit' });
  },
});

export default defineConfig({
  plugins: [compilation(), compiledCode(root)],
  test: {
    include: ['specs/**/*.spec.ts'],
    testTimeout: 60_000,
    maxWorkers: 2,
    // One process for all files of a worker: nothing keeps state in modules, and each process would load, and warm up, the model anew.
    pool: 'forks',
    isolate: false,
    server: { deps: { external: [...NATIVE] } },
  },
});
