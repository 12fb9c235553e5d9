/**
 * A model of environments: what each maps below UTOP, what it goes on with, who waits, and whose turn it is, by the contracts of the system
 * calls alone. Held against the kernel after every trap: what an environment has that did not come of its own calls, of its parent's or of a
 * message is a departure.
 */
import type { EventType, MachineEvent, Ppn } from '../../../../hardware/hardware.ts';
import { type JosLab4, josAbi, mayReturn } from '../../../../kernel/kernel.ts';
import { ModelBroken } from '../../../judge/model-broken.ts';
import { type EnvironmentsObservation, idText } from '../observation.ts';
import { isModelled, isOpenResult, judgeCall } from './calls.ts';
import { compareAll } from './comparison.ts';
import { type ModelEnv, modelOf } from './environment.ts';
import { type Exception, judgeException } from './faults.ts';
import { type Registers, registersOf, wrongRegister } from './registers.ts';
import { type Calling, type Lab4Contract, ModelState, type Turn } from './state.ts';
import { passTurn } from './turns.ts';
import { firstForbidden } from './user-memory.ts';

const NOTHING_YET = { entered: null, isDenied: false, isChosen: false, isFull: false };

/** What a model is to be told of, and when it is time to compare. */
export const MODELLED_EVENTS: readonly EventType[] = [
  ...(['system call', 'timer', 'exception', 'choice', 'return', 'idle'] as const),
];

type Entry = Extract<MachineEvent, { type: 'system call' | 'timer' | 'exception' }>;

/** What the kernel was last entered for, with what the CPU held then. */
interface Entered {
  readonly event: Entry;
  readonly caller: ModelEnv;
  readonly args: readonly number[];
  /** Whether the caller named memory that it may not read, and may read; neither, where a buffer is empty. */
  readonly mustEnd: boolean;
  readonly mayEnd: boolean;
}

/** What programs must see of JOS's environments, kept beside a kernel that runs. Where the two differ it throws a `ModelBroken`. */
export class EnvironmentModel {
  private readonly kernel: JosLab4;
  private readonly state: ModelState;
  private entered: Entered | null = null;
  /** Since the last comparison: whether an allocation was made to fail, somebody chose who runs next, or no environment was free. */
  private isDenied = false;
  private isChosen = false;
  private isFull = false;
  private before: EnvironmentsObservation;
  private freeBefore: number;

  /**
   * Takes the state of a kernel that has just started its first environments for granted, but for the registers that these begin with, by
   * place. To be told of the events above from there on.
   */
  constructor(
    kernel: JosLab4,
    started: EnvironmentsObservation,
    firstRegisters: ReadonlyMap<number, Registers>,
    contract: Lab4Contract,
  ) {
    this.kernel = kernel;
    this.state = new ModelState(contract);
    this.before = started;
    this.freeBefore = kernel.view.freePages();
    this.takeOver(started, firstRegisters);
  }

  /** Throws ModelBroken unless the first environment that runs begins with the right registers. */
  compareStart(): void {
    this.compareRegisters(this.state.current);
  }

  /** Results that system calls came to: `sys_page_map -3`. */
  get results(): ReadonlySet<string> {
    return this.state.results;
  }

  get sharedOnPurpose(): ReadonlySet<Ppn> {
    return this.state.sharedOnPurpose;
  }

  /** What `goBackTo` needs to have this model be again as it is now. */
  moment(): ModelMoment {
    const state = new ModelState(this.state.contract);
    state.become(this.state);
    return { state, before: this.before, freeBefore: this.freeBefore };
  }

  goBackTo({ state, before, freeBefore }: ModelMoment): void {
    this.state.become(state);
    Object.assign(this, { before, freeBefore, ...NOTHING_YET });
  }

  /** A page is missing that the call asks for that is being made. */
  denyPage(): void {
    this.isDenied = true;
  }

  /** No environment is free for the call that is being made. */
  denyEnvironment(): void {
    this.isFull = true;
  }

  hear(event: MachineEvent): void {
    if (event.type === 'choice' && event.choice !== 0) {
      if (event.question === 'next process') this.isChosen = true;
    } else if (event.type === 'timer' || event.type === 'exception' || event.type === 'system call') this.enter(event);
  }

