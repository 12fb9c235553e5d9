/**
 * Runs specs in the folder that it is started in, again and again, on request of its parent process: a `Request` brings `{ ended }` after each
 * file and then a `Result`; an empty one the names of all specs. One runner for all requests spares its start, but each request loads the
 * compiled code anew, in a process of its own. The specs run one after the other and stop at the first failure.
 */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVitest, type TestCase, type TestModule, type TestSpecification, type Vitest } from 'vitest/node';
import { compiledCode, NATIVE } from '../../specs/compiled-code.ts';
import { QUICK } from '../../specs/suites.ts';

export interface Request {
  /** Spec files, in the order in which they run. */
  readonly files: readonly string[];
  /** Tests of the first file that do not run, by their names. */
  readonly except: readonly string[];
}
/** What failed, by the spec file and the test's name, which is empty where a process ended before any had failed. */
export interface Failure {
  readonly file: string;
  readonly test: string;
  /** Whether nothing noticed but a comparison with a stored text. */
  readonly isStored: boolean;
}
export interface Result {
  readonly failure: Failure | null;
}
export interface Ended {
  readonly ended: string;
}
export interface Listed {
  readonly specs: readonly string[];
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
    ...QUICK,
    pool: 'forks',
    execArgv: ['--max-old-space-size=2048'],
    isolate: false,
    fileParallelism: false,
    reporters: [tellEnd],
    setupFiles: [fileURLToPath(new URL('setup.js', import.meta.url))],
    sequence: { sequencer: AsAsked },
    // Whoever asked watches the time, by what the processor did.
    testTimeout: 3_600_000,
    hookTimeout: 3_600_000,
    server: { deps: { external: [...NATIVE] } },
  },
  { plugins: [compiledCode(root)], logLevel: 'silent' },
);

/** What the runner's patterns are held to: the names of all groups around a test, and its own. */
const fullNameOf = (test: TestCase): string => test.fullName.replaceAll(' > ', ' ');
/** In place of a test's name where a file fails as a whole. */
const LOADING = '(the whole file)';
const STORED = /^Snapshot .*mismatched/;

const failureOf = (module: TestModule): Failure => {
  const failed = [...module.children.allTests('failed')];
  const errors = failed.flatMap((test) => test.result().errors ?? []);
  const isStored = module.errors().length === 0 && errors.length > 0 && errors.every((one) => STORED.test(one.message));
  return { file: nameOf(module.moduleId), test: failed[0] === undefined ? LOADING : fullNameOf(failed[0]), isStored };
};

/** The first failure; a run that ends early without one, or with an error outside of all tests, is one without a name. */
const failureIn = (errors: number): Failure | null => {
  const failed = ended.find((module) => module.state() === 'failed');
  if (failed !== undefined) return failureOf(failed);
  const passed = ended.length === order.length && ended.every((module) => module.state() !== 'pending');
  return passed && errors === 0 ? null : { file: order[ended.length] ?? '', test: '', isStored: false };
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const run = async ({ files, except }: Request): Promise<Result> => {
  order = files;
  ended = [];
  const runner = await vitest;
  const project = runner.getRootProject();
  if (except.length === 0) runner.resetGlobalTestNamePattern();
  else runner.setGlobalTestNamePattern(new RegExp(`^(?!(?:${except.map(escaped).join('|')})$)`));
  const specifications = files.map((file) => project.createSpecification(`${root}/${file}`));
  const { unhandledErrors } = await runner.runTestSpecifications(specifications);
  return { failure: failureIn(unhandledErrors.length) };
};

const list = async (): Promise<Listed> => {
  const found = await (await vitest).getRootProject().globTestFiles();
  return { specs: found.testFiles.map(nameOf).sort() };
};

process.on('message', (request: Request) => {
  (request.files.length === 0 ? list() : run(request)).then(
    (result) => process.send?.(result),
    () => process.exit(1),
  );
});
// Whoever asked is gone: so are its workspaces. A spec that loops would go on without this.
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
