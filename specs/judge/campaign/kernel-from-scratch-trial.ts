/**
 * What is tried on a kernel that is neither WeensyOS nor JOS: random programs made of the system calls that it declares, with all invariants
 * that hold for any kernel and those of its own. There is no model: that calls do what they promise is told by their results alone.
 */
import fc from 'fast-check';
import {
  choicesOf,
  counter,
  type Executable,
  type Oracle,
  type Question,
  register,
  type TimerSetting,
} from '../../../hardware/hardware.ts';
import { type CallDescription, mayReturn, type Result } from '../../../kernel/kernel.ts';
import { compute, systemCall } from '../../../userland/userland.ts';
import { MachinePlaying } from '../../moments/machine-playing.ts';
import type { Playing } from '../../moments/playing.ts';
import { Checker } from '../checker.ts';
import type { Judging } from '../judging.ts';
import { type OwnKernel, type OwnKernelClass, ownJudging } from '../kernel-from-scratch.ts';
import { ModelBroken } from '../model-broken.ts';
import type { Transition } from '../watch/transition.ts';
import { type Brought, judgedInvariants, withCalls } from './brought.ts';
import { type Denial, watchDenials } from './denials.ts';
import { choicesAfter, executablesOf, type ProgramScenario, ProgramTrial, someProgramsOf } from './program-trial.ts';
import { scriptOf, type Vocabulary } from './random-program.ts';
import { digestOf } from './state-outside.ts';
import type { Attempt, AttemptOptions } from './trial.ts';
import { undeclaredName, undeclaredOf } from './undeclared.ts';

const PAGE = 4096;
/** Bytes that the smallest table of any format covers; each larger one covers a multiple of it. */
const TABLE_SPAN = 2 ** 21;
const BOUNDARIES = 120;
/** Scenarios whose allocations all fail in turn, whatever the seed. */
const SWEPT = 3;
const QUESTIONS: readonly Question[] = ['allocation', 'next process', 'eviction', 'speculation'];
const OFF: TimerSetting = { mode: 'off' };

/** A trial of a kernel of somebody's own. */
export class OwnTrial extends ProgramTrial<ProgramScenario> {
  readonly scenarios: fc.Arbitrary<ProgramScenario>;
  /** Each result of each call that it says it returns. */
  override readonly goals: readonly string[];
  override readonly judged: readonly string[];
  override readonly unmodelled: readonly string[];
  override readonly first: readonly ProgramScenario[];
  protected readonly vocabulary: Vocabulary;
  protected readonly brought: readonly Executable[];
  private readonly Kernel: OwnKernelClass;
  private readonly judging: Judging;
  private readonly base: number;
  /** Whether more is judged than one invariant. */
  private readonly isWhole: boolean;

  constructor(Declared: OwnKernelClass, brought: Brought = {}) {
    super();
    const Kernel = withCalls(Declared, brought.calls);
    const judging = ownJudging(Kernel.invariants);
    this.Kernel = Kernel;
    this.brought = brought.programs ?? [];
    this.isWhole = brought.only === undefined;
    this.judging = { ...judging, invariants: judgedInvariants(judging.invariants, brought) };
    this.judged = this.judging.invariants.map(({ name }) => name);
    this.base = this.boot([]).view.userStart;
    const plain = vocabularyFor(Kernel.calls, this.base, []);
    const { answering } = undeclaredOf(Kernel.calls, (step) => this.boot([scriptOf(plain, [step], this.base)]));
    this.vocabulary = vocabularyFor(Kernel.calls, this.base, answering);
    this.scenarios = scenariosOf(this.vocabulary, this.brought);
    this.first = this.brought.map(({ layout }) => ({ programs: [layout.name], timer: OFF, asked: [], choices: [] }));
    this.unmodelled = [...Kernel.calls.map(({ name }) => name), ...answering.map(undeclaredName)];
    this.goals = Kernel.calls.flatMap(({ name, results }) => results.map((result) => goalOf(name, result)));
  }

