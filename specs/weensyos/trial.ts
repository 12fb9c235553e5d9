/** What is tried on WeensyOS: random programs and boots, with all invariants and models after every operation. */
import type fc from 'fast-check';
import { counter, type Executable, type Machine, PAGE_SIZE, register } from '../../hardware/hardware.ts';
import { abi, DEFAULT_PARAMETERS, type PageOrder, Panic, WeensyKernel } from '../../kernel/kernel.ts';
import type { OperationStep } from '../../userland/userland.ts';
import { type Brought, judgedInvariants, withCalls } from '../judge/campaign/brought.ts';
import { type Denial, watchDenials } from '../judge/campaign/denials.ts';
import { ProgramTrial } from '../judge/campaign/program-trial.ts';
import { scriptOf, type Vocabulary } from '../judge/campaign/random-program.ts';
import { digestOf } from '../judge/campaign/state-outside.ts';
import type { Attempt, AttemptOptions, Trial } from '../judge/campaign/trial.ts';
import { undeclaredName, undeclaredOf } from '../judge/campaign/undeclared.ts';
import { Checker } from '../judge/checker.ts';
import { type Contract, STRICT } from '../judge/contract.ts';
import type { Judging } from '../judge/judging.ts';
import { ModelBroken } from '../judge/model-broken.ts';
import { counted } from '../judge/watch/recount.ts';
import { MachinePlaying } from '../moments/machine-playing.ts';
import type { Playing } from '../moments/playing.ts';
import { bootCode, bootLine } from './boot-words.ts';
import { GOALS, GoalWatch } from './goals.ts';
import { weensyClosely, weensyJudging, weensyJudgingUnder } from './judging.ts';
import { audited } from './ledger/audited.ts';
import { isModelled, Model } from './model/model.ts';
import { OrderModel } from './model/page-order.ts';
import { Refinement } from './refinement.ts';
import { PLAIN_BOOT, parametersOf, type Scenario, SWEPT, scenario, vocabularyOf } from './scenario.ts';

/** Boundaries between operations that each scenario passes, at most. */
const BOUNDARIES = 120;

/** One scenario in so many ends with a count from scratch, which costs as much as all checks of its ledger. */
const COUNTED = 8;

/** What a trial of WeensyOS may be told; none of it is needed. */
export interface WeensyTrialOptions extends Brought {
  /** The kernel on trial; the true one if not given. */
  readonly Kernel?: typeof WeensyKernel;
  /** The page order of all scenarios; any if null. */
  readonly order?: PageOrder | null;
  /** What it is held to: all that the real kernel does, if not given. */
  readonly contract?: Contract;
  /** Whether to check invariants; the models alone judge otherwise. */
  readonly checked?: boolean;
  /** The ledger is counted from scratch at every look of this number; never if not given. */
  readonly audit?: number;
}

/** A trial of WeensyOS, or of a kernel that extends it. */
export const weensyTrial = (options: WeensyTrialOptions = {}): Trial<Scenario> => new WeensyTrial(options);

class WeensyTrial extends ProgramTrial<Scenario> {
  readonly scenarios: fc.Arbitrary<Scenario>;
  override readonly goals = GOALS;
  override readonly judged: readonly string[];
  override readonly unmodelled: readonly string[];
  override readonly first: readonly Scenario[];
  private readonly Kernel: typeof WeensyKernel;
  override readonly contract: Contract;
  private readonly judging: Judging | null;
  /** Whether more is judged than one invariant. */
  private readonly isWhole: boolean;
  protected vocabulary: Vocabulary;
  protected readonly brought: readonly Executable[];

  constructor(options: WeensyTrialOptions) {
    const {
      Kernel: Declared = WeensyKernel,
      order = null,
      checked = true,
      contract = STRICT,
      audit,
      ...brought
    } = options;
    super();
    const Kernel = withCalls(Declared, brought.calls);
    this.Kernel = Kernel;
    this.contract = contract;
    const judging = checked ? judgingFor(contract, brought) : null;
    this.judging = judging === null || audit === undefined ? judging : audited(judging, audit);
    this.judged = this.judging?.invariants.map(({ name }) => name) ?? [];
    this.isWhole = brought.only === undefined;
    this.brought = brought.programs ?? [];
    this.vocabulary = vocabularyOf(Kernel.calls);
    if (Kernel !== WeensyKernel) this.learnCalls();
    this.scenarios = scenario(this.vocabulary, order, this.brought);
    const usual = { ...PLAIN_BOOT, ...(order !== null && { order }) };
    this.first = this.brought.map(({ layout }) => ({ ...usual, programs: [layout.name] }));
    this.unmodelled = [
      ...Kernel.calls.filter(({ number }) => !isModelled(number)).map(({ name }) => name),
      ...this.vocabulary.answering.map(undeclaredName),
    ];
  }

