/** A kernel with environments that has booted, under all invariants and the model, to be taken back to that moment for each scenario. */
import {
  type Executable,
  type MachineEvent,
  type Oracle,
  type Question,
  register,
  type Snapshot,
  type TimerSetting,
  va,
} from '../../../hardware/hardware.ts';
import { type JosLab4, memlayout } from '../../../kernel/kernel.ts';
import type { Brought } from '../../judge/campaign/brought.ts';
import { type Denial, watchDenials } from '../../judge/campaign/denials.ts';
import { Checker, InvariantBroken } from '../../judge/checker.ts';
import { type Broken, firstBroken, type Invariant } from '../../judge/invariant.ts';
import { fieldsOf, type KernelFields, putFields } from '../../judge/kernel-fields.ts';
import { ModelBroken } from '../../judge/model-broken.ts';
import type { Whereabouts } from '../../judge/watch/watch.ts';
import { judgeInitialSpace } from './initial-space.ts';
import { lab4Judging } from './judging.ts';
import { EnvironmentModel, MODELLED_EVENTS, type ModelMoment } from './model/model.ts';
import type { Registers } from './model/registers.ts';
import type { Lab4Contract } from './model/state.ts';
import { type EnvironmentsObservation, idOf } from './observation.ts';
import { Scarcity } from './scarcity.ts';
import type { OneFailing } from './scenario.ts';

const { KERNBASE, PGSIZE } = memlayout;
const PAGES = 1024;
const NONE: ReadonlySet<never> = new Set();
/** What free memory holds when the first program starts: whoever does not zero what must be zero is seen. */
const SOIL = 0xa5a5a5a5 | 0;

/** Questions that are asked at all, and what is answered: zeros after the end. */
export interface Asked {
  readonly asked: readonly Question[];
  readonly answers: readonly number[];
}

/** An oracle whose answers can be changed between trials. */
class Answers implements Oracle {
  asked: readonly Question[] = [];
  answers: readonly number[] = [];

  choose(index: number, _question: Question, alternatives: number): number {
    return (this.answers[index] ?? 0) % alternatives;
  }
}

/** A moment of a scenario, to go back to. */
export interface Moment {
  readonly machine: Snapshot;
  readonly fields: KernelFields;
  readonly model: ModelMoment | null;
}

export class Booted {
  readonly kernel: JosLab4;
  readonly scarcity: Scarcity;
  private readonly contract: Lab4Contract;
  /** Whether more is judged than one invariant. */
  readonly isWhole: boolean;
  private readonly oracle = new Answers();
  private readonly checker: Checker<EnvironmentsObservation>;
  /** Whether states are judged once more when a handler is done, and not only at its return to a program. */
  closely = false;
  /** Of the scenario that runs; null while none does. */
  private model: EnvironmentModel | null = null;
  /** Once the kernel has booted. */
  private readonly begin: Moment;
  /** Pages free once the kernel has booted. */
  private readonly freePages: number;
  /** The number of the system call that was made in the last step; -1 if none was. */
  lastCall = -1;

  /** Notes in `denials` what is denied. Throws what stops the boot, before which `prepare` is given the kernel. */
  constructor(
    Kernel: typeof JosLab4,
    brought: Brought,
    contract: Lab4Contract,
    denials: Denial[],
    prepare: (kernel: JosLab4) => void = () => {},
  ) {
    this.contract = contract;
    this.isWhole = brought.only === undefined;
    this.kernel = new Kernel({ pages: PAGES, oracle: this.oracle });
    prepare(this.kernel);
    this.scarcity = new Scarcity(this.kernel, this.oracle, {
      denyPage: () => this.model?.denyPage(),
      denyEnvironment: () => this.model?.denyEnvironment(),
    });
    const { machine, view } = this.kernel;
    this.kernel.boot();
    if (machine.execution.halt !== null) throw machine.execution.halt;
    for (const page of view.freeList()) machine.supervisor.fillPage(va(KERNBASE + page * PGSIZE), SOIL);
    this.checker = new Checker(
      this.kernel,
      'every-trap',
      lab4Judging(() => this.model?.sharedOnPurpose ?? NONE, brought),
    );
    watchDenials(this.kernel, denials);
    machine.listen((event) => this.hear(event), MODELLED_EVENTS);
    this.begin = this.moment();
    this.freePages = view.freePages();
  }

  /** Goes back to the boot, makes an environment of each program, and starts the first. Throws what is wrong with them. */
  start(programs: readonly Executable[], timer: TimerSetting, { asked, answers }: Asked): EnvironmentModel {
    const { machine } = this.kernel;
    this.rewind();
    const registers = new Map(programs.map((program) => this.create(program)));
    machine.execution.guard(() => {
      machine.timer.arm(timer);
      machine.cpu.runState = register.RUNNING;
      this.kernel.schedYield();
    });
    this.throwWhatStopped();
    if (this.closely) this.checker.countEntry();
    Object.assign(this.oracle, { asked, answers });
    const model = new EnvironmentModel(this.kernel, this.state, registers, this.contract);
    this.model = model;
    if (this.isWhole) this.judgeStart(model);
    return model;
  }

