/** A kernel with environments that has booted, under all invariants and the model, to be taken back to that moment for each scenario. */
import type { Executable, MachineEvent, TimerSetting } from '../../../hardware/hardware.ts';
import { type JosLab4, memlayout } from '../../../kernel/kernel.ts';
import type { Brought } from '../../judge/campaign/brought.ts';
import { type Denial, watchDenials } from '../../judge/campaign/denials.ts';
import { Checker, InvariantBroken } from '../../judge/checker.ts';
import { type Broken, firstBroken, type Invariant } from '../../judge/invariant.ts';
import { ModelBroken } from '../../judge/model-broken.ts';
import type { Whereabouts } from '../../judge/watch/watch.ts';
import { type Asked, Environments, type KernelState } from './environments.ts';
import { judgeInitialSpace } from './initial-space.ts';
import { lab4Judging } from './judging.ts';
import { EnvironmentModel, MODELLED_EVENTS, type ModelMoment } from './model/model.ts';
import type { Registers } from './model/registers.ts';
import type { Lab4Contract } from './model/state.ts';
import { type EnvironmentsObservation, idOf } from './observation.ts';
import type { OneFailing } from './scenario.ts';

const NONE: ReadonlySet<never> = new Set();

/** A moment of a scenario, to go back to. */
export interface Moment extends KernelState {
  readonly model: ModelMoment | null;
}

export class Booted extends Environments {
  private readonly contract: Lab4Contract;
  /** Whether more is judged than one invariant. */
  readonly isWhole: boolean;
  private readonly checker: Checker<EnvironmentsObservation>;
  /** Whether states are judged once more when a handler is done, and not only at its return to a program. */
  closely = false;
  /** Of the scenario that runs; null while none does. */
  private model: EnvironmentModel | null = null;
  /** The registers that each environment must begin with, by its place. */
  private registers = new Map<number, Registers>();
  /** Pages free once the kernel has booted. */
  private readonly freePages: number;

  /** Notes in `denials` what is denied. Throws what stops the boot, before which `prepare` is given the kernel. */
  constructor(
    Kernel: typeof JosLab4,
    brought: Brought,
    contract: Lab4Contract,
    denials: Denial[],
    prepare?: (kernel: JosLab4) => void,
  ) {
    super(Kernel, prepare, {
      denyPage: () => this.model?.denyPage(),
      denyEnvironment: () => this.model?.denyEnvironment(),
    });
    this.boot();
    this.throwWhatStopped();
    this.contract = contract;
    this.isWhole = brought.only === undefined;
    this.checker = new Checker(
      this.kernel,
      'every-trap',
      lab4Judging(() => this.model?.sharedOnPurpose ?? NONE, brought),
    );
    watchDenials(this.kernel, denials);
    this.kernel.machine.listen((event) => this.hear(event), MODELLED_EVENTS);
    this.freePages = this.kernel.view.freePages();
  }

  /** Goes back to the boot, makes an environment of each program, and starts the first. Throws what is wrong with them. */
  start(programs: readonly Executable[], timer: TimerSetting, asked: Asked): EnvironmentModel {
    this.model = null;
    this.rewind();
    this.checker.watch.restart();
    this.registers = new Map();
    this.launch(programs, timer, asked);
    this.throwWhatStopped();
    if (this.closely) this.checker.countEntry();
    const model = new EnvironmentModel(this.kernel, this.counted, this.registers, this.contract);
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
    this.pass(failing);
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

  get whereabouts(): Whereabouts {
    return this.checker.watch.whereabouts;
  }

  moment(): Moment {
    return { ...this.state(), model: this.model?.moment() ?? null };
  }

  goBackTo(moment: Moment): void {
    this.goBack(moment);
    if (moment.model !== null) this.model?.goBackTo(moment.model);
  }

  /** Ends all environments, unless the kernel has stopped. Throws unless every page is free again that was free before. */
  endAll(): void {
    const { kernel, freePages, checker } = this;
    this.model = null;
    if (kernel.machine.execution.halt !== null) return;
    checker.watch.enterLabelled('env_free');
    this.freeAll();
    if (this.isWhole) this.throwWhatStopped();
    checker.count();
    const free = kernel.view.freePages();
    if (free !== freePages && this.isWhole)
      throw new ModelBroken(`${freePages} pages were free before, and ${free} are after all have ended`);
  }

  /** Notes the place of the environment, and the registers that it must begin with, too. */
  protected override create(program: Executable): void {
    const { machine, view } = this.kernel;
    const before = new Set(view.processes().map(({ slot }) => slot));
    super.create(program);
    this.throwWhatStopped();
    const made = view.processes().filter(({ slot }) => !before.has(slot));
    const image = machine.install(program);
    if (this.isWhole) judgeInitialSpace(this.kernel, image, made);
    this.registers.set(made[0]?.slot ?? -1, { eip: image.entryAddress(0), esp: memlayout.USTACKTOP });
  }

  /** The state at the last return to a program. */
  private get counted(): EnvironmentsObservation {
    return this.checker.watch.tracker.counted as EnvironmentsObservation;
  }

  private hear(event: MachineEvent): void {
    try {
      this.model?.hear(event);
      if (event.type === 'return') this.model?.compare(this.counted, event.slot);
      else if (event.type === 'idle') this.model?.compare(this.counted, -1);
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
