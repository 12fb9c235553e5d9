/**
 * What is tried on JOS with environments: random programs and exercises on a kernel that was booted once, with all invariants and the model
 * after every trap, and each allocation of each system call failing in turn. At the end everybody is ended, and every page must be back.
 */
import type fc from 'fast-check';
import { counter, type Executable } from '../../../hardware/hardware.ts';
import { JosLab4 } from '../../../kernel/kernel.ts';
import { type Brought, judgedInvariants, programLine, programNamed, withCalls } from '../../judge/campaign/brought.ts';
import type { Denial } from '../../judge/campaign/denials.ts';
import { digestOf } from '../../judge/campaign/state-outside.ts';
import { type Attempt, type AttemptOptions, NOWHERE, Trial } from '../../judge/campaign/trial.ts';
import { STRICT } from '../../judge/contract.ts';
import type { Whereabouts } from '../../judge/watch/watch.ts';
import type { Playing } from '../../moments/playing.ts';
import { Booted } from './booted.ts';
import { Boots } from './boots.ts';
import { type Deed, deedsOf } from './deed.ts';
import { Environments } from './environments.ts';
import type { Exercise } from './exercises/exercise.ts';
import { EXERCISES, exerciseNamed } from './exercises/list.ts';
import { type Made, runFailing } from './in-turn.ts';
import { LAB4_INVARIANTS } from './invariants/list.ts';
import { isModelled } from './model/calls.ts';
import type { Lab4Contract } from './model/state.ts';
import { EnvironmentsPlaying } from './playing.ts';
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
type Conditions = Omit<EnvScenario, 'steps' | 'program' | 'exercise'>;
const USUAL: Conditions = { asked: [], answers: [], timer: { mode: 'every', period: 5 } };

const BOUNDARIES = 4000;

/** Programs, for so many boundaries, and what is asked of the kernel after that. */
type Tried = Pick<Exercise, 'programs' | 'boundaries' | 'judge'>;

/** A trial of JOS with environments, or of a kernel that extends it; the true one if none is given. */
export class Lab4Trial extends Trial<EnvScenario> {
  readonly scenarios: fc.Arbitrary<EnvScenario>;
  override readonly unmodelled: readonly string[];
  override readonly first: readonly EnvScenario[];
  override readonly denials: Denial[] = [];
  private readonly Kernel: typeof JosLab4;
  private readonly brought: Brought;
  /** The points that are open in lab 4; the others are nobody's affair there. */
  override readonly judged: readonly string[];
  override readonly contract: Lab4Contract;
  private readonly deeds: readonly Deed[];
  private readonly made = new WeakMap<EnvScenario['steps'], Executable>();
  private readonly boots: Boots;
  /** Allocations that failed in a run of their own, of a kernel that does not go back. */
  private readonly replayed = new Set<string>();
  private booted: Booted | null = null;
  private closely = false;

  constructor(Declared: typeof JosLab4 = JosLab4, brought: Brought = {}, { errors, schedule }: Lab4Contract = STRICT) {
    super();
    const Kernel = withCalls(Declared, brought.calls);
    this.Kernel = Kernel;
    const names = (brought.programs ?? []).map(({ layout }) => layout.name);
    this.judged = judgedInvariants(LAB4_INVARIANTS, brought).map(({ name }) => name);
    this.brought = brought;
    this.contract = { errors, schedule };
    this.boots = new Boots(() => new Booted(Kernel, brought, this.contract, this.denials));
    this.first = names.map((program) => ({ ...USUAL, steps: [], program }));
    this.deeds = deedsOf(Kernel.calls);
    this.scenarios = environmentScenario(this.deeds, names);
    this.unmodelled = Kernel.calls.filter(({ number }) => !isModelled(number)).map(({ name }) => name);
  }

  /** Boots the kernel, if it has not booted. Throws what stops it. */
  boot(): void {
    this.boots.next();
  }

  /** Goals are the results that system calls came to: `sys_page_map -3`. Every return to a program is looked at in any case. */
  attempt(scenario: EnvScenario, { closely = false }: AttemptOptions = {}): Attempt {
    this.closely = closely;
    return this.attemptPrograms(this.triedIn(scenario), scenario);
  }

  /** The same for any program. */
  attemptProgram(program: Executable, conditions: Conditions = USUAL): Attempt {
    this.closely = false;
    return this.attemptPrograms({ programs: [program] }, conditions);
  }

