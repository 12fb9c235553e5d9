/** Campaigns of environments: random scenarios on a kernel of JOS, until one goes wrong; that one is shrunk. */
import fc from 'fast-check';
import { JosLab4 } from '../../../kernel/kernel.ts';
import { readableEnvironments } from './readable.ts';
import { type EnvScenario, environmentScenario } from './scenario.ts';
import { EnvironmentTrials } from './trial.ts';

export interface EnvCampaignOptions {
  /** The kernel on trial; the true one if not given. */
  readonly Kernel?: typeof JosLab4;
  readonly seed: number;
  /** Scenarios to try. */
  readonly runs: number;
  /** Whether to look for the smallest scenario that fails; yes if not given. */
  readonly shrinks?: boolean;
  /** Called in place of each scenario, to run it as it sees fit: with a limit of time, say. */
  readonly around?: (scenario: () => void) => void;
}

/** The smallest scenario found in which the kernel does wrong. */
export interface EnvFailure {
  readonly scenario: EnvScenario;
  readonly error: Error;
  /** Scenarios tried until the first failure. */
  readonly runs: number;
}

export interface EnvCampaignResult {
  readonly runs: number;
  readonly operations: number;
  /** What system calls came to: `sys_page_map -3`. */
  readonly results: ReadonlySet<string>;
  readonly failure: EnvFailure | null;
}

/** Tries `runs` scenarios, or as many as it takes to find and shrink a failure. The same options give the same result. */
export const environmentCampaign = (options: EnvCampaignOptions): EnvCampaignResult => {
  const { Kernel = JosLab4, seed, runs, shrinks = true, around = (code) => code() } = options;
  const trials = new EnvironmentTrials(Kernel);
  const results = new Set<string>();
  const property = fc.property(environmentScenario, (scenario) => {
    around(() => {
      for (const result of trials.run(scenario)) results.add(result);
    });
  });
  const details = fc.check(property, { seed, numRuns: runs, endOnFailure: !shrinks });
  const failure =
    details.counterexample === null
      ? null
      : { scenario: details.counterexample[0], error: details.errorInstance as Error, runs: details.numRuns };
  return { runs: details.numRuns, operations: trials.operations, results, failure };
};

/** A failure in lines: what went wrong, and the program that leads there. */
export const describeEnvFailure = ({ scenario, error }: EnvFailure): string[] => [
  error.message,
  'the smallest program that shows it:',
  ...readableEnvironments(scenario).map((line) => `  ${line}`),
];
