/** The parent's side of a trial: asks for runs of specs, watches the time, and replaces the process that hangs. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Ended, Failure, Result } from './spec-runner.ts';

/** What came of a run: `failure` is null if all specs passed; a hung or crashed run names no test. */
export interface Examination {
  readonly outcome: 'passed' | 'failed' | 'timed out';
  readonly failure: Failure | null;
  readonly seconds: number;
}

const TRIAL = fileURLToPath(new URL('trial.js', import.meta.url));
/** A spec file may take this many times what it takes without a mutant, and a while more, for machines are shared. */
const PATIENCE = 4;
const PATIENCE_MORE = 5_000;
/** The first run is not limited but by this. */
const FIRST_LIMIT = 300_000;

export class Examiner {
  private readonly root: string;
  /** Milliseconds that each spec file took when all passed. */
  private readonly usual = new Map<string, number>();
  private child: ChildProcess | null = null;

  /** Runs specs in the workspace at `root`. */
  constructor(root: string) {
    this.root = root;
  }

  /** Runs `files` in this order until one fails or takes too long. Never rejects. */
  async examine(files: readonly string[]): Promise<Examination> {
    const start = Date.now();
    const { outcome, failure, times } = await this.ask(files);
    if (outcome === 'timed out') this.end();
    if (outcome === 'passed') for (const [file, time] of times) this.usual.set(file, time);
    return { outcome, failure, seconds: (Date.now() - start) / 1000 };
  }

  /** Ends the process with all its threads; the next examination starts another. */
  end(): void {
    this.child?.kill('SIGKILL');
    this.child = null;
  }

  private started(): ChildProcess {
    if (this.child?.connected) return this.child;
    this.child = fork(TRIAL, [], {
      cwd: this.root,
      execArgv: ['--max-old-space-size=2048'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    return this.child;
  }

  private ask(files: readonly string[]): Promise<Omit<Examination, 'seconds'> & { times: Map<string, number> }> {
    const child = this.started();
    const times = new Map<string, number>();
    let now = Date.now();
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout;
      const settle = (outcome: Examination['outcome'], failure: Failure | null): void => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve({ outcome, failure, times });
      };
      const hung = (): void => settle('timed out', { file: files[times.size] ?? '', test: '' });
      const watch = (): void => {
        clearTimeout(timer);
        timer = setTimeout(hung, this.limitOf(files[times.size]));
      };
      watch();
      child.once('exit', hung);
      child.on('message', (message: Result | Ended) => {
        if ('failure' in message) return settle(message.failure === null ? 'passed' : 'failed', message.failure);
        times.set(message.ended, Date.now() - now);
        now = Date.now();
        watch();
      });
      child.send(files);
    });
  }

  private limitOf(file: string | undefined): number {
    if (this.usual.size === 0) return FIRST_LIMIT;
    return PATIENCE * (this.usual.get(file ?? '') ?? 0) + PATIENCE_MORE;
  }
}