  private judgeStart(model: EnvironmentModel): void {
    const { view } = this.kernel;
    const [first] = view.processes();
    if (this.contract.schedule === 'robin' && view.current !== first?.slot)
      throw new ModelBroken(`place ${view.current} runs first, where it was the turn of environment ${idOf(first)}`);
    model.compareStart();
  }

  /** Passes one boundary, at which `failing` fails, if that is given. Throws what goes wrong. */
  step(failing: OneFailing | null): void {
    this.lastCall = -1;
    this.scarcity.begin(failing?.allocation ?? null);
    this.kernel.machine.run(1);
    if (this.isWhole) this.throwWhatStopped();
    if (this.closely && this.kernel.machine.execution.halt === null) this.checker.countEntry();
  }

  /** Passes at most so many boundaries in a row. Throws what goes wrong. */
  run(boundaries: number): void {
    this.kernel.machine.run(boundaries);
    this.throwWhatStopped();
  }

  /** Holds `observation` against `invariants`. Throws InvariantBroken. */
  judge<Observed extends EnvironmentsObservation>(
    invariants: readonly Invariant<Observed>[],
    observation: Observed,
  ): void {
    const broken = firstBroken(invariants, observation);
    if (broken !== null) throw new InvariantBroken(broken as Broken<never>, observation, this.checker.watch.history);
  }

  get isRunning(): boolean {
    return this.kernel.machine.cpu.runState === register.RUNNING;
  }

  get whereabouts(): Whereabouts {
    return this.checker.watch.whereabouts;
  }

  moment(): Moment {
    const { kernel, model } = this;
    return { machine: kernel.machine.snapshot(), fields: fieldsOf(kernel), model: model?.moment() ?? null };
  }

  goBackTo({ machine, fields, model }: Moment): void {
    const { execution } = this.kernel.machine;
    this.kernel.machine.restore(machine);
    putFields(this.kernel, fields);
    execution.halt = null;
    execution.programErrors.length = 0;
    if (model !== null) this.model?.goBackTo(model);
  }

  /** Ends all environments, unless the kernel has stopped. Throws unless every page is free again that was free before. */
  endAll(): void {
    const { kernel, freePages, checker } = this;
    this.model = null;
    if (kernel.machine.execution.halt !== null) return;
    Object.assign(this.oracle, { asked: [], answers: [] });
    checker.watch.enterLabelled('env_free');
    kernel.machine.execution.guard(() => {
      kernel.curenv = null;
      kernel.lcr3(kernel.kernPgdir);
      for (const { slot } of kernel.view.processes()) kernel.envFree(kernel.envNumber(slot));
    });
    if (this.isWhole) this.throwWhatStopped();
    checker.count();
    const free = kernel.view.freePages();
    if (free !== freePages && this.isWhole)
      throw new ModelBroken(`${freePages} pages were free before, and ${free} are after all have ended`);
  }

  private rewind(): void {
    const { machine } = this.kernel;
    this.model = null;
    machine.memory.recordAll(false);
    this.goBackTo(this.begin);
    Object.assign(this.oracle, { asked: [], answers: [] });
    this.scarcity.begin(null);
    this.checker.watch.restart();
  }

  /** Makes an environment of `program`; returns its place, and the registers that it must begin with. */
  private create(program: Executable): readonly [slot: number, registers: Registers] {
    const { machine, view } = this.kernel;
    const image = machine.install(program);
    const before = new Set(view.processes().map(({ slot }) => slot));
    machine.execution.guard(() => void this.kernel.envCreate(image));
    this.throwWhatStopped();
    const made = view.processes().filter(({ slot }) => !before.has(slot));
    if (this.isWhole) judgeInitialSpace(this.kernel, image, made);
    return [made[0]?.slot ?? -1, { eip: image.entryAddress(0), esp: memlayout.USTACKTOP }];
  }

  /** The state at the last return to a program. */
  private get state(): EnvironmentsObservation {
    return this.checker.watch.tracker.counted as EnvironmentsObservation;
  }

  private hear(event: MachineEvent): void {
    if (event.type === 'system call') this.lastCall = event.number;
    try {
      this.model?.hear(event);
      if (event.type === 'return') this.model?.compare(this.state, event.slot);
      else if (event.type === 'idle') this.model?.compare(this.state, -1);
    } catch (error) {
      if (this.isWhole || !(error instanceof ModelBroken)) throw error;
    }
  }

  private throwWhatStopped(): void {
    const { halt, programErrors } = this.kernel.machine.execution;
    if (halt !== null) throw halt;
    if (programErrors.length > 0) throw programErrors[0];
  }
}