  attempt(scenario: ProgramScenario, { closely = false }: AttemptOptions = {}): Attempt {
    const { kernel, leaveBoot } = this.prepared(scenario);
    const { machine } = kernel;
    const denials: Denial[] = [];
    this.denials = denials;
    watchDenials(kernel, denials);
    const checker = new Checker(kernel, 'every-trap', this.judging);
    this.checker = checker;
    const { watch } = checker;
    const goals = new Set<string>();
    kernel.boot();
    const inBoot = leaveBoot();
    if (closely && machine.execution.halt === null) checker.countEntry();
    for (let i = 0; i < BOUNDARIES && machine.cpu.runState === register.RUNNING; i++) {
      machine.run(1);
      if (closely && machine.execution.halt === null) checker.countEntry();
      if (watch.last !== null && this.isWhole) this.expect(watch.last, goals);
    }
    const { halt, programErrors } = machine.execution;
    if (halt !== null && this.isWhole) throw halt;
    if (programErrors.length > 0) throw programErrors[0];
    const { [counter.OPERATIONS]: operations, [counter.QUESTIONS_ASKED]: questions } = machine.counters;
    return { operations, goals, questions: questions - inBoot, digest: () => digestOf(machine) };
  }

  override playing(scenario: ProgramScenario, prepare: (kernel: OwnKernel) => void = () => {}): Playing {
    const { kernel, leaveBoot } = this.prepared(scenario);
    prepare(kernel);
    const begin = (): void => {
      kernel.boot();
      leaveBoot();
    };
    return new MachinePlaying(kernel, { begin, most: BOUNDARIES });
  }

  /** A kernel to boot for a scenario. A boot goes as usual: the oracle has a say from `leaveBoot` on, which returns how much it was asked before. */
  private prepared({ programs, timer, asked, choices, seed }: ProgramScenario): {
    readonly kernel: OwnKernel;
    readonly leaveBoot: () => number;
  } {
    const executables = executablesOf(programs, this.vocabulary, this.base, this.brought);
    const said = choicesOf(asked, choices, seed);
    let inBoot = Number.POSITIVE_INFINITY;
    const choose: Oracle['choose'] = (index, ...question) =>
      index < inBoot ? 0 : said.choose(index - inBoot, ...question);
    const kernel = this.boot(executables, timer, { asked, choose });
    const leaveBoot = (): number => {
      inBoot = kernel.machine.counters[counter.QUESTIONS_ASKED];
      return inBoot;
    };
    return { kernel, leaveBoot };
  }

  override get swept(): readonly ProgramScenario[] {
    return fc.sample(this.scenarios, { seed: 1, numRuns: SWEPT });
  }

  private boot(programs: readonly Executable[], timer = OFF, oracle: Oracle = choicesOf([], [])): OwnKernel {
    return new this.Kernel({ programs, timer, oracle });
  }

  override conditions(scenario: ProgramScenario): string[] {
    const { timer } = scenario;
    const ticks = timer.mode === 'every' ? [`each ${timer.period}th event is a tick`] : [];
    return [...ticks, ...this.choiceLines(scenario).map((line) => `after the boot, ${line}`)];
  }

  /** Holds the result of a call that came straight back against what it says it returns. */
  private expect({ description, result }: Transition, goals: Set<string>): void {
    if (description === null) return;
    const { name, results } = description;
    const returned = results.find(({ value }) => mayReturn({ results: [{ value }] }, result));
    if (returned === undefined) throw new ModelBroken(`${name} returns ${result}, which is none of its results`);
    goals.add(goalOf(name, returned));
  }
}

const goalOf = (name: string, { value, when }: Result): string => `${name} returns ${value}: ${when}`;

const vocabularyFor = (calls: readonly CallDescription[], base: number, answering: readonly number[]): Vocabulary => {
  const yields = calls.find(({ name, arguments: args, fate }) => /yield/i.test(name) && args.length === 0 && !fate);
  const border = Math.ceil(base / TABLE_SPAN + 0.5) * TABLE_SPAN;
  return {
    calls: calls.map((call) => ({ call, weight: call.fate === 'ends' ? 1 : 2 + 2 * call.results.length })),
    answering,
    panicking: [],
    own: base + PAGE,
    // A few behind the image, and on both sides of where another table is needed.
    pages: [...[2, 3].map((page) => base + page * PAGE), border - PAGE, border, border + PAGE],
    strange: [0, base - PAGE, base, base + 2 * PAGE + 1, 2 ** 31, -PAGE],
    targets: [base + PAGE, 0],
    idle: yields === undefined ? [compute, 100] : [systemCall, yields.number],
  };
};

const timer: fc.Arbitrary<TimerSetting> = fc.oneof(
  fc.constant(OFF),
  fc.integer({ min: 2, max: 9 }).map((period) => ({ mode: 'every' as const, period })),
);
const scenariosOf = (vocabulary: Vocabulary, brought: readonly Executable[]): fc.Arbitrary<ProgramScenario> =>
  fc.record({
    programs: someProgramsOf(vocabulary, brought),
    timer,
    asked: fc.subarray([...QUESTIONS]),
    choices: choicesAfter(8),
  });
