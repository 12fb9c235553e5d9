/** The browser of all specs of the page: started once, and ended after them. */
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { BROWSER_FLAGS, browserPath, NO_BROWSER } from '../../bench/browser.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the browser listens; null where there is none. */
    readonly browser: string | null;
  }
}

/** Starts it for the specs of `project`. Where BROWSER_SPECS is `required`, there must be one. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const executablePath = browserPath();
  if (executablePath === null) {
    if (process.env.BROWSER_SPECS === 'required')
      throw new Error(`the specs of the page need a browser, and ${NO_BROWSER}`);
    process.stderr.write(`left out: the specs of the page in a browser, for ${NO_BROWSER}\n`);
    project.provide('browser', null);
    return async () => {};
  }
  const server = await chromium.launchServer({ executablePath, args: [...BROWSER_FLAGS] });
  project.provide('browser', server.wsEndpoint());
  return () => server.close();
};
