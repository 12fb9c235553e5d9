/** What became of mutants, kept on disk as they are judged, so that a run that was interrupted goes on where it stood. */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Killed: a test failed; or a spec computed too long, computed nothing any more, or its process died. Not killed: a comparison with a stored text
 * alone noticed; nothing did; specs were left, but no time; no spec reaches the line.
 */
export type Outcome =
  | 'failed'
  | 'looped'
  | 'stood still'
  | 'died'
  | 'stored text'
  | 'survived'
  | 'undecided'
  | 'unreached';

const KILLED: readonly Outcome[] = ['failed', 'looped', 'stood still', 'died'];
export const isKilled = (outcome: Outcome): boolean => KILLED.includes(outcome);

export interface Verdict {
  readonly key: string;
  readonly file: string;
  readonly outcome: Outcome;
  /** The spec file that noticed, and its test that failed; empty where none did. */
  readonly spec: string;
  readonly test: string;
  /** How many specs ran to their end, of how many that reach the line; and the processor time of those. */
  readonly ran: number;
  readonly of: number;
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

  /** How many mutants of `file` each spec has killed. */
  killsIn(file: string): ReadonlyMap<string, number> {
    const kills = new Map<string, number>();
    for (const verdict of this.known.values())
      if (verdict.file === file && isKilled(verdict.outcome))
        kills.set(verdict.spec, (kills.get(verdict.spec) ?? 0) + 1);
    return kills;
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
