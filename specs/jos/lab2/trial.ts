/**
 * What is tried on JOS's memory management: a kernel at its prompt is taken through the exercise, then through random sequences of the lab's
 * functions, with all invariants after every step. A step is a function called from the kernel's own side: there are no processes yet.
 */
import { counter, Halt, PAGE_SIZE, type Snapshot } from '../../../hardware/hardware.ts';
import { KERNEL_READ } from '../../../hardware/tlb.ts';
import { type JosKernel, memlayout, withDeepStacks } from '../../../kernel/kernel.ts';
import { type Brought, CannotBeBrought, judgedInvariants } from '../../judge/campaign/brought.ts';
import { digestOf } from '../../judge/campaign/state-outside.ts';
import { type Attempt, type AttemptOptions, NOWHERE, Trial } from '../../judge/campaign/trial.ts';
import { InvariantBroken } from '../../judge/checker.ts';
import { type Broken, firstBroken } from '../../judge/invariant.ts';
import { ModelBroken } from '../../judge/model-broken.ts';
import { errorLines } from '../../judge/report.ts';
import { PageHistory } from '../../judge/watch/page-history.ts';
import { Recount } from '../../judge/watch/recount.ts';
import type { Whereabouts } from '../../judge/watch/watch.ts';
import type { Playing } from '../../moments/playing.ts';
import { BootLook } from './boot-look.ts';
import { describeAsked } from './call.ts';
import { CallWatch } from './call-watch.ts';
import { Caller } from './caller.ts';
import { MAPPED, STEPS, type Step } from './exercise.ts';
import { LAB2_INVARIANTS } from './invariants/list.ts';
import { KernelMap } from './kernel-map.ts';
import { ModelledCaller } from './model.ts';
import { Lab2Observation } from './observation.ts';
import { FunctionsPlaying } from './playing.ts';
import {
  type Boot,
  bootText,
  decodeSequence,
  EXERCISE,
  type Lab2Scenario,
  lab2Scenario,
  OTHER_BOOTS,
  type RandomStep,
  simplerSequences,
  stepLine,
  takeStep,
} from './random-sequence.ts';
import { stopText } from './stop.ts';

/** Memory in which a stop is traced, at most: the run is made many times, and a boot looks at all of memory. */
export const TRACED_PAGES = 1100;

const BOOT: Step = { text: 'the boot', take: () => {} };
const NAMED = { boot: [BOOT], exercise: [BOOT, ...STEPS] };

/** A trial of a kernel that stands at its prompt. Its functions are watched from here on, for good. */
export class Lab2Trial extends Trial<Lab2Scenario> {
  readonly scenarios = lab2Scenario;
  override readonly first = [EXERCISE, ...OTHER_BOOTS];
  private readonly kernel: JosKernel;
  private readonly brought: Brought;
  private readonly booted: Snapshot;
  private readonly watch: CallWatch;
  private readonly history: PageHistory;
  private readonly recount: Recount;
  /** The kernel's part of the map that was found right last. */
  private rightMap: KernelMap | null = null;
  private caller: Caller;
  /** What stopped the kernel in the step that was taken last; null if nothing did. */
  private stopped: string | null = null;
  /** Advice that the kernel does not follow, if there is any: no reason to stop. */
  override advice: InvariantBroken | null = null;
  /** Where it was not followed first. */
  advisedAt: Whereabouts = NOWHERE;
  /** Steps begun after the boot, in the scenario attempted last. */
  private steps = 0;
  /** Where another kernel is, if that scenario has a boot of its own. */
  private elsewhere: Whereabouts | null = null;
  override readonly judged: readonly string[];
  private readonly invariants: typeof LAB2_INVARIANTS;
  /** Whether more is judged than one invariant. */
  private readonly isWhole: boolean;

