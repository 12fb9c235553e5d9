/** Judges many mutants with several workers, remembering each verdict as soon as there is one. */
import { keyOf, type Verdict, type Verdicts } from './verdict.ts';
import { type Task, Worker } from './worker.ts';

export interface Judgement extends Task {
  readonly verdict: Verdict;
}

export class Campaign {
  private readonly tasks: readonly Task[];
  private readonly verdicts: Verdicts;
  private readonly workers: Worker[] = [];

  /** A campaign over `tasks`; what `verdicts` knows already is not judged again. */
  constructor(tasks: readonly Task[], verdicts: Verdicts) {
    this.tasks = tasks;
    this.verdicts = verdicts;
  }

  /**
   * Judges every mutant not yet judged, and survivors that are to be tried `again`, with `count` workers. Tells its progress
   * on stderr. Throws Unfit where the specs cannot judge; `end` must be called in any case.
   */
  async judge(count: number, again: (survivor: Task) => boolean): Promise<void> {
    const open = this.tasks.filter((task) => this.isOpen(task, again));
    if (open.length === 0) return;
    process.stderr.write(`${open.length} mutants to judge; first the specs without one\n`);
    const files = [...new Set(open.map(({ file }) => file))];
    await Promise.all(Array.from({ length: Math.min(count, open.length) }, () => this.work(files, open)));
  }

  /** What is known by now, in the order of the tasks. */
  judgements(): Judgement[] {
    return this.tasks.flatMap((task) => {
      const verdict = this.verdicts.of(keyOf(task.file, task.mutant.module));
      return verdict === undefined ? [] : [{ ...task, verdict }];
    });
  }

  /** Ends all processes and removes all workspaces. */
  end(): void {
    for (const worker of this.workers.splice(0)) worker.end();
  }

  private isOpen(task: Task, again: (survivor: Task) => boolean): boolean {
    const known = this.verdicts.of(keyOf(task.file, task.mutant.module));
    return known === undefined || (known.outcome === 'survived' && again(task));
  }

  /** Takes tasks from `open`, which the workers share, until none is left. */
  private async work(files: readonly string[], open: Task[]): Promise<void> {
    const worker = new Worker(process.cwd());
    this.workers.push(worker);
    await worker.prove(files);
    for (let task = open.shift(); task !== undefined; task = open.shift()) {
      const verdict = await worker.judge(task);
      this.verdicts.add(verdict);
      tell(task, verdict, open.length);
    }
  }
}

const tell = ({ file, mutant }: Task, { outcome, seconds }: Verdict, left: number): void => {
  const change = `${mutant.piece} -> ${mutant.replacement || 'nothing'}`;
  process.stderr.write(`${left} to go  ${outcome} in ${seconds.toFixed(1)} s  ${file}:${mutant.line}  ${change}\n`);
};
