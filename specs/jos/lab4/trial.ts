/**
 * What is tried on JOS with environments: a random program on a kernel that was booted once, with all invariants and the model after every
 * trap. At the end everybody is ended, and every page must be back.
 */
import type fc from 'fast-check';
import {
  counter,
  type Executable,
  type MachineEvent,
  type Oracle,
  type Question,
  register,
  type Snapshot,
} from '../../../hardware/hardware.ts';
import { JosLab4 } from '../../../kernel/kernel.ts';
import { type Brought, judgedInvariants, programLine, programNamed, withCalls } from '../../judge/campaign/brought.ts';
import { digestOf } from '../../judge/campaign/state-outside.ts';
import { type Attempt, Trial } from '../../judge/campaign/trial.ts';
import { Checker } from '../../judge/checker.ts';
import { ModelBroken } from '../../judge/model-broken.ts';
import { type Deed, deedsOf } from './deed.ts';
import { LAB4_INVARIANTS } from './invariants/list.ts';
import { lab4Judging } from './judging.ts';
import { EnvironmentModel, isModelled } from './model.ts';
import type { EnvironmentsObservation } from './observation.ts';
import { environmentProgram, stepLines } from './random-program.ts';
import {
  conditionLines,
  decodeScenario,
  type EnvScenario,
  environmentScenario,
  simplerEnvironments,
} from './scenario.ts';

/** What a trial runs under, beside the program. */
type Conditions = Omit<EnvScenario, 'steps' | 'program'>;
const USUAL: Conditions = { asked: [], answers: [], timer: { mode: 'every', period: 5 } };

const PAGES = 1024;
const BOUNDARIES = 4000;
const NONE: ReadonlySet<never> = new Set();

/** An oracle whose answers can be changed between trials. */
class Answers implements Oracle {
  asked: readonly Question[] = [];
  answers: readonly number[] = [];

  choose(index: number, question: Question, alternatives: number): number {
    return this.asked.includes(question) ? (this.answers[index] ?? 0) % alternatives : 0;
  }
}

/** A kernel that has booted, to be taken back to that moment for each scenario. */
class Booted {
  readonly oracle = new Answers();
  readonly kernel: JosLab4;
  readonly checker: Checker<EnvironmentsObservation>;
  /** Pages free once the kernel has booted. */
  readonly freePages: number;
  /** Of the scenario that runs; null while none does. */
  model: EnvironmentModel | null = null;
  /** Whether more is judged than one invariant. */
  readonly isWhole: boolean;
  private readonly snapshot: Snapshot;

  /** Throws what stops the boot. */
  constructor(Kernel: typeof JosLab4, brought: Brought) {
    this.isWhole = brought.only === undefined;
    this.kernel = new Kernel({ pages: PAGES, oracle: this.oracle });
    const { machine, view } = this.kernel;
    this.kernel.boot();
    if (machine.execution.halt !== null) throw machine.execution.halt;
    this.checker = new Checker(
      this.kernel,
      'every-trap',
      lab4Judging(() => this.model?.sharedOnPurpose ?? NONE, brought),
    );
    machine.listen((event) => this.hear(event));
    this.snapshot = machine.snapshot();
    this.freePages = view.freePages();
  }

  rewind(): void {
    const { machine } = this.kernel;
    this.model = null;
    machine.memory.recordAll(false);
    machine.restore(this.snapshot);
    machine.execution.halt = null;
    this.answer([], []);
    this.checker.watch.restart();
  }

  answer(asked: readonly Question[], answers: readonly number[]): void {
    Object.assign(this.oracle, { asked, answers });
  }

  /** The state at the last return to a program. */
  get state(): EnvironmentsObservation {
    return this.checker.watch.tracker.counted as EnvironmentsObservation;
  }

  private hear(event: MachineEvent): void {
    try {
      this.model?.hear(event);
      if (event.type === 'return' || event.type === 'idle') this.model?.compare(this.state);
    } catch (error) {
      if (this.isWhole || !(error instanceof ModelBroken)) throw error;
    }
  }
}

