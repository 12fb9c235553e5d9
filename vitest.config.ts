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
/**
 * Campaigns: specs that compute for long, of `npm run test:long` alone. The host is faster where it has seen few kernels: these have a process each.
 */
const CAMPAIGNS = [
  'specs/bugs/*.spec.ts',
  'specs/examples/*.spec.ts',
  'specs/jos/lab4/{bugs,campaign}.spec.ts',
  'specs/jos/lab4/grading/*.spec.ts',
  'specs/judge/campaign/campaign.spec.ts',
  'specs/monitor/{check-shared,check-kernel}.spec.ts',
  'specs/weensyos/{campaign,failing-memory}.spec.ts',
  'specs/weensyos/ledger/{ledger,page-history}.spec.ts',
  'specs/weensyos/{recordings,variants}/*.spec.ts',
  'specs/allocators/{allocators,fuzz}.spec.ts',
];
/** Specs that search, install or obey whole documents, and so take long: of `npm run test:long`, too. */
const LONG = [
  'specs/explore/counted.spec.ts',
  'specs/package.spec.ts',
  'specs/jos/lab2/{boot-end,survivors}.spec.ts',
  'specs/monitor/documentation/commands.spec.ts',
  'specs/monitor/{check,evidence,own-code,record}.spec.ts',
  'specs/monitor/fuzz/{fuzz,mistakes}.spec.ts',
  'specs/monitor/jos/jos.spec.ts',
  'specs/monitor/run/{event-log-end,jos}.spec.ts',
];
/** Specs that drive a browser, one for all of them. */
const IN_BROWSER = ['specs/page/*.spec.ts'];
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
          include: EVERY,
          exclude: [...CAMPAIGNS, ...LONG, ...IN_BROWSER],
          isolate: false,
        },
      },
      {
        plugins: [compiledCode(root)],
        test: { ...shared, ...LONG_TIMEOUT, name: 'long', include: LONG, isolate: false },
      },
      {
        plugins: [compiledCode(root)],
        test: { ...shared, ...LONG_TIMEOUT, name: 'campaigns', include: CAMPAIGNS, isolate: true },
      },
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
