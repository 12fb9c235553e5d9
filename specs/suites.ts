/** Which specs belong to which suite: for the runner of specs, in all its uses. */

const EVERY: readonly string[] = ['specs/**/*.spec.ts'];
/**
 * Campaigns: specs that compute for long, of `npm run test:long` alone. The host is faster where it has seen few kernels: these have a process each.
 */
export const CAMPAIGNS: readonly string[] = [
  'specs/bugs/*.spec.ts',
  'specs/examples/*.spec.ts',
  'specs/jos/lab4/{bugs,campaign}.spec.ts',
  'specs/jos/lab4/grading/*.spec.ts',
  'specs/judge/campaign/campaign.spec.ts',
  'specs/monitor/{check-shared,check-kernel}.spec.ts',
  'specs/weensyos/{campaign,failing-memory}.spec.ts',
  'specs/weensyos/ledger/ledger.spec.ts',
  'specs/weensyos/{recordings,variants}/*.spec.ts',
  'specs/allocators/{allocators,fuzz}.spec.ts',
];
/** Specs that search, install or obey whole documents, and so take long: of `npm run test:long`, too. */
export const LONG: readonly string[] = [
  'specs/bench/side-by-side.spec.ts',
  'specs/explore/counted.spec.ts',
  'specs/explore/kernels/weensyos/shrinking.spec.ts',
  'specs/package.spec.ts',
  'specs/jos/lab2/{boot-end,survivors}.spec.ts',
  'specs/monitor/documentation/commands.spec.ts',
  'specs/monitor/{check,evidence,own-code,record}.spec.ts',
  'specs/monitor/fuzz/{fuzz,mistakes}.spec.ts',
  'specs/monitor/jos/jos.spec.ts',
  'specs/monitor/run/{event-log-end,jos}.spec.ts',
];
/** Specs that drive a browser, one for all of them. */
export const IN_BROWSER: readonly string[] = ['specs/page/*.spec.ts'];
/** What `npm test` runs of those that drive no browser. */
export const QUICK = { include: [...EVERY], exclude: [...CAMPAIGNS, ...LONG, ...IN_BROWSER] };
