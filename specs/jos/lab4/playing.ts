/** A scenario of environments that somebody goes through: an operation at a time, and as the last step all environments are ended. */
import { type Executable, register } from '../../../hardware/hardware.ts';
import type { JosLab4 } from '../../../kernel/kernel.ts';
import { ModelBroken } from '../../judge/model-broken.ts';
import { MachinePlaying } from '../../moments/machine-playing.ts';
import type { Kept } from '../../moments/playing.ts';
import type { Environments } from './environments.ts';
import { allocationsOf } from './in-turn.ts';
import type { EnvScenario } from './scenario.ts';

/** What is played. */
export interface EnvironmentsRun {
  readonly programs: readonly Executable[];
  readonly conditions: Pick<EnvScenario, 'asked' | 'answers' | 'seed' | 'timer' | 'failing'>;
  /** Boundaries that are passed at most. */
  readonly most: number;
  /** What is done with the kernel from its own side after that. */
  readonly finish?: (kernel: JosLab4) => void;
}

interface EnvironmentsKept extends Kept {
  readonly machine: Kept;
  readonly call: number;
  readonly isOver: boolean;
}

export class EnvironmentsPlaying extends MachinePlaying {
  private readonly environments: Environments;
  private readonly conditions: EnvironmentsRun['conditions'];
  private readonly finish: NonNullable<EnvironmentsRun['finish']>;
  /** System calls so far that allocated. */
  private call = 0;
  /** Whether all environments have been ended. */
  private isOver = false;

  constructor(environments: Environments, { programs, conditions, most, finish = () => {} }: EnvironmentsRun) {
    const begin = (): void => {
      environments.boot();
      if (this.machine.execution.halt === null) environments.launch(programs, conditions.timer, conditions);
    };
    super(environments.kernel, { begin, most });
    this.environments = environments;
    this.conditions = conditions;
    this.finish = finish;
  }

  override get at(): number {
    return super.at + (this.isOver ? 1 : 0);
  }

  override get goesOn(): boolean {
    return !this.isOver && this.machine.execution.halt === null;
  }

  override advance(steps: number, events?: number): void {
    const last = this.at + steps;
    super.advance(steps, events);
    if (this.goesOn && !this.operates && this.at < last) this.end();
  }

  override keep(): Kept {
    const { at, event, call, isOver } = this;
    const kept: EnvironmentsKept = { at, event, call, isOver, machine: super.keep() };
    return kept;
  }

  override put(kept: Kept): void {
    const { machine, call, isOver } = kept as EnvironmentsKept;
    Object.assign(this, { call, isOver });
    super.put(machine);
    // Whatever came to its end was silent from there on.
    if (!isOver) this.environments.answer(this.conditions);
  }

  /** The last step is no program's. */
  stepText(step: number): string | undefined {
    return this.isOver && step === this.at - 1 ? 'the end of all environments' : undefined;
  }

  protected override operate(steps: number, events: number): void {
    const [last, lastEvent] = [this.at + steps, this.event + events];
    while (this.at < last && this.event < lastEvent && this.machine.cpu.runState === register.RUNNING) {
      const { call } = this;
      const { failing } = this.conditions;
      this.environments.pass(typeof failing === 'object' && failing.call === call ? failing : null);
      if (allocationsOf(this.environments, call).length > 0) this.call += 1;
    }
  }

  /** What an exercise asks of the kernel from its own side, and what it answers wrong, are the affair of whoever judges. */
  private end(): void {
    this.machine.execution.guard(() => {
      try {
        this.finish(this.environments.kernel);
      } catch (error) {
        if (!(error instanceof ModelBroken)) throw error;
      }
    });
    if (this.machine.execution.halt === null) this.environments.freeAll();
    this.isOver = true;
  }
}
