/**
 * Runs specs in the folder that it is started in, again and again, on request of its parent process: a message with spec
 * files brings `{ ended }` after each file and then a `Result`. One runner for all requests spares its start, but each request
 * loads the compiled code anew, in a thread of its own. The specs run one after the other and stop at the first failure.
 */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVitest, type TestModule, type TestSpecification, type Vitest } from 'vitest/node';
import { compiledCode, NATIVE } from '../../specs/compiled-code.ts';

/** The spec file that failed and the title of its test, which is empty where the file itself could not run. */
export interface Failure {
  readonly file: string;
  readonly test: string;
}
export interface Result {
  readonly failure: Failure | null;
}
export interface Ended {
  readonly ended: string;
}

const root = process.cwd();
let order: readonly string[] = [];
/** Of this request alone: the runner itself goes on listing what earlier ones left. */
let ended: TestModule[] = [];
const nameOf = (path: string): string => relative(root, path).replaceAll('\\', '/');

class AsAsked {
  sort(files: TestSpecification[]): TestSpecification[] {
    const place = ({ moduleId }: TestSpecification): number => order.indexOf(nameOf(moduleId));
    return files.sort((a, b) => place(a) - place(b));
  }
  shard(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
}

const tellEnd = {
  onTestModuleEnd(module: TestModule): void {
    ended.push(module);
    process.send?.({ ended: nameOf(module.moduleId) } satisfies Ended);
  },
};

const vitest: Promise<Vitest> = createVitest(
  'test',
  {
    config: false,
    root,
    watch: false,
    bail: 1,
    pool: 'threads',
    isolate: false,
    fileParallelism: false,
    reporters: [tellEnd],
    setupFiles: [fileURLToPath(new URL('seed.js', import.meta.url))],
    sequence: { sequencer: AsAsked },
    testTimeout: 60_000,
    server: { deps: { external: [...NATIVE] } },
  },
  { plugins: [compiledCode(root)], logLevel: 'silent' },
);

/** The first failure; a run that ends early without one, or with an error outside of all tests, is one without a name. */
const failureIn = (errors: number): Failure | null => {
  const failed = ended.find((module) => module.state() === 'failed');
  if (failed !== undefined) {
    const test = [...failed.children.allTests('failed')][0];
    return { file: nameOf(failed.moduleId), test: test?.fullName ?? '' };
  }
  const passed = ended.length === order.length && ended.every((module) => module.state() === 'passed');
  return passed && errors === 0 ? null : { file: '', test: '' };
};

const run = async (files: readonly string[]): Promise<Result> => {
  order = files;
  ended = [];
  const runner = await vitest;
  const project = runner.getRootProject();
  const specifications = files.map((file) => project.createSpecification(`${root}/${file}`));
  const { unhandledErrors } = await runner.runTestSpecifications(specifications);
  return { failure: failureIn(unhandledErrors.length) };
};

process.on('message', (files: readonly string[]) => {
  run(files).then(
    (result) => process.send?.(result),
    () => process.exit(1),
  );
});
// Whoever asked is gone: so are its workspaces.
process.on('disconnect', () => process.exit());
