/** WeensyOS as a search moves it, whoever runs on it: booted, taken back and forth, known again, and judged. */
import { type Executable, frame, register } from '../../../../hardware/hardware.ts';
import {
  abi,
  DEFAULT_PARAMETERS,
  WeensyKernel,
  type WeensyParameters,
  type WeensyView,
} from '../../../../kernel/kernel.ts';
import type { Observation } from '../../../judge/observation.ts';
import type { ProgramsRun } from '../../../moments/moment.ts';
import { weensyJudging } from '../../../weensyos/judging.ts';
import { Answers } from '../answers.ts';
import { Branch, fieldsBeside } from '../branch.ts';
import type { Wrong } from '../explored-kernel.ts';
import { Identity, type StateReader } from '../identity.ts';
import { choicesIn, type RetoldStep } from '../retold.ts';
import { Spaces } from '../spaces.ts';
import { StateJudge } from '../state-judge.ts';
import { stoppedKernel } from '../stopped-kernel.ts';
import { weensyForms } from './forms.ts';
import type { WeensyExploring } from './moves.ts';
import { WeensySteps } from './steps.ts';

/** Of a process that waits, what decides where it goes on, and with which rights. */
const LIVE_REGISTERS = [frame.RIP, frame.CS, frame.RFLAGS, frame.RSP];

/** What is booted, and what is left open. */
export interface WeensyBoot
  extends Pick<WeensyExploring, 'Kernel' | 'ticks' | 'asked'>,
    Partial<Pick<WeensyParameters, 'pages' | 'slots' | 'allocatable'>> {
  readonly programs: readonly Executable[];
  /** Pages of programs that are looked at one by one. */
  readonly window: readonly number[];
}

export abstract class WeensySystem implements StateReader {
  readonly name = 'weensyos';
  readonly branch: Branch;
  readonly answers: Answers;
  readonly kernel: WeensyKernel;
  protected readonly view: WeensyView;
  protected readonly steps: WeensySteps;
  private readonly identity: Identity;
  private readonly judge: StateJudge<Observation>;
  private readonly window: readonly number[];

  /** Boots it. Throws a RangeError for what no machine has. */
  constructor({ window, Kernel = WeensyKernel, ticks = false, asked = [], ...booting }: WeensyBoot) {
    const { programs, pages, slots, allocatable } = { ...DEFAULT_PARAMETERS, ...booting };
    this.window = window;
    this.answers = new Answers([...(ticks ? (['tick'] as const) : []), ...asked]);
    const kernel = new Kernel({
      ...{ programs, pages, slots, allocatable },
      ...{ timer: { mode: ticks ? 'chosen' : 'off' }, oracle: this.answers },
    });
    this.kernel = kernel;
    this.view = kernel.view;
    this.judge = new StateJudge(kernel, weensyJudging);
    this.answers.begin([]);
    kernel.boot();
    const { identity, spaces } = this.identities();
    this.identity = identity;
    this.branch = new Branch(kernel.machine, spaces, fieldsBeside(kernel, booted()));
    this.steps = new WeensySteps(this.view, kernel.machine, spaces, window);
  }

  get goesOn(): boolean {
    return this.kernel.machine.cpu.runState === register.RUNNING;
  }

  get actor(): number {
    return this.goesOn ? this.kernel.machine.cpu.slot : 0;
  }

  resultOf(actor: number): number {
    return this.steps.resultOf(actor);
  }

  identify(): Int32Array {
    return this.identity.take(this);
  }

  /** The same, with nothing that is known of any page. */
  identifyFromScratch(): Int32Array {
    return this.identities().identity.take(this);
  }

  read(state: Identity): void {
    const { machine } = this.kernel;
    state.add((machine.cpu.runState << 8) | machine.cpu.slot);
    for (let pid = 1; pid < this.view.slotCount; pid++) this.readProcess(state, pid);
    state.addTranslations(machine, abi.PROC_START_ADDR);
  }

  depart(): void {
    this.steps.depart();
  }

  /** How `ringfence run` boots the same, and what its oracle answers on the way of `steps`, which were taken from the first state. */
  run(steps: readonly RetoldStep[]): Pick<ProgramsRun, 'boot' | 'oracle'> {
    const { pages, slots, allocatable, order, timer } = this.kernel.parameters;
    return {
      boot: {
        ...{ order: order.kind, memory: `${pages * 4}K`, processes: String(slots - 1) },
        ...(allocatable !== null && { allocatable: String(allocatable) }),
        ...(timer.mode === 'off' && { timer: timer.mode }),
      },
      oracle: { asked: this.answers.asked, choices: choicesIn(steps) },
    };
  }

  wrongState(): Wrong | null {
    return stoppedKernel(this.kernel) ?? this.judge.wrong();
  }

  /** Adds what else decides of process `pid`, whose registers are words of memory from `registers` on. */
  protected abstract readProgram(state: Identity, pid: number, registers: number): void;

  private readProcess(state: Identity, pid: number): void {
    const { view } = this;
    const { cpu, memory } = this.kernel.machine;
    const isLive = view.isLive(pid);
    state.add(isLive ? view.stateOf(pid) : 0);
    if (!isLive) return;
    state.addSpace(view.rootOf(pid));
    const runs = this.goesOn && cpu.slot === pid;
    const registers = runs ? cpu.frame : view.registersOf(pid) >> 2;
    for (const offset of LIVE_REGISTERS) state.add(memory.words[registers + offset]);
    this.readProgram(state, pid, registers);
  }

  private identities(): { readonly identity: Identity; readonly spaces: Spaces } {
    const spaces = new Spaces(weensyForms(this.kernel), this.window);
    const identity = new Identity(this.view, spaces.forms, spaces);
    return { identity, spaces };
  }
}

const booted = (): WeensyKernel => {
  const kernel = new WeensyKernel();
  kernel.boot();
  return kernel;
};