  /** Of allocations that fail in turn, none fails: a scenario that was shortened says which one does. */
  override playing(scenario: EnvScenario, prepare?: (kernel: JosLab4) => void): Playing {
    const { programs, boundaries: most = BOUNDARIES, judge } = this.triedIn(scenario);
    return new EnvironmentsPlaying(new Environments(this.Kernel, prepare), {
      ...{ programs, most, conditions: scenario },
      finish: (kernel) => judge?.(kernel, this.contract),
    });
  }

  private attemptPrograms({ programs, boundaries = BOUNDARIES, judge }: Tried, conditions: Conditions): Attempt {
    this.denials.length = 0;
    const booted = this.boots.next();
    this.booted = booted;
    booted.closely = this.closely;
    const { machine } = booted.kernel;
    const model = booted.start(programs, conditions.timer, conditions);
    const before = machine.counters[counter.OPERATIONS];
    const { failing = 'in turn' } = conditions;
    const isReplayed = failing === 'in turn' && !this.boots.goesBack;
    const made: Made[] = [];
    runFailing(booted, boundaries, isReplayed ? 'none' : failing, made);
    const operations = machine.counters[counter.OPERATIONS] - before;
    if (booted.isWhole) judge?.(booted.kernel, this.contract);
    booted.endAll();
    if (isReplayed) this.replay({ programs, boundaries }, conditions, made);
    return {
      operations,
      goals: model.results,
      questions: machine.counters[counter.QUESTIONS_ASKED],
      digest: () => digestOf(machine),
    };
  }

  override get whereabouts(): Whereabouts {
    return this.booted?.whereabouts ?? NOWHERE;
  }

  /** Has each of the allocations that were `made` fail in a run from the boot, once for each kind of call and number. */
  private replay(tried: Tried, conditions: Conditions, made: readonly Made[]): void {
    for (const one of made) {
      const kind = `${one.number} ${one.allocation}`;
      if (this.replayed.has(kind)) continue;
      this.attemptPrograms(tried, { ...conditions, failing: one });
      this.replayed.add(kind);
    }
  }

  /** What is run in `scenario`. */
  private triedIn({ steps, program, exercise }: EnvScenario): Tried {
    if (exercise !== undefined) return exerciseNamed(exercise) ?? { programs: [] };
    const { programs = [] } = this.brought;
    return { programs: [program === undefined ? this.programOf(steps) : programNamed(programs, program)] };
  }

  /** The same for the same steps: each program that is installed has a number, which memory shows. */
  private programOf(steps: EnvScenario['steps']): Executable {
    const program = this.made.get(steps) ?? environmentProgram(this.deeds, steps);
    this.made.set(steps, program);
    return program;
  }

  /** The allocations that system calls make in `scenario`, which may go wrong: then those before. */
  private allocationsOf(scenario: EnvScenario): readonly OneFailing[] {
    const booted = this.boots.next();
    const made: Made[] = [];
    try {
      booted.start(this.triedIn(scenario).programs, scenario.timer, scenario);
      runFailing(booted, BOUNDARIES, 'none', made);
    } catch {
      // It is known to fail.
    }
    return made;
  }

  /** The exercises. */
  override get swept(): readonly EnvScenario[] {
    return EXERCISES.map(scenarioOf);
  }

  /** A scenario has its allocations fail in turn by itself, one call after the other. */
  override denying(scenario: EnvScenario, failing: number): EnvScenario | null {
    return failing < 0 ? scenario : null;
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
    return ['Every page came back. What the calls came to:', ...rows];
  }

  simpler(scenario: EnvScenario): Iterable<EnvScenario> {
    return simplerEnvironments(scenario, () => this.allocationsOf(scenario));
  }

  override decode(data: unknown): EnvScenario {
    const scenario = decodeScenario(data);
    if (scenario.program !== undefined) programNamed(this.brought.programs ?? [], scenario.program);
    return scenario;
  }

  length({ steps, program }: EnvScenario): number {
    return program === undefined ? steps.length : 1;
  }

  programs({ steps, program, exercise }: EnvScenario): string[][] {
    if (exercise !== undefined) return [];
    return program !== undefined ? [[programLine(program)]] : [stepLines(this.deeds, steps)];
  }

  override conditions(scenario: EnvScenario): string[] {
    return conditionLines(scenario);
  }
}

const scenarioOf = ({ name, timer = OFF }: Exercise): EnvScenario => ({ ...USUAL, timer, steps: [], exercise: name });
