/** WeensyOS to be explored: whoever runs makes any of its system calls, with pages of a small heap, in a machine with few free pages. */
import { frame, PAGE_BITS, register } from '../../../../hardware/hardware.ts';
import { abi, WeensyKernel, type WeensyView } from '../../../../kernel/kernel.ts';
import { type OperationStep, systemCall } from '../../../../userland/userland.ts';
import type { Observation } from '../../../judge/observation.ts';
import { weensyJudging } from '../../../weensyos/judging.ts';
import { Answers } from '../answers.ts';
import { Branch, fieldsBeside } from '../branch.ts';
import type { ExploredKernel, Wrong } from '../explored-kernel.ts';
import { Identity, type StateReader } from '../identity.ts';
import { PageForms } from '../page-forms.ts';
import type { RetoldStep } from '../retold.ts';
import { Spaces } from '../spaces.ts';
import { StateJudge } from '../state-judge.ts';
import { stoppedKernel } from '../stopped.ts';
import { Hand } from './hand.ts';
import { heapOf, movesOf, moveText, type WeensyExploring, type WeensyScope } from './moves.ts';
import { callText, programOf } from './program.ts';
import { WeensySteps } from './steps.ts';

/** Pages that a boot with one such program takes: text, stack, and five of tables. */
const BOOTED = 7;
/** Memory must reach beyond the hole for devices. */
const PAGES = 256;
/** Of a process that waits, what decides where it goes on, and with which rights. */
const LIVE_REGISTERS = [frame.RIP, frame.CS, frame.RFLAGS, frame.RSP];
/** Bits of an entry. */
const [PRESENT, USER] = [1, 4];

export class ExploredWeensyOS implements ExploredKernel, StateReader {
  readonly name = 'weensyos';
  readonly branch: Branch;
  readonly answers: Answers;
  readonly kernel: WeensyKernel;
  private readonly hand = new Hand(abi.PROC_START_ADDR);
  private readonly view: WeensyView;
  private readonly moves: readonly OperationStep[];
  private readonly identity: Identity;
  private readonly steps: WeensySteps;
  private readonly judge: StateJudge<Observation>;
  private readonly processes: number;
  private readonly window: readonly number[];

  /** Boots it. Throws a RangeError for a scope that no machine has. */
  constructor(scope: WeensyScope, options: WeensyExploring = {}) {
    const { Kernel = WeensyKernel, ticks = false, asked = [] } = options;
    this.processes = scope.processes;
    this.answers = new Answers([...(ticks ? (['tick'] as const) : []), ...asked]);
    const kernel = new Kernel({
      ...{ programs: [this.hand], pages: PAGES, slots: scope.processes + 1, allocatable: scope.free + BOOTED },
      ...{ timer: { mode: ticks ? 'chosen' : 'off' }, oracle: this.answers },
    });
    this.kernel = kernel;
    this.view = kernel.view;
    this.judge = new StateJudge(kernel, weensyJudging);
    this.answers.begin([]);
    kernel.boot();
    this.window = heapOf(scope);
    this.moves = movesOf(Kernel.calls, this.window, scope, options);
    const { identity, spaces } = this.identities();
    this.identity = identity;
    this.branch = new Branch(kernel.machine, spaces, fieldsBeside(kernel, booted()));
    this.steps = new WeensySteps(this.view, kernel.machine, spaces, this.window);
  }

  get acts(): number {
    return this.moves.length;
  }

  get goesOn(): boolean {
    return this.kernel.machine.cpu.runState === register.RUNNING;
  }

  get actor(): number {
    return this.goesOn ? this.kernel.machine.cpu.slot : 0;
  }

  actText(act: number): string {
    return moveText(this.moves[act], this.view.calls);
  }

  resultOf(actor: number): number {
    return this.steps.resultOf(actor);
  }

  act(act: number): boolean {
    const { hand, kernel } = this;
    hand.step = this.moves[act];
    hand.isDone = false;
    kernel.machine.run(1);
    // A tick comes in place of whatever was to be done.
    return hand.isDone || act === 0;
  }

  get isTick(): boolean {
    return !this.hand.isDone;
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
    for (let pid = 1; pid <= this.processes; pid++) this.readProcess(state, pid);
    state.addTranslations(machine, abi.PROC_START_ADDR);
  }

  depart(): void {
    this.steps.depart();
  }

  wrongStep(act: number): Wrong | null {
    const stopped = stoppedKernel(this.kernel);
    if (stopped !== null) return stopped;
    return this.hand.isDone ? this.steps.wrong(this.moves[act], this.answers.areUnusual) : this.steps.wrongTick();
  }

  wrongState(): Wrong | null {
    return stoppedKernel(this.kernel) ?? this.judge.wrong();
  }

  stateText(): string {
    return this.steps.text();
  }

  /** The program that takes `steps`, which were taken in this very kernel from its first state on. */
  program(steps: readonly RetoldStep[]): string[] {
    const { pages, slots, allocatable } = this.kernel.parameters;
    const words = `--timer off --memory ${pages * 4}K --processes ${slots - 1} --allocatable ${allocatable}`;
    const told = steps.map((step) => {
      const [make, ...operands] = this.moves[step.act];
      const isCall = make === systemCall;
      const operation = isCall ? callText(operands[0], operands.slice(1)) : `${make.name}(${operands.join(', ')})`;
      const isFork = isCall && operands[0] === abi.SYSCALL_FORK && step.isDone;
      return { ...step, operation, child: isFork && step.result > 0 ? step.result : null };
    });
    return programOf(told, { words, asked: this.answers.asked });
  }

  private identities(): { readonly identity: Identity; readonly spaces: Spaces } {
    const forms = new PageForms(this.kernel.machine.memory, {
      ...{ entryWords: 2, entries: 512, levels: 4 },
      isReference: (low, level) =>
        (low & PRESENT) !== 0 && (level > 1 || (low & USER) !== 0) && identity.isAnyPage(low >>> PAGE_BITS),
    });
    const spaces = new Spaces(forms, this.window);
    const identity = new Identity(this.view, forms, spaces);
    return { identity, spaces };
  }

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
  }
}

const booted = (): WeensyKernel => {
  const kernel = new WeensyKernel();
  kernel.boot();
  return kernel;
};
