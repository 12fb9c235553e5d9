/** What became of mutants, kept on disk as they are judged, so that a run that was interrupted goes on where it stood. */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/** Killed by a spec of the property suite or by another one; killed by taking too long or ending the process; or not. */
export type Outcome = 'killed by properties' | 'killed by others' | 'timed out' | 'survived';

export interface Verdict {
  readonly key: string;
  readonly outcome: Outcome;
  /** The spec file and test that failed, where one did. */
  readonly by: string;
  readonly seconds: number;
}

/** Names a mutant by what decides its fate, as far as that is in its file: the specs and all other files are not part of it. */
export const keyOf = (file: string, module: string): string =>
  createHash('sha256').update(`${file}\n${module}`).digest('hex').slice(0, 24);

export class Verdicts {
  private readonly path: string;
  private readonly known = new Map<string, Verdict>();

  /** Reads the verdicts at `path`, one JSON object a line, or none. The last one on a mutant counts. */
  constructor(path: string) {
    this.path = path;
    mkdirSync(dirname(path), { recursive: true });
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
    for (const line of lines) this.read(line);
  }

  forget(): void {
    this.known.clear();
    rmSync(this.path, { force: true });
  }

  of(key: string): Verdict | undefined {
    return this.known.get(key);
  }

  add(verdict: Verdict): void {
    this.known.set(verdict.key, verdict);
    appendFileSync(this.path, `${JSON.stringify(verdict)}\n`);
  }

  /** A line that was cut off when a run was killed is a mutant not judged. */
  private read(line: string): void {
    try {
      const verdict: Verdict = JSON.parse(line);
      this.known.set(verdict.key, verdict);
    } catch {}
  }
}
