/**
 * What is tried on a library of lab 4 (fork, page faults, messages): random programs that use it, on the kernel here, judged by what they find in
 * memory and by invariants of libraries, which one that works in another way keeps as well.
 */
import fc from 'fast-check';
import { counter, type Executable, type TimerSetting } from '../../../../hardware/hardware.ts';
import { JosLab4 } from '../../../../kernel/kernel.ts';
import { LATE } from '../../../judge/campaign/campaign.ts';
import { denialText } from '../../../judge/campaign/denials.ts';
import { digestOf } from '../../../judge/campaign/state-outside.ts';
import { type Attempt, NOWHERE, Trial } from '../../../judge/campaign/trial.ts';
import type { Whereabouts } from '../../../judge/watch/watch.ts';
import type { Playing } from '../../../moments/playing.ts';
import type { Booted } from '../booted.ts';
import { Environments } from '../environments.ts';
import { EnvironmentsPlaying } from '../playing.ts';
import {
  conditionLines,
  conditionsOf,
  decodeScenario,
  type EnvScenario,
  OFF,
  simplerEnvironments,
  stepOf,
} from '../scenario.ts';
import { type Act, GOALS, WEIGHTS } from './act.ts';
import { Bench } from './bench.ts';
import { EXERCISES } from './exercises.ts';
import type { LibraryJudge } from './judge.ts';
import { LastCalls } from './last-calls.ts';
import { type BroughtLibrary, type LibraryProgram, libraryProgram } from './program.ts';

const MOST_STEPS = 12;
/** No program that comes to its end enters the kernel so often, or does so many operations. */
const MOST_ENTRIES = 3000;
const MOST_OPERATIONS = 1_000_000;
/** A fork asks for fewer pages. */
const MOST_DENIED = 25;
const BOUNDARIES_A_TURN = 5000;

/** Some ticks fall within each fork, and none so soon after another that nobody gets on. They come at all times: one may ask again and again. */
const TIMER = fc.integer({ min: 30_000, max: 200_000 }).map((period): TimerSetting => ({ mode: 'cycles', period }));
const SELDOM: TimerSetting = { mode: 'cycles', period: 300_000 };

/** How exercises are run. */
const USUAL = { asked: [], answers: [], timer: SELDOM, failing: 'none' } as const;

/** A trial of a library. */
export class LibraryTrial extends Trial<EnvScenario> {
  override readonly subject = 'library';
  override readonly goals = GOALS;
  readonly scenarios: fc.Arbitrary<EnvScenario>;
  override readonly first: readonly EnvScenario[] = EXERCISES.map((steps) => ({ ...USUAL, steps }));
  private readonly library: BroughtLibrary;
  private readonly made = new WeakMap<EnvScenario['steps'], LibraryProgram>();
  private bench: Bench | null;

  /** On a bench of its own, if none is given. */
  constructor(library: BroughtLibrary, bench: Bench | null = null) {
    super();
    this.bench = bench;
    this.library = library;
    this.scenarios = fc.record({
      steps: fc.array(stepOf(WEIGHTS), { minLength: 1, maxLength: MOST_STEPS, size: 'large' }),
      ...conditionsOf(['allocation']),
      timer: TIMER,
      failing: fc.constant('none' as const),
    });
  }

  /** It looks at all moments of which the program or the kernel tells, in any case. */
  override get whereabouts(): Whereabouts {
    if (this.bench === null) return NOWHERE;
    const { booted, places, judge } = this.bench;
    return { ...booted.whereabouts, during: places.during(judge.left) ?? booted.whereabouts.during };
  }

