/** A kernel on trial: what is tried on it, and how a scenario is run, shortened, shown and kept. */
import type fc from 'fast-check';

/** What one scenario came to. */
export interface Attempt {
  readonly operations: number;
  /** What happened that a campaign must have met to mean anything, by name. */
  readonly goals: Iterable<string>;
}

export abstract class Trial<Scenario> {
  abstract readonly scenarios: fc.Arbitrary<Scenario>;
  /** What is to be reached by all scenarios together. */
  readonly goals: readonly string[] = [];
  /** Scenarios to try before random ones: what the assignment prescribes, and the programs that were brought. */
  readonly first: readonly Scenario[] = [];
  /** What the kernel does against advice, if it does so: no failure. */
  advice: Error | null = null;
  /** System calls that are made without anything but the invariants to judge what they do, by name. */
  readonly unmodelled: readonly string[] = [];
  /** What was `reached`, in lines; if not given, which of `goals` were and which were not. */
  tell?(reached: ReadonlySet<string>): readonly string[];
  /** Runs one to its end. Throws whatever went wrong. */
  abstract attempt(scenario: Scenario): Attempt;
  /** Scenarios that are simpler than `scenario` in one thing, simplest first. */
  abstract simpler(scenario: Scenario): Iterable<Scenario>;
  /** How long it is: the operations of its programs. */
  abstract length(scenario: Scenario): number;
  /** What its programs do, each as lines of code. */
  abstract programs(scenario: Scenario): readonly (readonly string[])[];

  /** In words what else is unusual about it. */
  conditions(_scenario: Scenario): readonly string[] {
    return [];
  }

  /** The words by which `ringfence run` boots its programs alike; null if there are none. */
  runWords(_scenario: Scenario): readonly string[] | null {
    return null;
  }

  /** A scenario as plain data, and back. Throws a RangeError for data that is no scenario of this trial. */
  encode(scenario: Scenario): unknown {
    return scenario;
  }

  decode(data: unknown): Scenario {
    return data as Scenario;
  }
}