  attempt(tried: Scenario, { closely = false }: AttemptOptions = {}): Attempt {
    const goals = new Set<string>();
    const machine = this.run(tried, goals, closely);
    const { [counter.OPERATIONS]: operations, [counter.QUESTIONS_ASKED]: questions } = machine.counters;
    return { operations, questions, goals, digest: () => digestOf(machine) };
  }

  override playing(tried: Scenario, prepare: (kernel: WeensyKernel) => void = () => {}): Playing {
    const kernel = new this.Kernel(parametersOf(this.vocabulary, tried, this.brought));
    prepare(kernel);
    return new MachinePlaying(kernel, { begin: () => kernel.boot(), most: BOUNDARIES });
  }

  override get swept(): readonly Scenario[] {
    return SWEPT;
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

  /** The files of the programs say the rest. Programs that were given are where only their owner knows. */
  override runWords(tried: Scenario): string[] | null {
    return tried.programs.some((one) => typeof one === 'string') ? null : [];
  }

  override savedWith(tried: Scenario, program: number): string[] {
    return [...(program === 0 ? bootCode(tried) : []), `export const bssSize = ${PAGE_SIZE};`];
  }

  private learnCalls(): void {
    const { Kernel, vocabulary } = this;
    const boot = (step: OperationStep): WeensyKernel =>
      new Kernel({ programs: [scriptOf(vocabulary, [step], abi.PROC_START_ADDR)] });
    this.vocabulary = vocabularyOf(Kernel.calls, undeclaredOf(Kernel.calls, boot));
  }

  /** Runs one scenario to its end; returns the machine. Throws whatever went wrong. */
  private run(tried: Scenario, goals: Set<string>, closely: boolean): Machine {
    const kernel = new this.Kernel(parametersOf(this.vocabulary, tried, this.brought));
    const denials: Denial[] = [];
    this.denials = denials;
    watchDenials(kernel, denials);
    const checker = this.checkerOf(kernel, closely);
    this.checker = checker;
    new GoalWatch(kernel, goals);
    if (this.isWhole && this.contract.order === 'kept') new OrderModel(kernel);
    kernel.boot();
    const { machine } = kernel;
    if (machine.execution.halt !== null) return this.bootEnded(machine);
    checker?.check();
    const isModelled = this.isWhole && tried.programs.every((one) => typeof one !== 'string');
    const model = isModelled ? new Model(kernel, this.contract) : null;
    const refinement = isModelled && this.contract.memory === 'untouched' ? new Refinement(kernel) : null;
    for (let i = 0; i < BOUNDARIES && machine.cpu.runState === register.RUNNING; i++) {
      const denied = denials.length;
      refinement?.depart();
      if (model === null) machine.run(1);
      else model.step();
      if (machine.execution.programErrors.length > 0) throw machine.execution.programErrors[0];
      if (machine.execution.halt !== null) break;
      refinement?.check(denials.length > denied);
      checker?.check();
      if (closely) this.compare(kernel, model);
    }
    if (machine.execution.halt === null && machine.counters[counter.OPERATIONS] % COUNTED === 0) checker?.count();
    this.compare(kernel, null);
    return machine;
  }

  /** Holds what `kernel` keeps against what is known of it: its count of ticks, and all of the programs' memory, if there is a `model`. */
  private compare({ machine, view }: WeensyKernel, model: Model | null): void {
    const ticks = machine.counters[counter.INTERRUPTS];
    if (this.isWhole && view.ticks !== ticks)
      throw new ModelBroken(`the kernel counts ${view.ticks} ticks of ${ticks}`);
    model?.compare();
  }

  /** Who checks `kernel`: by the ledger after each operation; or by counting at each return, if it is to look closely. */
  private checkerOf(kernel: WeensyKernel, closely: boolean): Checker | null {
    const { judging } = this;
    if (!closely) return judging === null ? null : new Checker(kernel, 'end', judging);
    return new Checker(kernel, 'every-trap', weensyClosely(judging ?? { ...weensyJudging, invariants: [] }));
  }

  /** A boot may end only for want of memory, and that only if an allocation was made to fail: the kernel panics of its own accord. */
  private bootEnded(machine: Machine): Machine {
    const { halt } = machine.execution;
    if (!this.isWhole || (this.denials.length > 0 && halt instanceof Panic && !halt.isFault)) return machine;
    throw halt;
  }
}

/** As WeensyOS is judged. No ledger knows what an invariant of somebody's own looks at: then everything is counted each time. */
const judgingFor = (contract: Contract, brought: Brought): Judging => {
  const usual = weensyJudgingUnder(contract);
  const judging = { ...usual, invariants: judgedInvariants(usual.invariants, brought) };
  return (brought.invariants ?? []).length > 0 ? counted(judging) : judging;
};
