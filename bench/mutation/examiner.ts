/** The parent's side of a run of specs: asks for it, watches the time, and ends the processes that hang. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { secondsOf } from './processor-time.ts';
import type { Ended, Failure, Listed, Request, Result } from './spec-runner.ts';

/** How a run ended: all passed; a test failed; it computed too long; it computed nothing any more; a process died with no test failed. */
export type End = 'passed' | 'failed' | 'looped' | 'stood still' | 'died';

/** What came of a run: `failure` is null if all specs passed; it names no test where none failed. */
export interface Examination {
  readonly end: End;
  readonly failure: Failure | null;
  /** Processor time of each spec that was done, by file. */
  readonly times: ReadonlyMap<string, number>;
}

/** Ends of specs that are known: processor seconds without a mutant. */
export type Usual = (file: string) => number | undefined;

const RUNNER = fileURLToPath(new URL('spec-runner.js', import.meta.url));
/** A spec file may compute this many times what it does without a mutant, and some seconds more. */
const PATIENCE = 4;
const PATIENCE_MORE = 5;
/** A spec that nobody knows may compute for so many seconds. */
const UNKNOWN = 600;
/** Seconds in which a spec that is not done must have computed a little, on however slow a machine. */
const STILL = 60;
const A_LITTLE = 0.3;
const LOOK_MS = 300;

export class Examiner {
  private readonly root: string;
  private readonly usual: Usual;
  private readonly environment: NodeJS.ProcessEnv;
  private child: ChildProcess | null = null;

  /** Runs specs in the workspace at `root`, with more in the `environment` of its processes. */
  constructor(root: string, usual: Usual, environment: NodeJS.ProcessEnv = {}) {
    this.root = root;
    this.usual = usual;
    this.environment = environment;
  }

  /** The names of all specs of `npm test`, less those that drive a browser. */
  specs(): Promise<readonly string[]> {
    const child = this.started();
    return new Promise((resolve, reject) => {
      child.once('message', ({ specs }: Listed) => resolve(specs));
      child.once('error', reject);
      child.send({ files: [], except: [] } satisfies Request);
    });
  }

  /** Runs the files of `request` in this order until one fails or takes too long. Never rejects. */
  async examine(request: Request): Promise<Examination> {
    const examination = await this.ask(request);
    if (examination.end !== 'passed' && examination.end !== 'failed') this.end();
    return examination;
  }

  /** Ends the process with all that it started; the next examination starts another. */
  end(): void {
    const { child } = this;
    this.child = null;
    if (child?.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The whole group is gone already.
    }
  }

  private started(): ChildProcess {
    if (this.child?.connected) return this.child;
    this.child = fork(RUNNER, [], {
      cwd: this.root,
      // A group of its own: a spec that loops is ended with all that it started.
      detached: true,
      env: { ...process.env, ...this.environment },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    return this.child;
  }

  private ask(request: Request): Promise<Examination> {
    const child = this.started();
    const group = child.pid ?? 0;
    const times = new Map<string, number>();
    return new Promise((resolve) => {
      let began = secondsOf(group);
      let isStill = stillness();
      const current = (): string => request.files[times.size] ?? request.files.at(-1) ?? '';
      const watch = setInterval(() => {
        const used = secondsOf(group) - began;
        if (used > this.limitOf(current())) settle('looped', null);
        else if (isStill(used)) settle('stood still', null);
      }, LOOK_MS);
      const settle = (end: End, failure: Failure | null): void => {
        clearInterval(watch);
        child.removeAllListeners();
        const named = end === 'passed' ? null : (failure ?? { file: current(), test: '', isStored: false });
        resolve({ end, failure: named, times });
      };
      child.once('exit', () => settle('died', null));
      child.on('message', (message: Result | Ended) => {
        if ('failure' in message) return settle(endOf(message.failure), message.failure);
        const now = secondsOf(group);
        times.set(message.ended, now - began);
        began = now;
        isStill = stillness();
      });
      child.send(request);
    });
  }

  private limitOf(file: string): number {
    const usual = this.usual(file);
    return usual === undefined ? UNKNOWN : PATIENCE * usual + PATIENCE_MORE;
  }
}

const endOf = (failure: Failure | null): End => {
  if (failure === null) return 'passed';
  return failure.test === '' ? 'died' : 'failed';
};

/** Tells, as it is passed what was used again and again, whether too little came to it for too long. */
const stillness = (): ((used: number) => boolean) => {
  let last = 0;
  let since = performance.now();
  return (used) => {
    if (used - last > A_LITTLE) {
      last = used;
      since = performance.now();
    }
    return performance.now() - since > STILL * 1000;
  };
};
