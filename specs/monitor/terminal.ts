/** Running the command as a user does: in a process of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
const COMMAND = join(PACKAGE, 'dist/monitor/ringfence.js');
const LARGEST_OUTPUT = 1 << 26;

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** Runs `ringfence` with `words` in `folder`. */
export const ringfence = (words: readonly string[], folder = PACKAGE, environment: NodeJS.ProcessEnv = {}): Outcome => {
  const { NO_COLOR, FORCE_COLOR, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...words], {
    cwd: folder,
    env: { ...inherited, ...environment },
    maxBuffer: LARGEST_OUTPUT,
  });
  return { code: status, out: stdout.toString(), errors: stderr.toString() };
};

/** A new empty folder with these files in it. */
export const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-spec-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
};
