/** A kernel on trial: what is tried on it, and how a scenario is run, shortened, shown and kept. */
import type fc from 'fast-check';
import type { Watched } from '../../../kernel/kernel.ts';
import type { Playing } from '../../moments/playing.ts';
import type { Contract } from '../contract.ts';
import type { Subject } from '../invariant.ts';
import type { Whereabouts } from '../watch/watch.ts';
import type { Denial } from './denials.ts';

/** What one scenario came to. */
export interface Attempt {
  readonly operations: number;
  /** Questions that an oracle was asked. */
  readonly questions: number;
  /** How it went, in a text that is another if anything did; to be asked for before the next attempt. */
  readonly digest: () => string;
  /** What happened that a campaign must have met to mean anything, by name. */
  readonly goals: Iterable<string>;
}

/** Where a trial is that attempted nothing yet. */
export const NOWHERE: Whereabouts = { operations: 0, event: 0, during: null };

/** How a scenario is attempted; as a campaign does it, if nothing is said. */
export interface AttemptOptions {
  /** Whether each state that a program, or nobody, goes on from is counted from scratch and judged, with the model: slow, and misses nothing. */
  readonly closely?: boolean;
}

/**
 * What is tried on one kernel: scenarios, how one is attempted and what came of it (`attempt`), and how it is shown, kept and read back.
 */
export abstract class Trial<Scenario> {
  abstract readonly scenarios: fc.Arbitrary<Scenario>;
  /** What is on trial. */
  readonly subject: Subject = 'kernel';
  /** What is to be reached by all scenarios together. */
  readonly goals: readonly string[] = [];
  /** Scenarios to try before random ones: what the assignment prescribes, and the programs that were brought. */
  readonly first: readonly Scenario[] = [];
  /** What the kernel does against advice, if it does so: no failure. */
  advice: Error | null = null;
  /** What the kernel is held to where assignments leave something open; null if nothing is known to be open. */
  readonly contract: Partial<Contract> | null = null;
  /** The invariants that are judged, by name. */
  readonly judged: readonly string[] = [];
  /** System calls that are made without anything but the invariants to judge what they do, by name. */
  readonly unmodelled: readonly string[] = [];
  /** What was `reached`, in lines; if not given, which of `goals` were and which were not. */
  tell?(reached: ReadonlySet<string>): readonly string[];
  /** Scenarios that are tried first, with each allocation failing in turn, whatever the seed. */
  get swept(): readonly Scenario[] {
    return [];
  }
  /** Allocations that failed, for that was chosen, in the scenario attempted last. */
  denials: readonly Denial[] = [];
  /** Runs one to its end. Throws whatever went wrong: the first of it, if it looks closely. */
  abstract attempt(scenario: Scenario, options?: AttemptOptions): Attempt;
  /** How far the scenario attempted last came. */
  abstract readonly whereabouts: Whereabouts;
  /** One to be gone through, with nobody to judge it: `prepare` is given the kernel before it boots. */
  playing?(scenario: Scenario, prepare?: (kernel: Watched) => void): Playing;
  /** Scenarios that are simpler than `scenario` in one thing, simplest first. */
  abstract simpler(scenario: Scenario): Iterable<Scenario>;
  /** How long it is: the operations of its programs. */
  abstract length(scenario: Scenario): number;
  /** What its programs do, each as lines of code. */
  abstract programs(scenario: Scenario): readonly (readonly string[])[];

  /** `scenario` with allocation number `failing`, and no other, made to fail; null if allocations cannot be made to. */
  denying(_scenario: Scenario, _failing: number): Scenario | null {
    return null;
  }

  /** Where in the user's own code what went wrong in `scenario` came from, in lines, if it is known. */
  origins(_scenario: Scenario, _error: Error): readonly string[] {
    return [];
  }

  /** In words what else is unusual about it. */
  conditions(_scenario: Scenario): readonly string[] {
    return [];
  }

  /** Lines that a file of program number `program` has besides, so that `ringfence run` boots it alike. */
  savedWith(_scenario: Scenario, _program: number): readonly string[] {
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
