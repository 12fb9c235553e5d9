/**
 * Campaigns: random scenarios on a kernel of whatever kind, each held against all that is known to be right. What failed before is tried
 * first. The first scenario that fails is shrunk to the shortest that still does.
 */
import fc from 'fast-check';
import { InvariantBroken } from '../checker.ts';
import { addDenials, type DenialTally } from './denial-table.ts';
import { shortestFrom } from './shortening.ts';
import { outcomeText, StateOutside } from './state-outside.ts';
import type { Attempt, Trial } from './trial.ts';

/** A scenario is swept over so many of its allocations, at most. */
const MOST_SWEPT = 150;
/** What goes wrong must do so so many times again, all alike. */
const REPEATED = 3;

/** How long a campaign goes on, and from which number it is drawn. */
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
  /** Scenarios to try next, with each of their allocations failing in turn; each for `operations` at most. */
  readonly swept?: readonly Scenario[];
  /** How many random scenarios are run twice at the end, and compared (none). */
  readonly compared?: number;
  /** Whether to look for the shortest scenario that fails; if not given, unless fast-check is configured not to shrink. */
  readonly shortens?: boolean;
  /** Called in place of each scenario, to run it as it sees fit: with a limit of time, or telling how far the campaign is. */
  readonly around?: (scenario: () => void) => void;
  /** What to try in place of the trial's own scenarios. */
  readonly scenarios?: fc.Arbitrary<Scenario>;
}

/** The name of an error that says that `around` ended a scenario: another time it may be quick enough. */
export const LATE = 'Late';

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

/** What a campaign tried and met, and the shortest scenario that went wrong, if one did. */
export interface CampaignResult<Scenario> {
  readonly operations: number;
  readonly runs: number;
  /** The goals reached. */
  readonly goals: ReadonlySet<string>;
  /** Allocations that were made to fail, and how often. */
  readonly denials: ReadonlyMap<string, DenialTally>;
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
  private readonly denials = new Map<string, DenialTally>();
  private operations = 0;
  private hasFailed = false;
  /** What went wrong once, and then did not. */
  private outside: Failure<Scenario> | null = null;
  /** What is known to go wrong each time. */
  private steady: Scenario | null = null;

  constructor(trial: Trial<Scenario>, options: CampaignOptions<Scenario>) {
    this.trial = trial;
    this.options = options;
    this.shortens = options.shortens ?? fc.readConfigureGlobal()?.endOnFailure !== true;
  }

  run(): CampaignResult<Scenario> {
    const { saved = [], path } = this.options;
    if (path !== undefined) return this.random();
    for (const [i, scenario] of saved.entries()) {
      const failure = this.failureOf(scenario, this.errorOf(scenario), null, i + 1);
      if (failure !== null) return this.result(i + 1, failure);
    }
    const failure = this.sweepAll();
    return failure === null ? this.random() : this.result(saved.length + 1, failure);
  }

  /** Tries what is to be swept. */
  private sweepAll(): Failure<Scenario> | null {
    for (const scenario of this.options.swept ?? []) {
      const failure = this.sweep(scenario);
      if (failure !== null) return failure;
    }
    return null;
  }

  /** Tries `scenario` with none of its allocations failing, and then with each of them in turn, but for no more operations than a campaign has. */
  private sweep(scenario: Scenario): Failure<Scenario> | null {
    let [last, left] = [0, this.options.operations ?? Number.POSITIVE_INFINITY];
    for (let failing = -1; failing < Math.min(last, MOST_SWEPT) && left > 0; failing++) {
      const tried = this.trial.denying(scenario, failing);
      if (tried === null) return null;
      try {
        const { questions, operations } = this.attempt(tried);
        if (failing < 0) last = questions;
        left -= operations;
      } catch (error) {
        return this.failureOf(tried, errorFrom(error), null, 1);
      }
    }
    return null;
  }

  private random(): CampaignResult<Scenario> {
    const { seed, runs, path } = this.options;
    const property = fc.property(this.scenarios, (scenario) => this.attemptNext(scenario));
    const replay = path === undefined ? {} : { path };
    const details = fc.check(property, { seed, numRuns: runs, endOnFailure: !this.shortens, ...replay });
    const { counterexample, counterexamplePath, numRuns } = details;
    if (this.outside !== null) return this.result(numRuns, this.outside);
    if (counterexample === null) return this.result(numRuns, this.comparison(numRuns));
    const error = errorFrom(details.errorInstance);
    return this.result(numRuns, this.failureOf(counterexample[0], error, counterexamplePath, numRuns));
  }

