/** One worker: a workspace and what runs specs in it. It judges one mutant at a time. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Examination, Examiner } from './examiner.ts';
import { asModule, withoutTypes } from './javascript.ts';
import type { Mutant } from './mutant.ts';
import { type Suite, suiteFor } from './suite.ts';
import { keyOf, type Outcome, type Verdict } from './verdict.ts';
import { Workspace } from './workspace.ts';

export interface Task {
  readonly file: string;
  readonly mutant: Mutant;
}

/** The specs do not judge mutants as they stand: they fail without one, or pass whatever the code does. */
export class Unfit extends Error {}

export class Worker {
  private readonly workspace: Workspace;
  private readonly examiner: Examiner;

  /** Makes a workspace of the compiled project at `project`; `end` must be called in the end. */
  constructor(project: string) {
    this.workspace = new Workspace(project);
    this.examiner = new Examiner(this.workspace.root);
  }

  /**
   * Proves that the specs pass on `files` as they are, stripped of types as mutants are, and fail on a module that cannot even be
   * loaded. Must precede `judge` on any of them. Throws Unfit otherwise.
   */
  async prove(files: readonly string[]): Promise<void> {
    for (const file of files) this.restore(file);
    const first = [...new Map(files.map((file) => [file.split('/')[0], file])).values()];
    for (const file of first) {
      const suite = suiteFor(this.workspace.root, file);
      const { outcome, failure } = await this.examiner.examine(suite.files);
      if (outcome !== 'passed') {
        throw new Unfit(`without any mutant a spec fails: ${failure?.file} ${failure?.test} (${outcome})`);
      }
      const sabotaged = await this.run(file, 'throw new Error("sabotage");', suite);
      if (sabotaged.outcome === 'passed') throw new Unfit(`the specs pass although ${file} throws when it is loaded`);
    }
  }

  async judge({ file, mutant }: Task): Promise<Verdict> {
    const suite = suiteFor(this.workspace.root, file);
    const examination = await this.run(file, mutant.module, suite);
    const { failure, seconds } = examination;
    const by = failure === null ? '' : `${failure.file} ${failure.test}`.trim();
    return { key: keyOf(file, mutant.module), outcome: outcomeOf(examination, suite), by, seconds };
  }

  end(): void {
    this.examiner.end();
    this.workspace.remove();
  }

  private async run(file: string, module: string, suite: Suite): Promise<Examination> {
    this.workspace.put(file, module);
    const examination = await this.examiner.examine(suite.files);
    this.restore(file);
    return examination;
  }

  private restore(file: string): void {
    this.workspace.put(file, asModule(withoutTypes(readFileSync(join(this.workspace.root, file), 'utf8'))));
  }
}

const outcomeOf = ({ outcome, failure }: Examination, { files, properties }: Suite): Outcome => {
  if (outcome === 'passed') return 'survived';
  if (outcome === 'timed out') return 'timed out';
  const place = files.indexOf(failure?.file ?? '');
  return place >= 0 && place < properties ? 'killed by properties' : 'killed by others';
};
