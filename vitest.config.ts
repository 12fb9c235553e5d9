import { execFileSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vitest/config';
import { compiledCode, NATIVE } from './specs/compiled-code.ts';
import { CAMPAIGNS, IN_BROWSER, LONG, QUICK } from './specs/suites.ts';

const root = dirname(fileURLToPath(import.meta.url));

/** Compiles anew before any spec runs. */
const compilation = (): Plugin => ({
  name: 'compilation',
  buildStart() {
    execFileSync(process.execPath, [resolve(root, '.ci/build.mjs')], { stdio: 'inherit' });
  },
});

/** Some of these build, install or search for most of a minute; where several people share a host, for minutes. */
const LONG_TIMEOUT = { testTimeout: 240_000, hookTimeout: 240_000 };
const shared = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  pool: 'forks' as const,
  server: { deps: { external: [...NATIVE] } },
};

export default defineConfig({
  plugins: [compilation()],
  test: {
    maxWorkers: 2,
    projects: [
      {
        plugins: [compiledCode(root)],
        // One process for all files of a worker: nothing keeps state in modules, and each process would load, and warm up, the model anew.
        test: {
          ...shared,
          name: 'specs',
          ...QUICK,
          isolate: false,
        },
      },
      {
        plugins: [compiledCode(root)],
        test: { ...shared, ...LONG_TIMEOUT, name: 'long', include: [...LONG], isolate: false },
      },
      {
        plugins: [compiledCode(root)],
        test: { ...shared, ...LONG_TIMEOUT, name: 'campaigns', include: [...CAMPAIGNS], isolate: true },
      },
      {
        plugins: [compiledCode(root)],
        test: {
          ...shared,
          ...{ name: 'in a browser', include: [...IN_BROWSER], isolate: false },
          globalSetup: ['./specs/page/chromium.ts'],
        },
      },
    ],
  },
});