  /** Tries some of what went well once more, the last first: nothing may be otherwise than it was. */
  private comparison(runs: number): Failure<Scenario> | null {
    const { seed, path, compared = 0 } = this.options;
    if (path !== undefined || compared === 0) return null;
    const again = fc.sample(this.scenarios, { seed, numRuns: compared });
    const before = again.map((scenario) => this.digestOf(scenario));
    for (const [i, scenario] of [...again.entries()].toReversed()) {
      const after = this.digestOf(scenario);
      if (after === before[i] || after === LATE || before[i] === LATE) continue;
      return { scenario, error: StateOutside.between(before[i], after, this.trial.subject), path: null, runs };
    }
    return null;
  }

  private digestOf(scenario: Scenario): string {
    let digest = '';
    const error = this.errorOf(scenario, (attempt) => {
      digest = attempt.digest();
    });
    if (error === null) return digest;
    return isLate(error) ? LATE : outcomeText(error);
  }

  private get scenarios(): fc.Arbitrary<Scenario> {
    return this.options.scenarios ?? this.trial.scenarios;
  }

  private result(runs: number, failure: Failure<Scenario> | null): CampaignResult<Scenario> {
    return { operations: this.operations, runs, goals: this.goals, denials: this.denials, failure };
  }

  /** One of many: it is not tried if enough was done. Shrinking a failure goes on, however long that takes. */
  private attemptNext(scenario: Scenario): void {
    const { operations = Number.POSITIVE_INFINITY } = this.options;
    if (this.outside !== null || (!this.hasFailed && this.operations >= operations))
      throw new fc.PreconditionFailure(ENDS);
    try {
      const attempt = this.attempt(scenario);
      // What is tried to shrink a failure is no part of what was tried to find one.
      if (!this.hasFailed) this.operations += attempt.operations;
    } catch (error) {
      if (!this.hasFailed) this.look(scenario, errorFrom(error));
      this.hasFailed = true;
      throw error;
    }
  }

  /** What does not go wrong each time cannot be shrunk. */
  private look(scenario: Scenario, error: Error): void {
    const outside = this.outsideOf(scenario, error);
    if (outside !== null) this.outside = { scenario, error: outside, path: null, runs: 1 };
  }

  /** Throws what goes wrong. */
  private attempt(scenario: Scenario): Attempt {
    const made: Attempt[] = [];
    this.around(() => void made.push(this.trial.attempt(scenario)));
    if (!this.hasFailed) {
      for (const goal of made[0].goals) this.goals.add(goal);
      addDenials(
        this.denials,
        this.trial.denials.map((denial) => ({ denial, times: 1 })),
      );
    }
    return made[0];
  }

  private around(code: () => void): void {
    const { around } = this.options;
    if (around === undefined) code();
    else around(code);
  }

  /** The shortest scenario that fails as `found` did, with `error`; that it does not fail again, if so; null without an error. */
  private failureOf(found: Scenario, error: Error | null, path: string | null, runs: number): Failure<Scenario> | null {
    if (error === null || (isLate(error) && this.errorOf(found) === null)) return null;
    const outside = this.outsideOf(found, error);
    if (outside !== null) return { scenario: found, error: outside, path: null, runs };
    const fails = (tried: Scenario): boolean => kindOf(this.errorOf(tried)) === kindOf(error);
    const scenario = this.shortens ? shortestFrom(found, (tried) => this.trial.simpler(tried), fails) : found;
    if (scenario === found) return { scenario, error, path, runs };
    const shown = this.errorOf(scenario) ?? error;
    return { scenario, error: this.outsideOf(scenario, shown) ?? shown, path, runs };
  }

  /** That `scenario`, which went wrong with `error`, does not do so each time; null if it does. */
  private outsideOf(scenario: Scenario, error: Error): StateOutside | null {
    if (scenario === this.steady) return null;
    for (let times = 0; times < REPEATED; times++) {
      const again = this.errorOf(scenario);
      if (kindOf(again) === kindOf(error) || isLate(again) || isLate(error)) continue;
      const after = again === null ? 'all went well' : outcomeText(again);
      return StateOutside.between(outcomeText(error), after, this.trial.subject);
    }
    this.steady = scenario;
    return null;
  }

  /** What goes wrong in `scenario`; null if nothing does, and `made` is told of the attempt. */
  private errorOf(scenario: Scenario, made: (attempt: Attempt) => void = () => {}): Error | null {
    try {
      this.around(() => made(this.trial.attempt(scenario)));
      return null;
    } catch (error) {
      return errorFrom(error);
    }
  }
}

const errorFrom = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

const isLate = (error: Error | null): boolean => error?.name === LATE;

/** Two errors of one kind show the same mistake. */
const kindOf = (error: Error | null): string =>
  error instanceof InvariantBroken ? error.invariant.name : (error?.name ?? 'none');
