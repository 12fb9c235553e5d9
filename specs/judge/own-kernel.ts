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
} from '../../hardware/hardware.ts';
import { type CallDescription, type Domain, mayReturn, type Result, type Watched } from '../../kernel/kernel.ts';
import { compute, type OperationStep, systemCall } from '../../userland/userland.ts';
import type { Attempt, Trial } from './campaign.ts';
import { Checker } from './checker.ts';
import type { Invariant } from './invariant.ts';
import { cyclesAddUp } from './invariants/cycles-add-up.ts';
import { equalKernelPart } from './invariants/equal-kernel-part.ts';
import { exactReferenceCount } from './invariants/exact-reference-count.ts';
import { failureChangesNothing } from './invariants/failure-changes-nothing.ts';
import { freshPageIsZero } from './invariants/fresh-page-is-zero.ts';
import { kernelMemoryIsPrivate } from './invariants/kernel-memory-is-private.ts';
import { noUseAfterFree } from './invariants/no-use-after-free.ts';
import { nothingLeaks } from './invariants/nothing-leaks.ts';
import { reachedThroughRoot } from './invariants/reached-through-root.ts';
import { runnableIsComplete } from './invariants/runnable-is-complete.ts';
import { tablesHaveOneOwner } from './invariants/tables-have-one-owner.ts';
import { textEqualsImage } from './invariants/text-equals-image.ts';
import { tlbWithinTables } from './invariants/tlb-within-tables.ts';
import type { Judging } from './judging.ts';
import { ModelBroken } from './model-broken.ts';
import { Observation } from './observation.ts';
import {
  decodeSteps,
  type EncodedStep,
  encodeSteps,
  programLines,
  randomSteps,
  scriptOf,
  type Vocabulary,
} from './random-program.ts';
import { Recount } from './recount.ts';
import { oracleLines } from './report.ts';
import { calmer, withoutOne } from './shortening.ts';
import type { Transition } from './transition.ts';
import { undeclaredName, undeclaredOf } from './undeclared.ts';

/** What holds for any kernel, in the order in which a report names it. */
export const ANY_KERNEL: readonly Invariant[] = [
  runnableIsComplete,
  equalKernelPart,
  reachedThroughRoot,
  tablesHaveOneOwner,
  kernelMemoryIsPrivate,
  noUseAfterFree,
  exactReferenceCount,
  nothingLeaks,
  freshPageIsZero,
  failureChangesNothing,
  textEqualsImage,
  tlbWithinTables,
  cyclesAddUp,
];

/** What a kernel is booted with. */
export interface OwnBoot {
  readonly programs: readonly Executable[];
  readonly timer: TimerSetting;
  readonly oracle: Oracle;
}

/** A kernel of somebody's own: it boots, and shows what it does. */
export interface OwnKernel extends Watched {
  /** Afterwards the first program is about to execute its first operation. */
  boot(): void;
}

export interface OwnKernelClass {
  new (boot: OwnBoot): OwnKernel;
  readonly name: string;
  /** The system calls that there are. */
  readonly calls: readonly CallDescription[];
  /** What must hold besides, for this kernel alone. */
  readonly invariants?: readonly Invariant[];
}

/** Whether `value` is the class of such a kernel, as far as can be seen without making one. */
export const isOwnKernel = (value: unknown): value is OwnKernelClass =>
  typeof value === 'function' &&
  Array.isArray((value as { calls?: unknown }).calls) &&
  'boot' in (value.prototype ?? {});

/** How a kernel is judged that has these invariants of its own. */
export const ownJudging = (own: readonly Invariant[] = []): Judging => ({
  invariants: [...own, ...ANY_KERNEL],
  observe: (kernel, transition) => new Observation(kernel, transition),
  track: (kernel, follower) => new Recount(kernel, (transition) => new Observation(kernel, transition), follower),
});

const PAGE = 4096;
/** Bytes that the smallest table of any format covers; each larger one covers a multiple of it. */
const TABLE_SPAN = 2 ** 21;
const MOST_PROGRAMS = 2;
const BOUNDARIES = 120;
const QUESTIONS: readonly Question[] = ['allocation', 'next process', 'eviction', 'speculation'];
const OFF: TimerSetting = { mode: 'off' };

export interface OwnScenario {
  readonly programs: readonly (readonly OperationStep[])[];
  readonly timer: TimerSetting;
  readonly asked: readonly Question[];
  readonly choices: readonly number[];
}

/** A trial of a kernel of somebody's own. */
export class OwnTrial implements Trial<OwnScenario> {
  readonly scenarios: fc.Arbitrary<OwnScenario>;
  /** Each result of each call that it says it returns. */
  readonly goals: readonly string[];
  readonly unmodelled: readonly string[];
  private readonly Kernel: OwnKernelClass;
  private readonly judging: Judging;
  private readonly vocabulary: Vocabulary;
  private readonly base: number;

  constructor(Kernel: OwnKernelClass) {
    this.Kernel = Kernel;
    this.judging = ownJudging(Kernel.invariants);
    this.base = this.boot([]).view.userStart;
    const plain = vocabularyFor(Kernel.calls, this.base, []);
    const { answering } = undeclaredOf(Kernel.calls, (step) => this.boot([scriptOf(plain, [step], this.base)]));
    this.vocabulary = vocabularyFor(Kernel.calls, this.base, answering);
    this.scenarios = scenariosOf(this.vocabulary);
    this.unmodelled = [...Kernel.calls.map(({ name }) => name), ...answering.map(undeclaredName)];
    this.goals = Kernel.calls.flatMap(({ name, results }) => results.map((result) => goalOf(name, result)));
  }