  /** Throws CannotBeBrought for what lab 2 has not: programs, and system calls. */
  constructor(kernel: JosKernel, brought: Brought = {}) {
    super();
    if (brought.programs !== undefined || brought.calls !== undefined)
      throw new CannotBeBrought(
        'in lab 2 there are no programs and no system calls yet: only invariants can be brought',
      );
    this.kernel = kernel;
    this.brought = brought;
    this.invariants = judgedInvariants(LAB2_INVARIANTS, brought);
    this.judged = this.invariants.map(({ name }) => name);
    this.isWhole = brought.only === undefined;
    kernel.view.firstFree = Math.ceil((kernel.bootAlloc(0) - memlayout.KERNBASE) / PAGE_SIZE);
    this.caller = new Caller(kernel);
    this.history = new PageHistory(kernel);
    this.watch = new CallWatch(kernel, (asked) => this.history.enterLabelled(describeAsked(asked)));
    this.recount = new Recount(kernel, () => this.look(), this.history);
    kernel.machine.listen(() => this.speculate(), ['invalidate', 'flush']);
    this.booted = kernel.machine.snapshot();
  }

  /** To look closely is to look at the boot, too, of another kernel. */
  attempt({ steps, boot }: Lab2Scenario, { closely = false }: AttemptOptions = {}): Attempt {
    if (boot !== undefined || closely) return this.attemptElsewhere({ steps }, boot ?? {}, closely);
    this.elsewhere = null;
    this.steps = 0;
    const { machine } = this.kernel;
    machine.restore(this.booted);
    machine.execution.halt = null;
    const modelled = new ModelledCaller(this.kernel);
    this.caller = typeof steps === 'string' ? new Caller(this.kernel) : modelled;
    this.stopped = null;
    this.watch.forget();
    this.recount.settle();
    this.history.clear();
    const taken =
      typeof steps === 'string' ? NAMED[steps] : steps.map((step) => randomStep(step, modelled, this.isWhole));
    for (const step of taken) this.take(step);
    return { operations: taken.length, questions: 0, goals: [], digest: () => digestOf(machine) };
  }

  /** The number of a step is that after the boot; 0 is the boot. What it is called by is its first call. */
  override get whereabouts(): Whereabouts {
    if (this.elsewhere !== null) return this.elsewhere;
    const event = this.kernel.machine.counters[counter.EVENTS];
    return { operations: this.steps, event, during: this.steps === 0 ? 'boot' : this.watch.first };
  }

  /** Attempts it on another kernel of the same class, booted with `boot`. Throws what stops that, too. */
  private attemptElsewhere(scenario: Lab2Scenario, boot: Partial<Boot>, closely: boolean): Attempt {
    const Kernel = this.kernel.constructor as typeof JosKernel;
    const kernel = new Kernel({ ...this.kernel.parameters, ...boot });
    const look = closely && this.isWhole ? new BootLook(kernel) : null;
    let inside: { readonly whereabouts: Whereabouts } = look ?? { whereabouts: { ...NOWHERE, during: 'boot' } };
    try {
      (look ?? kernel).boot();
      if (kernel.machine.execution.halt !== null) throw kernel.machine.execution.halt;
      const trial = new Lab2Trial(kernel, this.brought);
      inside = trial;
      const attempt = trial.attempt(scenario);
      if (trial.advice !== null) this.advise(trial.advice, trial.advisedAt);
      return attempt;
    } finally {
      this.elsewhere = inside.whereabouts;
    }
  }

  /** A kernel of its own is booted for it: the run ends with the step in which the kernel stops. Steps are numbered as `whereabouts` numbers them. */
  override playing({ steps, boot }: Lab2Scenario, prepare: (kernel: JosKernel) => void = () => {}): Playing {
    const Kernel = this.kernel.constructor as typeof JosKernel;
    const { parameters } = this.kernel;
    const kernel = new Kernel({ ...parameters, pages: Math.min(parameters.pages, TRACED_PAGES), ...boot });
    prepare(kernel);
    return new FunctionsPlaying(kernel, () => {
      const modelled = new ModelledCaller(kernel);
      return typeof steps === 'string'
        ? { caller: new Caller(kernel), steps: NAMED[steps].filter((step) => step !== BOOT) }
        : { caller: modelled, steps: steps.map((step) => randomStep(step, modelled, false)) };
    });
  }

