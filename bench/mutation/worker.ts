/** One worker: a workspace and what runs specs in it. It judges one mutant at a time. */
import { type Examination, Examiner } from './examiner.ts';
import type { Mutant } from './mutant.ts';
import { nearestFirst } from './nearness.ts';
import type { Reach } from './reach.ts';
import { keyOf, type Outcome, type Verdict, type Verdicts } from './verdict.ts';
import { Workspace } from './workspace.ts';

export interface Task {
  readonly file: string;
  readonly mutant: Mutant;
}

/** The specs do not judge mutants as they stand: none of them notices a module that cannot be loaded. */
export class Unfit extends Error {}

export class Worker {
  private readonly workspace: Workspace;
  private readonly examiner: Examiner;
  private readonly reach: Reach;
  private readonly verdicts: Verdicts;
  private readonly budget: number;

  /**
   * Makes a workspace of the compiled project at `project`; `end` must be called in the end. A mutant that is not killed yet is left after its specs
   * have computed for `budget` seconds.
   */
  constructor(project: string, reach: Reach, verdicts: Verdicts, budget: number) {
    this.workspace = new Workspace(project);
    this.examiner = new Examiner(this.workspace.root, (spec) => reach.secondsOf(spec));
    this.reach = reach;
    this.verdicts = verdicts;
    this.budget = budget;
  }

  /** Proves that a spec notices if `file` cannot be loaded. Throws Unfit otherwise. */
  async prove({ file, mutant }: Task): Promise<void> {
    const sabotage: Mutant = { ...mutant, module: 'throw new Error("sabotage");' };
    const { outcome } = await this.judge({ file, mutant: sabotage });
    if (outcome === 'survived') throw new Unfit(`the specs pass although ${file} throws when it is loaded`);
  }

  /** Runs the specs that reach the mutant until one of them kills it. */
  async judge({ file, mutant }: Task): Promise<Verdict> {
    const specs = this.specsOf({ file, mutant });
    const affordable = this.affordable(specs);
    this.workspace.put(file, mutant.module);
    const { outcome, spec, test, ran, seconds } = await this.trial(affordable);
    this.workspace.restore(file);
    const key = keyOf(file, mutant.module);
    return { key, file, outcome: whollyTold(outcome, ran, specs.length), spec, test, ran, of: specs.length, seconds };
  }

  end(): void {
    this.examiner.end();
    this.workspace.remove();
  }

  private specsOf({ file, mutant: { line, lastLine } }: Task): string[] {
    const kills = this.verdicts.killsIn(file);
    return nearestFirst(file, this.reach.specsOf(file, line, lastLine), (spec) => ({
      seconds: this.reach.secondsOf(spec) ?? 0,
      kills: kills.get(spec) ?? 0,
    }));
  }

  /** The first of `specs`, and those after it that the budget allows. */
  private affordable(specs: readonly string[]): string[] {
    let left = this.budget;
    return specs.filter((spec, i) => {
      const seconds = this.reach.secondsOf(spec) ?? 0;
      if (i > 0 && seconds > left) return false;
      left -= seconds;
      return true;
    });
  }

  /** Runs `specs` one after the other. Where a stored text alone notices something, its test is left out from there on. */
  private async trial(specs: readonly string[]): Promise<Omit<Verdict, 'key' | 'file' | 'of'>> {
    let left = specs;
    let except: string[] = [];
    let stored = { spec: '', test: '' };
    let seconds = 0;
    while (left.length > 0) {
      const examination = await this.examiner.examine({ files: left, except });
      for (const time of examination.times.values()) seconds += time;
      const { failure } = examination;
      if (failure === null) break;
      const { file: spec, test } = failure;
      const ran = specs.indexOf(spec) + 1;
      if (!failure.isStored) return { outcome: outcomeOf(examination), spec, test, ran, seconds };
      except = [...(spec === left[0] ? except : []), test];
      stored = { spec, test };
      left = left.slice(left.indexOf(spec));
    }
    return { outcome: stored.spec === '' ? 'survived' : 'stored text', ...stored, ran: specs.length, seconds };
  }
}

const outcomeOf = ({ end }: Examination): Outcome => (end === 'passed' ? 'survived' : end);

/** Who survived those specs that there was time for survived nothing yet. */
const whollyTold = (outcome: Outcome, ran: number, of: number): Outcome => {
  if (of === 0) return 'unreached';
  return outcome === 'survived' && ran < of ? 'undecided' : outcome;
};
