/**
 * Campaigns: random scenarios on a kernel, with all invariants checked after every operation and every operation held
 * against the model. The first one that fails is shrunk to the shortest program that still does.
 */
import fc from 'fast-check';
import { counter, register } from '../../hardware/hardware.ts';
import { type PageOrder, WeensyKernel } from '../../kernel/kernel.ts';
import { Checker, InvariantBroken } from '../judge/checker.ts';
import { GoalWatch } from './goals.ts';
import { weensyJudging } from './judging.ts';
import { Model, ModelBroken } from './model.ts';
import { OrderModel } from './order-model.ts';
import { BSS, parametersOf, type Scenario, scenario } from './scenario.ts';
import { shorten } from './simpler-scenarios.ts';

/** Boundaries between operations that each scenario passes, at most. */
const BOUNDARIES = 120;

/** One scenario in so many ends with a count from scratch, which costs as much as all checks of its ledger. */
const COUNTED = 8;

export interface CampaignOptions {
  /** The kernel on trial; the true one if not given. */
  readonly Kernel?: typeof WeensyKernel;
  readonly seed: number;
  /** Scenarios to try. */
  readonly runs: number;
  /** The page order of all of them; any if null. */
  readonly order?: PageOrder | null;
  /** Where to take up a failure found before (`Failure.path`), without trying all that came before it. */
  readonly path?: string;
  /** Whether to check invariants; the model alone judges otherwise. */
  readonly checked?: boolean;
  /** Whether to look for the shortest scenario that fails; if not given, unless fast-check is configured not to shrink. */
  readonly shortens?: boolean;
  /** Called in place of each scenario, to run it as it sees fit: with a limit of time, or telling how far the campaign is. */
  readonly around?: (scenario: () => void) => void;
}

/** The shortest scenario found in which the kernel does wrong. */
export interface Failure {
  readonly scenario: Scenario;
  /** What went wrong: a broken invariant, or where kernel and model part. */
  readonly error: Error;
  readonly path: string;
  /** Scenarios tried until the first failure. */
  readonly runs: number;
}

export interface CampaignResult {
  readonly operations: number;
  readonly runs: number;
  /** The goals reached (goals.ts). */
  readonly goals: ReadonlySet<string>;
  readonly failure: Failure | null;
}

/** Runs one scenario to its end; returns its number of operations. Throws whatever went wrong. */
export const tryScenario = (
  Kernel: typeof WeensyKernel,
  tried: Scenario,
  goals: Set<string> = new Set(),
  checked = true,
): number => {
  const kernel = new Kernel(parametersOf(tried));
  const checker = checked ? new Checker(kernel, 'end', weensyJudging) : null;
  new GoalWatch(kernel, goals);
  new OrderModel(kernel);
  kernel.boot();
  const { machine } = kernel;
  if (machine.execution.halt !== null) return bootEnded(kernel, tried);
  checker?.check();
  const model = new Model(kernel, BSS);
  for (let i = 0; i < BOUNDARIES && machine.cpu.runState === register.RUNNING; i++) {
    model.step();
    if (machine.execution.halt === null) checker?.check();
  }
  if (machine.execution.halt === null && machine.counters[counter.OPERATIONS] % COUNTED === 0) checker?.count();
  const ticks = machine.counters[counter.INTERRUPTS];
  if (kernel.view.ticks !== ticks) throw new ModelBroken(`the kernel counts ${kernel.view.ticks} ticks of ${ticks}`);
  return machine.counters[counter.OPERATIONS];
};

/** A boot may end only for want of memory, and that only if an allocation was made to fail. */
const bootEnded = ({ machine }: WeensyKernel, { asked }: Scenario): number => {
  const { halt } = machine.execution;
  if (asked.includes('allocation') && /process_setup: out of memory/.test(halt?.message ?? '')) return 0;
  throw halt;
};

/** Tries `runs` scenarios, or as many as it takes to find and shrink a failure. The same options give the same result. */
export const campaign = (options: CampaignOptions): CampaignResult => {
  const { Kernel = WeensyKernel, seed, runs, order = null, path, checked = true, around = (code) => code() } = options;
  const { shortens = fc.readConfigureGlobal()?.endOnFailure !== true } = options;
  const goals = new Set<string>();
  let operations = 0;
  const property = fc.property(scenario(order), (tried) => {
    around(() => {
      operations += tryScenario(Kernel, tried, goals, checked);
    });
  });
  const details = fc.check(property, {
    seed,
    numRuns: runs,
    endOnFailure: !shortens,
    ...(path !== undefined && { path }),
  });
  const judge: Judge = (tried) => errorOf(() => around(() => tryScenario(Kernel, tried, new Set(), checked)));
  const failure = failureOf(details, judge, shortens);
  return { operations, runs: details.numRuns, goals, failure };
};

type Judge = (tried: Scenario) => Error | null;

const failureOf = (details: fc.RunDetails<[Scenario]>, judge: Judge, shortens: boolean): Failure | null => {
  const { counterexample, counterexamplePath: path, numRuns } = details;
  const error = counterexample === null ? null : judge(counterexample[0]);
  if (counterexample === null || path === null || error === null) return null;
  const fails = (tried: Scenario): boolean => kindOf(judge(tried)) === kindOf(error);
  const scenario = shortens ? shorten(counterexample[0], fails) : counterexample[0];
  return { scenario, error: judge(scenario) ?? error, path, runs: numRuns };
};

const errorOf = (code: () => void): Error | null => {
  try {
    code();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};

/** Two errors of one kind show the same mistake. */
const kindOf = (error: Error | null): string =>
  error instanceof InvariantBroken ? error.invariant.name : (error?.name ?? 'none');

/** The name of what went wrong, and a sentence that says it. */
export const describeFailure = ({ error }: Failure): readonly string[] => {
  if (!(error instanceof InvariantBroken)) return [error.message];
  const { violation, during, pageHistory } = error;
  return [
    error.message,
    `expected ${violation.expected}; found ${violation.found}`,
    `after ${during}`,
    ...pageHistory.map((line) => `  ${line}`),
  ];
};
