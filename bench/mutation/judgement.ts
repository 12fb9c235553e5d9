/** Judges many mutants with several workers, remembering each verdict as soon as there is one. */
import type { Reach } from './reach.ts';
import { isKilled, keyOf, type Verdict, type Verdicts } from './verdict.ts';
import { type Task, Worker } from './worker.ts';

export interface Judgement extends Task {
  readonly verdict: Verdict;
}

export class Campaign {
  private readonly tasks: readonly Task[];
  private readonly verdicts: Verdicts;
  private readonly reach: Reach;
  private readonly budget: number;
  private readonly workers: Worker[] = [];

  /**
   * A campaign over `tasks`; what `verdicts` knows already is not judged again. The specs of a mutant compute for `budget` seconds at most, if none
   * of them kills it.
   */
  constructor(tasks: readonly Task[], verdicts: Verdicts, reach: Reach, budget: number) {
    this.tasks = tasks;
    this.verdicts = verdicts;
    this.reach = reach;
    this.budget = budget;
  }

  /**
   * Judges every mutant not yet judged, and those not killed that are to be tried `again`, with `count` workers. Tells its progress
   * on stderr. Throws Unfit where the specs cannot judge; `end` must be called in any case.
   */
  async judge(count: number, again: (survivor: Task) => boolean): Promise<void> {
    const open = this.tasks.filter((task) => this.isOpen(task, again));
    if (open.length === 0) return;
    await this.reach.gather((line) => process.stderr.write(`${line}\n`));
    for (const [spec, failure] of this.reach.unfit())
      process.stderr.write(`left out, because it fails without any mutant: ${spec}  ${failure}\n`);
    process.stderr.write(`${open.length} mutants to judge\n`);
    await Promise.all(Array.from({ length: Math.min(count, open.length) }, () => this.work(open)));
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
    this.reach.end();
    for (const worker of this.workers.splice(0)) worker.end();
  }

  private isOpen(task: Task, again: (survivor: Task) => boolean): boolean {
    const known = this.verdicts.of(keyOf(task.file, task.mutant.module));
    return known === undefined || (!isKilled(known.outcome) && again(task));
  }

  /** Takes tasks from `open`, which the workers share, until none is left. */
  private async work(open: Task[]): Promise<void> {
    const worker = new Worker(process.cwd(), this.reach, this.verdicts, this.budget);
    this.workers.push(worker);
    await worker.prove(open[0]);
    for (let task = open.shift(); task !== undefined; task = open.shift()) {
      const verdict = await worker.judge(task);
      this.verdicts.add(verdict);
      tell(task, verdict, open.length);
    }
  }
}

const tell = ({ file, mutant }: Task, { outcome, spec, ran, of, seconds }: Verdict, left: number): void => {
  const change = `${shortened(mutant.piece)} -> ${shortened(mutant.replacement) || 'nothing'}`;
  const specs = `${spec} ${ran} of ${of} specs, ${seconds.toFixed(1)} s`.trim();
  process.stderr.write(`${left} to go  ${outcome}  ${file}:${mutant.line}  ${change}  (${specs})\n`);
};

/** In one line. */
const shortened = (text: string): string => {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 28)} … ${line.slice(-28)}` : line;
};
