/**
 * What is tried on JOS with environments: random programs and exercises on a kernel that was booted once, with all invariants and the model
 * after every trap, and each allocation of each system call failing in turn. At the end everybody is ended, and every page must be back.
 */
import type fc from 'fast-check';
import { counter, type Executable } from '../../../hardware/hardware.ts';
import { JosLab4 } from '../../../kernel/kernel.ts';
import { type Attempt, Trial } from '../../judge/campaign/trial.ts';
import { Booted } from './booted.ts';
import { HANDOUT, type Lab4Contract } from './contract.ts';
import { type Deed, deedsOf } from './deed.ts';
import type { Exercise } from './exercises/exercise.ts';
import { EXERCISES, exerciseNamed } from './exercises/list.ts';
import { runFailing } from './in-turn.ts';
import { isModelled } from './model/calls.ts';
import { environmentProgram, stepLines } from './random-program.ts';
import {
  conditionLines,
  decodeScenario,
  type EnvScenario,
  environmentScenario,
  OFF,
  type OneFailing,
  simplerEnvironments,
} from './scenario.ts';

/** What a trial runs under, beside the program. */
type Conditions = Omit<EnvScenario, 'steps' | 'exercise'>;
const USUAL: Conditions = { asked: [], answers: [], timer: { mode: 'every', period: 5 } };

const BOUNDARIES = 4000;
/** How goals begin that name an allocation. */
const FAILED = 'failed ';

/** A trial of JOS with environments, or of a kernel that extends it; the true one if none is given. */
export class Lab4Trial extends Trial<EnvScenario> {
  readonly scenarios: fc.Arbitrary<EnvScenario>;
  override readonly unmodelled: readonly string[];
  private readonly Kernel: typeof JosLab4;
  private readonly contract: Lab4Contract;
  private readonly deeds: readonly Deed[];
  private booted: Booted | null = null;

  constructor(Kernel: typeof JosLab4 = JosLab4, contract: Lab4Contract = HANDOUT) {
    super();
    this.Kernel = Kernel;
    this.contract = contract;
    this.deeds = deedsOf(Kernel.calls);
    this.scenarios = environmentScenario(this.deeds);
    this.unmodelled = Kernel.calls.filter(({ number }) => !isModelled(number)).map(({ name }) => name);
  }

  /** Boots the kernel, if it has not booted. Throws what stops it. */
  boot(): Booted {
    this.booted ??= new Booted(this.Kernel, this.contract);
    return this.booted;
  }

  /** Goals are the results that system calls came to, `sys_page_map -3`, and the allocations that failed in turn, `failed sys_exofork 1`. */
  attempt({ steps, exercise, ...conditions }: EnvScenario): Attempt {
    const named = exercise === undefined ? undefined : exerciseNamed(exercise);
    return named === undefined
      ? this.attemptPrograms([environmentProgram(this.deeds, steps)], conditions)
      : this.attemptPrograms(named.programs, conditions, named);
  }

  /** The same for any program. */
  attemptProgram(program: Executable, conditions: Conditions = USUAL): Attempt {
    return this.attemptPrograms([program], conditions);
  }

  private attemptPrograms(
    programs: readonly Executable[],
    conditions: Conditions,
    { boundaries = BOUNDARIES, judge = () => {} }: Partial<Exercise> = {},
  ): Attempt {
    const booted = this.boot();
    const { counters } = booted.kernel.machine;
    const model = booted.start(programs, conditions.timer, conditions);
    const before = counters[counter.OPERATIONS];
    const failed = runFailing(booted, boundaries, conditions.failing ?? 'in turn');
    const operations = counters[counter.OPERATIONS] - before;
    judge(booted.kernel, this.contract);
    booted.endAll();
    return {
      operations,
      goals: [...model.results, ...failed.map(({ name, allocation }) => `${FAILED}${name} ${allocation}`)],
    };
  }

  /** The allocations that system calls make in `scenario`. */
  private allocationsOf({ steps, exercise, ...conditions }: EnvScenario): readonly OneFailing[] {
    const programs = (exercise === undefined ? undefined : exerciseNamed(exercise)?.programs) ?? [
      environmentProgram(this.deeds, steps),
    ];
    try {
      this.boot().start(programs, conditions.timer, conditions);
      return runFailing(this.boot(), BOUNDARIES, 'none');
    } catch {
      return [];
    }
  }

  /** The exercises, to be tried before random programs. */
  get exercises(): readonly EnvScenario[] {
    return EXERCISES.map(({ name, timer = OFF }) => ({ ...USUAL, timer, steps: [], exercise: name }));
  }

  /** What calls came to is told, and not asked for: a line for each, with the results that came up; 0 stands for success. */
  override tell(reached: ReadonlySet<string>): string[] {
    const byCall = new Map<string, string[]>();
    for (const result of [...reached].toSorted()) {
      const [call, value] = result.split(/ (?=\S+$)/);
      if (call.startsWith('sys_')) byCall.set(call, [...(byCall.get(call) ?? []), value]);
    }
    const rows = [...byCall].map(
      ([call, values]) => `  ${call.padEnd(28)}${values.toSorted().toReversed().join(', ')}`,
    );
    const failed = [...reached].filter((goal) => goal.startsWith(FAILED)).map((goal) => goal.slice(FAILED.length));
    return [
      'Every page came back. What the calls came to:',
      ...rows,
      `Allocations that failed in turn, by call and number (0: no environment was free): ${failed.toSorted().join(', ')}`,
    ];
  }

  simpler(scenario: EnvScenario): Iterable<EnvScenario> {
    return simplerEnvironments(scenario, () => this.allocationsOf(scenario));
  }

  override decode(data: unknown): EnvScenario {
    return decodeScenario(data);
  }

  length({ steps }: EnvScenario): number {
    return steps.length;
  }

  programs({ steps, exercise }: EnvScenario): string[][] {
    return exercise === undefined ? [stepLines(this.deeds, steps)] : [];
  }

  override conditions(scenario: EnvScenario): string[] {
    return conditionLines(scenario);
  }
}
