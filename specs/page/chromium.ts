/** The browser that the page is tried in: Chromium, if this host has one, started once for all specs, and ended after them. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the browser listens; null where there is none. */
    readonly browser: string | null;
  }
}

const NAMES: readonly string[] = ['chromium', 'chromium-browser', 'google-chrome'];
/** It draws without a screen, and asks its makers for nothing. */
const FLAGS: readonly string[] = [
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  // As root, which is who runs specs in a container, it has no sandbox of its own.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** The path of a Chromium: that of the environment variable CHROMIUM, or the first on PATH; null if there is none. */
export const chromiumPath = ({ CHROMIUM, PATH = '' }: NodeJS.ProcessEnv = process.env): string | null => {
  if (CHROMIUM !== undefined && CHROMIUM !== '') return CHROMIUM;
  const places = NAMES.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)));
  return places.find(isExecutable) ?? null;
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const MISSING =
  'the page is tried in no browser: there is no chromium, chromium-browser or google-chrome on PATH, and CHROMIUM names none';

/** Starts it for the specs of `project`. Where BROWSER_SPECS is `required`, there must be one. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const executablePath = chromiumPath();
  if (executablePath === null) {
    if (process.env.BROWSER_SPECS === 'required') throw new Error(MISSING);
    process.stderr.write(`left out: specs/page, for ${MISSING}\n`);
    project.provide('browser', null);
    return async () => {};
  }
  const server = await chromium.launchServer({ executablePath, args: [...FLAGS] });
  project.provide('browser', server.wsEndpoint());
  return () => server.close();
};