  simpler(scenario: Lab2Scenario): Iterable<Lab2Scenario> {
    return simplerSequences(scenario);
  }

  length({ steps }: Lab2Scenario): number {
    return typeof steps === 'string' ? 0 : steps.length;
  }

  programs({ steps }: Lab2Scenario): string[][] {
    return typeof steps === 'string' ? [] : [steps.map(stepLine)];
  }

  override conditions({ boot }: Lab2Scenario): string[] {
    return boot === undefined ? [] : [bootText(boot)];
  }

  override decode(data: unknown): Lab2Scenario {
    return decodeSequence(data);
  }

  /** Advice is no failure: it is told where nothing failed. */
  override tell(): string[] {
    return this.advice === null ? [] : errorLines(this.advice);
  }

  /** Takes one step. Throws what it broke. */
  private take(step: Step): void {
    const { machine } = this.kernel;
    const before = machine.snapshot();
    if (step !== BOOT) this.steps += 1;
    this.watch.forget();
    this.history.enterLabelled(this.during(step));
    this.stopped = this.stops(step);
    // A kernel that stopped may have done half of something; only that it stopped counts.
    if (this.stopped !== null) machine.restore(before);
    this.recount.leave(null);
    this.judge(step, this.recount.counted as Lab2Observation);
    if (step.trial) this.takeBack(before);
  }

  private takeBack(before: Snapshot): void {
    this.kernel.machine.restore(before);
    this.recount.settle();
  }

  /** What the kernel says if it stops in this step; null if it does not. */
  private stops(step: Step): string | null {
    try {
      withDeepStacks(() => step.take(this.caller));
      return null;
    } catch (error) {
      if (error instanceof Halt) return stopText(error);
      throw error;
    }
  }

  private judge(step: Step, observation: Lab2Observation): void {
    const broken = firstBroken(this.invariants, observation);
    if (broken === null) {
      if (!observation.mapIsKnown) this.rightMap = new KernelMap(this.kernel);
      return;
    }
    this.history.enterLabelled(this.during(step));
    const error = new InvariantBroken(broken as Broken<never>, observation, this.history);
    if (broken[0].advice !== true) throw error;
    this.advise(error, this.whereabouts);
  }

  /** Notes where advice is not followed, if it is the first time. */
  private advise(advice: InvariantBroken, at: Whereabouts): void {
    if (this.advice !== null) return;
    this.advice = advice;
    this.advisedAt = at;
  }

  /** What was done last: a step that is a call is named by that call alone. */
  private during({ text }: Step): string {
    const asked = this.watch.last?.asked;
    if (asked === undefined) return text.replace(/;.*/, '');
    return text.includes(`${asked.name}(`) ? describeAsked(asked) : `${text}, ${describeAsked(asked)}`;
  }

  private look(): Lab2Observation {
    return new Lab2Observation(this.kernel, {
      held: this.caller.held,
      call: this.watch.last,
      stopped: this.stopped,
      mapIsKnown: this.rightMap?.isThatOf(this.kernel) ?? false,
    });
  }

  /**
   * A processor may walk to any address at any time, unasked, and remember what it finds (Intel SDM vol. 3, 4.10.2.3): here it does so as
   * soon as it was told to forget, which finds out whoever changes an entry only afterwards.
   */
  private speculate(): void {
    for (const address of MAPPED) this.kernel.machine.mmu.translate(address, KERNEL_READ);
  }
}

/** A random step as one of the exercise; the tables are compared with the model after each, if that is to judge, too. */
const randomStep = (step: RandomStep, caller: ModelledCaller, isWhole: boolean): Step => ({
  text: stepLine(step),
  take: () => {
    try {
      takeStep(caller, step);
      caller.compare();
    } catch (error) {
      if (isWhole || !(error instanceof ModelBroken)) throw error;
    }
  },
});
