/**
 * Campaigns: random scenarios on a kernel of whatever kind, each held against all that is known to be right. What failed before is tried
 * first. The first scenario that fails is shrunk to the shortest that still does.
 */
import fc from 'fast-check';
import { InvariantBroken } from '../checker.ts';
import { shortestFrom } from './shortening.ts';
import type { Trial } from './trial.ts';

export interface CampaignOptions<Scenario> {
  readonly seed: number;
  /** Scenarios to try, at most. */
  readonly runs: number;
  /** No further scenario is tried once so many operations were done; no matter how many, if not given. */
  readonly operations?: number;
  /** Where to take up a failure found before (`Failure.path`), without trying all that came before it. */
  readonly path?: string;
  /** Scenarios that failed before: they are tried first. */
  readonly saved?: readonly Scenario[];
  /** Whether to look for the shortest scenario that fails; if not given, unless fast-check is configured not to shrink. */
  readonly shortens?: boolean;
  /** Called in place of each scenario, to run it as it sees fit: with a limit of time, or telling how far the campaign is. */
  readonly around?: (scenario: () => void) => void;
  /** What to try in place of the trial's own scenarios. */
  readonly scenarios?: fc.Arbitrary<Scenario>;
}

/** Makes fast-check end there, instead of trying another scenario. */
const ENDS = true;

/** The shortest scenario found in which the kernel does wrong. */
export interface Failure<Scenario> {
  readonly scenario: Scenario;
  /** What went wrong: a broken invariant, where kernel and model part, or what stopped the kernel. */
  readonly error: Error;
  /** Where `CampaignOptions.path` takes it up; null for one that was saved. */
  readonly path: string | null;
  /** Scenarios tried until the first failure. */
  readonly runs: number;
}

export interface CampaignResult<Scenario> {
  readonly operations: number;
  readonly runs: number;
  /** The goals reached. */
  readonly goals: ReadonlySet<string>;
  readonly failure: Failure<Scenario> | null;
}

/** Tries `runs` scenarios, or as many as it takes to find and shrink a failure. The same options give the same result. */
export const campaign = <Scenario>(
  trial: Trial<Scenario>,
  options: CampaignOptions<Scenario>,
): CampaignResult<Scenario> => new Campaign(trial, options).run();

class Campaign<Scenario> {
  private readonly trial: Trial<Scenario>;
  private readonly options: CampaignOptions<Scenario>;
  private readonly shortens: boolean;
  private readonly goals = new Set<string>();
  private operations = 0;
  private hasFailed = false;

  constructor(trial: Trial<Scenario>, options: CampaignOptions<Scenario>) {
    this.trial = trial;
    this.options = options;
    this.shortens = options.shortens ?? fc.readConfigureGlobal()?.endOnFailure !== true;
  }

  run(): CampaignResult<Scenario> {
    const { saved = [], path } = this.options;
    for (const [i, scenario] of (path === undefined ? saved : []).entries()) {
      const failure = this.failureOf(scenario, null, i + 1);
      if (failure !== null) return this.result(i + 1, failure);
    }
    return this.random();
  }

  private random(): CampaignResult<Scenario> {
    const { seed, runs, path } = this.options;
    const property = fc.property(this.options.scenarios ?? this.trial.scenarios, (scenario) =>
      this.attemptNext(scenario),
    );
    const replay = path === undefined ? {} : { path };
    const details = fc.check(property, { seed, numRuns: runs, endOnFailure: !this.shortens, ...replay });
    const { counterexample, counterexamplePath, numRuns } = details;
    return this.result(
      numRuns,
      counterexample === null ? null : this.failureOf(counterexample[0], counterexamplePath, numRuns),
    );
  }

  private result(runs: number, failure: Failure<Scenario> | null): CampaignResult<Scenario> {
    return { operations: this.operations, runs, goals: this.goals, failure };
  }

  /** The same for one of many: it is not tried if enough was done. Shrinking a failure goes on, however long that takes. */
  private attemptNext(scenario: Scenario): void {
    const { operations = Number.POSITIVE_INFINITY } = this.options;
    if (!this.hasFailed && this.operations >= operations) throw new fc.PreconditionFailure(ENDS);
    try {
      this.attempt(scenario);
    } catch (error) {
      this.hasFailed = true;
      throw error;
    }
  }

  private attempt(scenario: Scenario): void {
    const { around = (code) => code() } = this.options;
    around(() => {
      const { operations, goals } = this.trial.attempt(scenario);
      // What is tried to shrink a failure is no part of what was tried to find one.
      if (this.hasFailed) return;
      this.operations += operations;
      for (const goal of goals) this.goals.add(goal);
    });
  }

  private failureOf(found: Scenario, path: string | null, runs: number): Failure<Scenario> | null {
    const error = this.errorOf(found);
    if (error === null) return null;
    const fails = (tried: Scenario): boolean => kindOf(this.errorOf(tried)) === kindOf(error);
    const scenario = this.shortens ? shortestFrom(found, (tried) => this.trial.simpler(tried), fails) : found;
    return { scenario, error: this.errorOf(scenario) ?? error, path, runs };
  }

  /** What goes wrong in `scenario`; null if nothing does. */
  private errorOf(scenario: Scenario): Error | null {
    const { around = (code) => code() } = this.options;
    try {
      around(() => void this.trial.attempt(scenario));
      return null;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}

/** Two errors of one kind show the same mistake. */
const kindOf = (error: Error | null): string =>
  error instanceof InvariantBroken ? error.invariant.name : (error?.name ?? 'none');