  attempt({ programs, timer, asked, choices }: OwnScenario): Attempt {
    const executables = programs.map((steps) => scriptOf(this.vocabulary, steps, this.base));
    const kernel = this.boot(executables, timer, choicesOf(asked, choices));
    const { machine } = kernel;
    const { watch } = new Checker(kernel, 'every-trap', this.judging);
    const goals = new Set<string>();
    kernel.boot();
    for (let i = 0; i < BOUNDARIES && machine.cpu.runState === register.RUNNING; i++) {
      machine.run(1);
      if (watch.last !== null) this.expect(watch.last, goals);
    }
    const { halt, programErrors } = machine.execution;
    if (halt !== null) throw halt;
    if (programErrors.length > 0) throw programErrors[0];
    return { operations: machine.counters[counter.OPERATIONS], goals };
  }

  private boot(programs: readonly Executable[], timer = OFF, oracle: Oracle = choicesOf([], [])): OwnKernel {
    return new this.Kernel({ programs, timer, oracle });
  }

  *simpler(scenario: OwnScenario): Generator<OwnScenario> {
    if (scenario.timer.mode !== 'off') yield { ...scenario, timer: OFF };
    for (const asked of withoutOne(scenario.asked)) yield { ...scenario, asked };
    if (scenario.programs.length > 1)
      for (const programs of withoutOne(scenario.programs)) yield { ...scenario, programs };
    for (const choices of calmer(scenario.choices)) yield { ...scenario, choices };
    for (const [i, steps] of scenario.programs.entries())
      for (const fewer of withoutOne(steps)) yield { ...scenario, programs: scenario.programs.with(i, fewer) };
  }

  encode({ programs, ...rest }: OwnScenario): unknown {
    return { ...rest, programs: programs.map(encodeSteps) };
  }

  decode(data: unknown): OwnScenario {
    const { programs, ...rest } = data as Omit<OwnScenario, 'programs'> & {
      readonly programs: readonly (readonly EncodedStep[])[];
    };
    return { ...rest, programs: programs.map((steps) => decodeSteps(this.vocabulary, steps)) };
  }

  length({ programs }: OwnScenario): number {
    return programs.reduce((sum, steps) => sum + steps.length, 0);
  }

  programs({ programs }: OwnScenario): string[][] {
    return programs.map((steps) => programLines(this.vocabulary, steps, 'ringfence/userland'));
  }

  conditions(scenario: OwnScenario): string[] {
    const { timer } = scenario;
    const ticks = timer.mode === 'every' ? [`each ${timer.period}th event is a tick`] : [];
    return [...ticks, ...oracleLines(scenario)];
  }

  runWords(): null {
    return null;
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

const goalOf = (name: string, { value }: Pick<Result, 'value'>): string => `${name} returns ${value}`;

const vocabularyFor = (calls: readonly CallDescription[], base: number, answering: readonly number[]): Vocabulary => {
  const yields = calls.find(({ name, arguments: args, fate }) => /yield/i.test(name) && args.length === 0 && !fate);
  const border = Math.ceil(base / TABLE_SPAN + 0.5) * TABLE_SPAN;
  return {
    calls: calls.map((call) => ({ call: withLiveIds(call), weight: call.fate === 'ends' ? 1 : 2 + 2 * call.results.length })),
    answering,
    panicking: [],
    own: base + PAGE,
    // A few behind the image, and on both sides of where another table is needed.
    pages: [...[2, 3, 4, 5].map((page) => base + page * PAGE), border - PAGE, border, border + PAGE],
    strange: [0, base - PAGE, base, base + 2 * PAGE + 1, 2 ** 31, -PAGE],
    targets: [base + PAGE, 0],
    idle: yields === undefined ? [compute, 100] : [systemCall, yields.number],
  };
};

/** Mostly the numbers that most kernels give to two programs, so that calls on another process come to something. */
const IDS: Domain = [1, 2, 1, 2, 1, 2, 0, 3, 16, 0x7777];
const withLiveIds = (call: CallDescription): CallDescription => ({
  ...call,
  arguments: call.arguments.map((argument) => (argument.domain === 'id' ? { ...argument, domain: IDS } : argument)),
});

const timer: fc.Arbitrary<TimerSetting> = fc.oneof(
  fc.constant(OFF),
  fc.integer({ min: 2, max: 9 }).map((period) => ({ mode: 'every' as const, period })),
);
/** Mostly the usual way, so that programs come to do something between two surprises; at first nothing else, for the boot. */
const choice = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(9) });
const choices = fc
  .tuple(fc.nat(60), fc.array(choice, { maxLength: 60, size: 'max' }))
  .map(([calm, rest]) => (rest.length === 0 ? [] : [...new Array<number>(calm).fill(0), ...rest]));

const scenariosOf = (vocabulary: Vocabulary): fc.Arbitrary<OwnScenario> =>
  fc.record({
    programs: fc.array(randomSteps(vocabulary), { minLength: 1, maxLength: MOST_PROGRAMS }),
    timer,
    asked: fc.subarray([...QUESTIONS]),
    choices,
  });