  /** What counts as an operation is an entry into the kernel: how many it takes to find them out is each library's own affair. */
  attempt(scenario: EnvScenario): Attempt {
    const { program, acts } = this.programOf(scenario.steps);
    const { booted, judge, places, denials } = this.ready();
    denials.length = 0;
    this.denials = denials;
    const { machine } = booted.kernel;
    this.start(booted, judge, program, scenario);
    places.begin(acts);
    const before = machine.counters[counter.OPERATIONS];
    const done = (): number => machine.counters[counter.OPERATIONS] - before;
    try {
      while (booted.isRunning && judge.entries < MOST_ENTRIES && done() < MOST_OPERATIONS)
        booted.run(BOUNDARIES_A_TURN);
      judge.judgeEnd();
    } finally {
      judge.end();
    }
    const operations = judge.entries;
    booted.endAll();
    return {
      operations,
      goals: goalsOf(judge, acts),
      questions: machine.counters[counter.QUESTIONS_ASKED],
      digest: () => digestOf(machine),
    };
  }

  override playing(scenario: EnvScenario, prepare?: (kernel: JosLab4) => void): Playing {
    const { program } = this.programOf(scenario.steps);
    const environments = new Environments(JosLab4, prepare);
    return new EnvironmentsPlaying(environments, { programs: [program], most: MOST_OPERATIONS, conditions: scenario });
  }

  private start(booted: Booted, judge: LibraryJudge, program: Executable, scenario: EnvScenario): void {
    booted.start([program], scenario.timer, scenario);
    judge.begin();
  }

  private ready(): Bench {
    this.bench ??= new Bench();
    return this.bench;
  }

  /** The same for the same steps: each program that is installed has a number, which memory shows. */
  private programOf(steps: EnvScenario['steps']): LibraryProgram {
    const program = this.made.get(steps) ?? libraryProgram(this.library, steps);
    this.made.set(steps, program);
    return program;
  }

  /** The first exercise, in which a child has page tables of its own. */
  override get swept(): readonly EnvScenario[] {
    return this.first.slice(0, 1);
  }

  override denying(scenario: EnvScenario, failing: number): EnvScenario | null {
    if (failing >= MOST_DENIED) return null;
    const answers = failing < 0 ? [] : [...new Array<number>(failing).fill(0), 1];
    return { ...scenario, asked: ['allocation'], answers };
  }

  *simpler(scenario: EnvScenario): Generator<EnvScenario> {
    for (const simpler of simplerEnvironments({ ...scenario, timer: OFF }, () => []))
      yield { ...simpler, timer: scenario.timer };
    if (scenario.timer !== SELDOM) yield { ...scenario, timer: SELDOM };
  }

  override decode(data: unknown): EnvScenario {
    return decodeScenario(data);
  }

  /** The lines of the program. */
  length({ steps }: EnvScenario): number {
    return this.programOf(steps).acts.length;
  }

  programs({ steps }: EnvScenario): string[][] {
    return [this.programOf(steps).acts.map(({ code }) => code)];
  }

  /** Which allocations failed, and the last calls of the user's own code. */
  override origins(scenario: EnvScenario, error: Error): string[] {
    // What did not come back must not be begun once more.
    if (error.name === LATE) return [];
    const { booted, judge } = this.ready();
    const calls = new LastCalls(booted.kernel);
    judge.listener = (event) => calls.hear(event);
    calls.follow(() => void this.attempt(scenario));
    judge.listener = null;
    return [...this.denials.map(denialText), ...calls.linesFor(error)];
  }

  override conditions(scenario: EnvScenario): string[] {
    const { acts } = this.programOf(scenario.steps);
    const usesLineage = acts.some(({ code }) => code.includes('lineage'));
    return [
      ...conditionLines(scenario),
      ...(usesLineage ? ['lineage is 1 at first; a fork makes of n 2n in the parent and 2n + 1 in the child'] : []),
      'each page has its address in its first and in its last word',
      'after each line, and at its end, each environment loads all that it ever stored',
    ];
  }
}

const goalsOf = ({ acts: done, upcalls }: LibraryJudge, acts: readonly Act[]): string[] => [
  ...acts.filter((_, i) => done.has(i)).map(({ goal }) => goal),
  ...(upcalls > 0 ? ['a page fault that is handled'] : []),
];