  private enter(event: Entry): void {
    const caller = this.state.envs.get(event.slot);
    if (caller === undefined || event.slot !== this.state.current)
      throw new ModelBroken(`place ${event.slot} runs, and no environment that may run is there`);
    const { machine } = this.kernel;
    caller.registers = registersOf(machine.cpu);
    const args = machine.execution.callArguments();
    const names = event.type === 'system call' && event.number === josAbi.SYS_CPUTS;
    const isForbidden = names && this.isForbidden(caller, args);
    this.entered = { event, caller, args, mustEnd: isForbidden && args[1] > 0, mayEnd: isForbidden };
  }

  private isForbidden({ id }: ModelEnv, [address, bytes]: readonly number[]): boolean {
    const root = this.before.envs.find(({ pid }) => pid === id)?.root ?? 0;
    return firstForbidden(this.kernel.machine.memory.words, root, address, bytes, 0) >= 0;
  }

  /** Compares `now`, the state at the end of a trap after which place `slot` runs, or with -1 nobody, with what the contracts say. */
  compare(now: EnvironmentsObservation, slot: number): void {
    const turn = this.entered === null ? 'runs on' : this.judge(this.entered, now);
    passTurn(this.state, turn, slot, this.isChosen);
    compareAll(this.state, now);
    this.compareRegisters(slot);
    for (const page of this.state.sharedOnPurpose)
      if ((now.references.get(page)?.length ?? 0) <= 1) this.state.sharedOnPurpose.delete(page);
    this.before = now;
    this.freeBefore = this.kernel.view.freePages();
    Object.assign(this, { ...NOTHING_YET });
  }

  private compareRegisters(slot: number): void {
    const env = this.state.envs.get(slot);
    const wrong = env === undefined ? null : wrongRegister(registersOf(this.kernel.machine.cpu), env.registers);
    if (env !== undefined && wrong !== null)
      throw new ModelBroken(`environment ${idText(env.id)} goes on with ${wrong}`);
  }

  private judge(entered: Entered, now: EnvironmentsObservation): Turn {
    const { event, caller } = entered;
    if (event.type === 'timer') return 'gives way';
    if (event.type === 'exception') return judgeException(this.state, caller, event as Exception, now);
    return this.judgeCall(event.number, entered, now);
  }

  private judgeCall(number: number, { caller, args, mustEnd, mayEnd }: Entered, now: EnvironmentsObservation): Turn {
    const env = now.envs.find(({ pid }) => pid === caller.id);
    const endsItself = number === josAbi.SYS_ENV_DESTROY && this.state.touchable(caller, args[0]) === caller;
    if (env === undefined && (mayEnd || endsItself)) {
      this.state.end(caller);
      return 'gives way';
    }
    if (env === undefined) throw new ModelBroken(`environment ${idText(caller.id)} is gone, and nobody ended it`);
    if (mustEnd) throw new ModelBroken('a caller named memory that it may not read, and was not ended');
    const description = this.kernel.view.calls.find((described) => described.number === number);
    const name = description?.name ?? `system call ${number}`;
    const isShort = this.isDenied || this.freeBefore <= 1;
    const call: Calling = {
      name,
      caller,
      args,
      result: env.eax,
      before: this.before,
      now,
      isShort,
      isFull: this.isFull,
    };
    if (description !== undefined && !isModelled(number)) return this.other(call, now);
    caller.registers = { ...caller.registers, eax: isOpenResult(number) ? undefined : env.eax >>> 0 };
    return judgeCall(this.state, number, call);
  }

  /**
   * A call of the kernel's own, if it says that it has such: what it made of environments and their memory is taken for granted, and left to
   * the invariants. But it returns what it says it does.
   */
  private other({ name, result }: Calling, now: EnvironmentsObservation): Turn {
    const description = this.kernel.view.calls.find((described) => described.name === name);
    this.takeOver(now);
    if (description !== undefined && !mayReturn(description, result))
      throw new ModelBroken(`${name} returned ${result}, which is none of its results`);
    return 'either';
  }

  /** Has the model be what the kernel is. */
  private takeOver(now: EnvironmentsObservation, registers: ReadonlyMap<number, Registers> = new Map()): void {
    this.state.envs.clear();
    for (const env of now.envs) this.state.envs.set(env.slot, modelOf(env, now, registers.get(env.slot) ?? {}));
    this.state.current = this.kernel.view.current;
  }
}

/** A moment of a model, to go back to. */
export interface ModelMoment {
  readonly state: ModelState;
  readonly before: EnvironmentsObservation;
  readonly freeBefore: number;
}
