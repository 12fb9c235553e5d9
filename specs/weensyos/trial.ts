/** What is tried on WeensyOS: random programs and boots, with all invariants and models after every operation. */
import type fc from 'fast-check';
import { counter, type Machine, register } from '../../hardware/hardware.ts';
import { abi, DEFAULT_PARAMETERS, type PageOrder, Panic, WeensyKernel } from '../../kernel/kernel.ts';
import type { OperationStep } from '../../userland/userland.ts';
import { type Denial, watchDenials } from '../judge/campaign/denials.ts';
import { ProgramTrial } from '../judge/campaign/program-trial.ts';
import { scriptOf, type Vocabulary } from '../judge/campaign/random-program.ts';
import type { Attempt, Trial } from '../judge/campaign/trial.ts';
import { undeclaredName, undeclaredOf } from '../judge/campaign/undeclared.ts';
import { Checker } from '../judge/checker.ts';
import { type Contract, STRICT } from '../judge/contract.ts';
import { ModelBroken } from '../judge/model-broken.ts';
import { bootLine, bootWords } from './boot-words.ts';
import { GOALS, GoalWatch } from './goals.ts';
import { weensyJudgingUnder } from './judging.ts';
import { isModelled, Model } from './model/model.ts';
import { OrderModel } from './model/page-order.ts';
import { BSS, PLAIN_BOOT, parametersOf, type Scenario, SWEPT_PROGRAMS, scenario, vocabularyOf } from './scenario.ts';

/** Boundaries between operations that each scenario passes, at most. */
const BOUNDARIES = 120;

/** One scenario in so many ends with a count from scratch, which costs as much as all checks of its ledger. */
const COUNTED = 8;

export interface WeensyTrialOptions {
  /** The kernel on trial; the true one if not given. */
  readonly Kernel?: typeof WeensyKernel;
  /** The page order of all scenarios; any if null. */
  readonly order?: PageOrder | null;
  /** What it is held to: all that the real kernel does, if not given. */
  readonly contract?: Contract;
  /** Whether to check invariants; the models alone judge otherwise. */
  readonly checked?: boolean;
}

/** A trial of WeensyOS, or of a kernel that extends it. */
export const weensyTrial = (options: WeensyTrialOptions = {}): Trial<Scenario> => new WeensyTrial(options);

class WeensyTrial extends ProgramTrial<Scenario> {
  readonly scenarios: fc.Arbitrary<Scenario>;
  override readonly goals = GOALS;
  override readonly unmodelled: readonly string[];
  private readonly Kernel: typeof WeensyKernel;
  private readonly checked: boolean;
  private readonly contract: Contract;
  protected vocabulary: Vocabulary;

  constructor({ Kernel = WeensyKernel, order = null, checked = true, contract = STRICT }: WeensyTrialOptions) {
    super();
    this.Kernel = Kernel;
    this.checked = checked;
    this.contract = contract;
    this.vocabulary = vocabularyOf(Kernel.calls);
    if (Kernel !== WeensyKernel) this.learnCalls();
    this.scenarios = scenario(this.vocabulary, order);
    this.unmodelled = [
      ...Kernel.calls.filter(({ number }) => !isModelled(number)).map(({ name }) => name),
      ...this.vocabulary.answering.map(undeclaredName),
    ];
  }

  attempt(tried: Scenario): Attempt {
    const goals = new Set<string>();
    const { counters } = this.run(tried, goals);
    return { operations: counters[counter.OPERATIONS], questions: counters[counter.QUESTIONS_ASKED], goals };
  }

  override get swept(): readonly Scenario[] {
    return SWEPT_PROGRAMS.map((steps) => ({ ...PLAIN_BOOT, programs: [steps] }));
  }

  /** The viewer's own page may then not be had, at any trap, which programs do not see. */
  override denying(tried: Scenario, failing: number): Scenario {
    return { ...super.denying(tried, failing), viewer: false };
  }

  /** First the same programs in a plainer boot. */
  override *simpler(tried: Scenario): Generator<Scenario> {
    for (const name of ['order', 'pages', 'slots', 'viewer'] as const) {
      const usual = DEFAULT_PARAMETERS[name];
      if (JSON.stringify(tried[name]) !== JSON.stringify(usual)) yield { ...tried, [name]: usual };
    }
    yield* super.simpler(tried);
  }

  override conditions(tried: Scenario): string[] {
    return [bootLine(tried), ...this.choiceLines(tried)];
  }

  /** An oracle cannot be told to `run`. */
  override runWords(tried: Scenario): string[] | null {
    return tried.choices.length > 0 ? null : bootWords(tried);
  }

  private learnCalls(): void {
    const { Kernel, vocabulary } = this;
    const boot = (step: OperationStep): WeensyKernel =>
      new Kernel({ programs: [scriptOf(vocabulary, [step], abi.PROC_START_ADDR)] });
    this.vocabulary = vocabularyOf(Kernel.calls, undeclaredOf(Kernel.calls, boot));
  }

  /** Runs one scenario to its end; returns the machine. Throws whatever went wrong. */
  private run(tried: Scenario, goals: Set<string>): Machine {
    const kernel = new this.Kernel(parametersOf(this.vocabulary, tried));
    const denials: Denial[] = [];
    this.denials = denials;
    watchDenials(kernel, denials);
    const checker = this.checked ? new Checker(kernel, 'end', weensyJudgingUnder(this.contract)) : null;
    new GoalWatch(kernel, goals);
    if (this.contract.order === 'kept') new OrderModel(kernel);
    kernel.boot();
    const { machine } = kernel;
    if (machine.execution.halt !== null) return this.bootEnded(machine);
    checker?.check();
    const model = new Model(kernel, BSS, this.contract);
    for (let i = 0; i < BOUNDARIES && machine.cpu.runState === register.RUNNING; i++) {
      model.step();
      if (machine.execution.halt === null) checker?.check();
    }
    if (machine.execution.halt === null && machine.counters[counter.OPERATIONS] % COUNTED === 0) checker?.count();
    const ticks = machine.counters[counter.INTERRUPTS];
    if (kernel.view.ticks !== ticks) throw new ModelBroken(`the kernel counts ${kernel.view.ticks} ticks of ${ticks}`);
    return machine;
  }

  /** A boot may end only for want of memory, and that only if an allocation was made to fail: the kernel panics of its own accord. */
  private bootEnded(machine: Machine): Machine {
    const { halt } = machine.execution;
    if (this.denials.length > 0 && halt instanceof Panic && !halt.isFault) return machine;
    throw halt;
  }
}