/** A trial of JOS with environments, or of a kernel that extends it; the true one if none is given. */
export class Lab4Trial extends Trial<EnvScenario> {
  readonly scenarios: fc.Arbitrary<EnvScenario>;
  override readonly unmodelled: readonly string[];
  override readonly first: readonly EnvScenario[];
  private readonly Kernel: typeof JosLab4;
  private readonly deeds: readonly Deed[];
  private readonly brought: Brought;
  private readonly made = new WeakMap<EnvScenario['steps'], Executable>();
  private booted: Booted | null = null;

  constructor(Declared: typeof JosLab4 = JosLab4, brought: Brought = {}) {
    super();
    const Kernel = withCalls(Declared, brought.calls);
    const names = (brought.programs ?? []).map(({ layout }) => layout.name);
    judgedInvariants(LAB4_INVARIANTS, brought);
    this.Kernel = Kernel;
    this.brought = brought;
    this.first = names.map((program) => ({ steps: [], program, ...USUAL }));
    this.deeds = deedsOf(Kernel.calls);
    this.scenarios = environmentScenario(this.deeds, names);
    this.unmodelled = Kernel.calls.filter(({ number }) => !isModelled(number)).map(({ name }) => name);
  }

  /** Goals are the results that system calls came to: `sys_page_map -3`. */
  attempt({ steps, program, ...conditions }: EnvScenario): Attempt {
    const { programs = [] } = this.brought;
    return this.attemptProgram(
      program === undefined ? this.programOf(steps) : programNamed(programs, program),
      conditions,
    );
  }

  /** The same program each time: the machine, which is never made anew, numbers those that it is given, and their text holds the number. */
  private programOf(steps: EnvScenario['steps']): Executable {
    const program = this.made.get(steps) ?? environmentProgram(this.deeds, steps);
    this.made.set(steps, program);
    return program;
  }

  /** The same for any program. */
  attemptProgram(program: Executable, conditions: Conditions = USUAL): Attempt {
    this.booted ??= new Booted(this.Kernel, this.brought);
    const { kernel } = this.booted;
    const { machine } = kernel;
    this.booted.rewind();
    this.start(this.booted, program, conditions);
    const model = new EnvironmentModel(kernel, this.booted.state);
    this.booted.model = model;
    const before = machine.counters[counter.OPERATIONS];
    machine.run(BOUNDARIES);
    const operations = machine.counters[counter.OPERATIONS] - before;
    if (this.booted.isWhole) throwWhatStopped(kernel);
    this.booted.model = null;
    if (machine.execution.halt === null) endAll(this.booted);
    return {
      operations,
      goals: model.results,
      questions: machine.counters[counter.QUESTIONS_ASKED],
      digest: () => digestOf(machine),
    };
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
    return simplerEnvironments(scenario);
  }

  override decode(data: unknown): EnvScenario {
    return decodeScenario(data);
  }

  length({ steps, program }: EnvScenario): number {
    return program === undefined ? steps.length : 1;
  }

  programs({ steps, program }: EnvScenario): string[][] {
    return program !== undefined ? [[programLine(program)]] : [stepLines(this.deeds, steps)];
  }

  override conditions(scenario: EnvScenario): string[] {
    return conditionLines(scenario);
  }

  private start(booted: Booted, program: Executable, { asked, answers, timer }: Conditions): void {
    const { kernel } = booted;
    const { machine } = kernel;
    machine.execution.guard(() => {
      kernel.envCreate(machine.install(program));
      machine.timer.arm(timer);
      machine.cpu.runState = register.RUNNING;
      kernel.schedYield();
    });
    throwWhatStopped(kernel);
    booted.answer(asked, answers);
  }
}

const throwWhatStopped = ({ machine }: JosLab4): void => {
  const { halt, programErrors } = machine.execution;
  if (halt !== null) throw halt;
  if (programErrors.length > 0) throw programErrors[0];
};

const endAll = (booted: Booted): void => {
  const { kernel, freePages, checker } = booted;
  booted.answer([], []);
  kernel.machine.execution.guard(() => {
    kernel.curenv = null;
    kernel.lcr3(kernel.kernPgdir);
    for (const { slot } of kernel.view.processes()) kernel.envFree(kernel.envNumber(slot));
  });
  if (booted.isWhole) throwWhatStopped(kernel);
  checker.count();
  const free = kernel.view.freePages();
  if (free !== freePages && booted.isWhole)
    throw new ModelBroken(`${freePages} pages were free before, and ${free} are after all have ended`);
};
