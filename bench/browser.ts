/** The browser that the page is tried and measured in: Chromium, if this host has one. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES: readonly string[] = ['chromium', 'chromium-browser', 'google-chrome'];

/** What there is to say where there is none. */
export const NO_BROWSER = `there is none of ${NAMES.join(', ')} on PATH, and CHROMIUM names no other`;

/** How it is started: it draws without a screen, and asks its makers for nothing. */
export const BROWSER_FLAGS: readonly string[] = [
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  // Root, as in a container, has no sandbox of its own.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** The path of a Chromium: what the environment variable CHROMIUM says, or the first on PATH; null if there is none. */
export const browserPath = ({ CHROMIUM = '', PATH = '' }: NodeJS.ProcessEnv = process.env): string | null => {
  if (CHROMIUM !== '') return CHROMIUM;
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
