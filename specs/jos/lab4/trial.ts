/**
 * Trials of environments: a random program on a kernel that was booted once, with all invariants and the model after every trap. At the end
 * everybody is ended, and every page must be back.
 */
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
import type { EnvInvariant, EnvViolation } from './invariant.ts';
import { ENV_INVARIANTS } from './invariants/list.ts';
import { EnvironmentModel, ModelDeparted } from './model.ts';
import { type EnvironmentsObservation, observeEnvironments } from './observation.ts';
import { environmentProgram } from './random-program.ts';
import type { EnvScenario } from './scenario.ts';

/** What a trial runs under, beside the program. */
type Conditions = Omit<EnvScenario, 'steps'>;
const USUAL: Conditions = { asked: [], answers: [], timer: { mode: 'every', period: 5 } };

const PAGES = 1024;
const BOUNDARIES = 4000;

/** The kernel broke an invariant across environments. */
export class EnvInvariantBroken extends Error {
  readonly invariant: EnvInvariant;
  readonly violation: EnvViolation;

  constructor(invariant: EnvInvariant, violation: EnvViolation) {
    super(`${invariant.name}: ${invariant.sentence} Expected ${violation.expected}; found ${violation.found}.`);
    this.name = 'EnvInvariantBroken';
    this.invariant = invariant;
    this.violation = violation;
  }
}

/** The first invariant that does not hold. */
export const firstEnvViolation = (
  observation: EnvironmentsObservation,
): readonly [EnvInvariant, EnvViolation] | null => {
  for (const invariant of ENV_INVARIANTS) {
    const [violation] = invariant.violations(observation);
    if (violation !== undefined) return [invariant, violation];
  }
  return null;
};

/** An oracle whose answers can be changed between trials. */
class Answers implements Oracle {
  asked: readonly Question[] = [];
  answers: readonly number[] = [];

  choose(index: number, question: Question, alternatives: number): number {
    return this.asked.includes(question) ? (this.answers[index] ?? 0) % alternatives : 0;
  }
}

export class EnvironmentTrials {
  private readonly oracle = new Answers();
  private readonly kernel: JosLab4;
  private readonly booted: Snapshot;
  /** Pages free once the kernel has booted. */
  private readonly freePages: number;
  private model: EnvironmentModel | null = null;
  /** Operations that the programs of all trials came to. */
  operations = 0;

  constructor(Kernel: typeof JosLab4 = JosLab4) {
    this.kernel = new Kernel({ pages: PAGES, oracle: this.oracle });
    this.kernel.boot();
    if (this.kernel.machine.execution.halt !== null) throw this.kernel.machine.execution.halt;
    this.booted = this.kernel.machine.snapshot();
    this.freePages = observeEnvironments(this.kernel).state.free.length;
    this.kernel.machine.listen((event) => this.hear(event));
  }

  /** Runs `scenario` to its end; returns the results that its system calls came to. Throws whatever went wrong. */
  run({ steps, ...conditions }: EnvScenario): ReadonlySet<string> {
    return this.runProgram(environmentProgram(steps), conditions);
  }

  /** The same for any program. */
  runProgram(program: Executable, conditions: Conditions = USUAL): ReadonlySet<string> {
    const { machine } = this.kernel;
    this.model = null;
    machine.restore(this.booted);
    machine.execution.halt = null;
    this.start(program, conditions);
    const model = new EnvironmentModel(this.kernel, this.look());
    this.model = model;
    const before = machine.counters[counter.OPERATIONS];
    machine.run(BOUNDARIES);
    this.operations += machine.counters[counter.OPERATIONS] - before;
    this.throwWhatStopped();
    this.model = null;
    this.endAll();
    return model.results;
  }

  private start(program: Executable, { asked, answers, timer }: Conditions): void {
    const { machine } = this.kernel;
    Object.assign(this.oracle, { asked: [], answers: [] });
    machine.execution.guard(() => {
      this.kernel.envCreate(machine.install(program));
      machine.timer.arm(timer);
      machine.cpu.runState = register.RUNNING;
      this.kernel.schedYield();
    });
    this.throwWhatStopped();
    Object.assign(this.oracle, { asked, answers });
  }

  private throwWhatStopped(): void {
    const { halt, programErrors } = this.kernel.machine.execution;
    if (halt !== null) throw halt;
    if (programErrors.length > 0) throw programErrors[0];
  }

  private hear(event: MachineEvent): void {
    this.model?.hear(event);
    if (event.type === 'return' || event.type === 'idle') this.model?.compare(this.look());
  }

  /** The present state, in which all invariants hold. */
  private look(): EnvironmentsObservation {
    const observation = observeEnvironments(this.kernel, this.model?.sharedOnPurpose);
    const found = firstEnvViolation(observation);
    if (found !== null) throw new EnvInvariantBroken(...found);
    return observation;
  }

  private endAll(): void {
    const { kernel } = this;
    Object.assign(this.oracle, { asked: [], answers: [] });
    kernel.machine.execution.guard(() => {
      kernel.curenv = null;
      kernel.lcr3(kernel.kernPgdir);
      for (const { index } of observeEnvironments(kernel).state.envs) kernel.envFree(kernel.envNumber(index));
    });
    this.throwWhatStopped();
    const { state } = this.look();
    if (state.free.length !== this.freePages) {
      throw new ModelDeparted(
        `${this.freePages} pages were free before, and ${state.free.length} are after all have ended`,
      );
    }
  }
}
