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

const EVERY = ['specs/**/*.spec.ts'];
/** Specs that compute for long. The host is faster where it has seen few kernels: these have a process each. */
const ALONE = [
  'specs/bugs/*.spec.ts',
  'specs/examples/*.spec.ts',
  'specs/jos/lab4/{bugs,campaign}.spec.ts',
  'specs/jos/lab4/grading/*.spec.ts',
  'specs/judge/campaign/campaign.spec.ts',
  'specs/monitor/{check-shared,check-kernel}.spec.ts',
  'specs/weensyos/{campaign,failing-memory}.spec.ts',
  'specs/weensyos/{ledger,recordings,variants}/*.spec.ts',
  'specs/allocators/{allocators,fuzz}.spec.ts',
];
/** Specs that drive a browser, one for all of them. */
const IN_BROWSER = ['specs/page/*.spec.ts'];
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
        test: { ...shared, name: 'together', include: EVERY, exclude: [...ALONE, ...IN_BROWSER], isolate: false },
      },
      { plugins: [compiledCode(root)], test: { ...shared, name: 'alone', include: ALONE, isolate: true } },
      {
        plugins: [compiledCode(root)],
        test: {
          ...shared,
          ...{ name: 'in a browser', include: IN_BROWSER, isolate: false },
          globalSetup: ['./specs/page/chromium.ts'],
        },
      },
    ],
  },
});
