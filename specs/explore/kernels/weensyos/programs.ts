/** WeensyOS with given programs, to be explored: whoever runs goes on, in each way that is left open. */
import {
  CONSOLE_PAGE,
  counter,
  type Executable,
  frame,
  operation,
  type ProgramError,
} from '../../../../hardware/hardware.ts';
import { P_FAULTED, Panic, WeensyKernel, type WeensyParameters } from '../../../../kernel/kernel.ts';
import { callText, descriptionOf } from '../../../moments/entry.ts';
import type { ExploredKernel, Wrong } from '../explored-kernel.ts';
import type { Identity } from '../identity.ts';
import { stoppedKernel } from '../stopped-kernel.ts';
import { PROGRAM_PAGES } from './forms.ts';
import type { WeensyExploring } from './moves.ts';
import { WeensySystem } from './system.ts';

/** What is booted; as usual where nothing is said. */
export interface GivenPrograms extends Partial<Pick<WeensyParameters, 'pages' | 'slots' | 'allocatable'>> {
  readonly programs: readonly Executable[];
  /** Pages that are free after the boot, in place of `allocatable`. */
  readonly free?: number;
}

/** A program, and operations that it did one after another since it began, or jumped. */
export interface LongestWay {
  readonly name: string;
  readonly operations: number;
}

/** Programs that were given on a kernel, as a search moves them. Whoever runs goes on; what is left open are the answers of the oracle. */
export class ExploredPrograms extends WeensySystem implements ExploredKernel {
  /** Nothing else can be done than to go on. */
  readonly acts = 1;
  isTick = false;
  /** The longest way that any program went without a jump, so far. */
  longest: LongestWay | null = null;
  /** Who took the last step, and how many programs had broken a rule before it. */
  private last = 0;
  private errors = 0;

  /** Boots it. What programs choose is always open. Throws a RangeError for what no machine has. */
  constructor(
    { free, ...given }: GivenPrograms,
    { Kernel = WeensyKernel, ticks = false, asked = [] }: WeensyExploring = {},
  ) {
    super({
      ...given,
      ...(free !== undefined && { allocatable: takenByBoot(given, Kernel) + free }),
      ...{ Kernel, ticks, asked: [...asked, 'program'], window: PROGRAM_PAGES },
    });
  }

  act(): boolean {
    const { machine } = this.kernel;
    const ticks = machine.counters[counter.INTERRUPTS];
    this.last = this.actor;
    this.errors = machine.execution.programErrors.length;
    machine.run(1);
    this.isTick = machine.counters[counter.INTERRUPTS] > ticks;
    const thread = machine.threadOf(this.last);
    if (thread !== null && thread.operations > (this.longest?.operations ?? 0))
      this.longest = { name: thread.image.name, operations: thread.operations };
    return true;
  }

  /** The operation that was done last. To be asked for right after it. */
  actText(): string {
    if (this.error !== undefined) return 'its program is in error';
    const { kind, operands, target } = operation.slot;
    const [number, ...args] = operation.operandsOf(kind, operands);
    if (kind === operation.SYSTEM_CALL) return callText(this.view, number, { args, result: null });
    if (kind === operation.JUMP) return `jump(${[this.entryName(Number(target)), ...args].join(', ')})`;
    const shown = operation.operandsOf(kind, operands).map((value) => (value > 9 ? `0x${value.toString(16)}` : value));
    return `${operation.operationName(kind)}(${shown.join(', ')})`;
  }

  wrongStep(): Wrong | null {
    if (this.isTick) return stoppedKernel(this.kernel) ?? this.steps.wrongTick();
    return (
      this.wrongProgram() ?? stoppedKernel(this.kernel) ?? this.steps.wrong(operation.slot, this.answers.areUnusual)
    );
  }

  /** Where each program is, and who runs. */
  stateText(): string {
    const { view } = this;
    const live = view.processes().map(({ pid }) => `${this.nameOf(pid)} ${this.placeOf(pid)}`);
    return `${[...live, this.goesOn ? `process ${this.actor} runs` : 'nobody runs'].join('; ')}; ${view.freePages()} free`;
  }

  override read(state: Identity): void {
    super.read(state);
    // Any program may read what any has written there.
    state.addContent(CONSOLE_PAGE);
  }

  /** Where it is in its program, and the registers that it will read: the last result, or what an entry begins with. */
  protected override readProgram(state: Identity, pid: number, registers: number): void {
    const { words } = this.kernel.machine.memory;
    const thread = this.kernel.machine.threadOf(pid);
    const live = thread?.hasBegun === true ? [] : frame.ARGUMENT_REGISTERS;
    for (const offset of [frame.RAX, ...live]) {
      state.add(words[registers + offset]);
      state.add(words[registers + offset + 1]);
    }
    let numbers = 0;
    thread?.identify((value) => {
      state.add(value | 0);
      state.add(Math.floor(value / 2 ** 32));
      numbers++;
    });
    state.add(numbers);
  }

  /** What the program that ran did wrong in the last step; null if nothing. */
  private wrongProgram(): Wrong | null {
    const { view, last } = this;
    const { execution } = this.kernel.machine;
    const place = this.nameOf(last);
    const { error } = this;
    if (error !== undefined)
      return wrongDeed(place, 'an operation, a jump, or its end by exit', `in ${error.entry}, ${error.problem}`);
    if (execution.halt instanceof Panic && !execution.halt.isFault && this.isPanicAsked())
      return wrongDeed(place, 'all that it asserts is so', `${this.actText()}: ${execution.halt.message}`);
    if (execution.halt === null && view.stateOf(last) === P_FAULTED)
      return wrongDeed(place, 'it has the memory that it reaches for', `${this.actText()} faults, and it is stopped`);
    return null;
  }

  /** Whether the last operation is one over which WeensyOS panics, whoever makes it: a call for it or of no name, or what only kernels may do. */
  private isPanicAsked(): boolean {
    const { kind, operands } = operation.slot;
    if (kind === operation.SYSTEM_CALL) {
      const call = descriptionOf(this.view, operands[0]);
      return call === undefined || call.fate === 'stops the machine';
    }
    return kind >= operation.SOFTWARE_INTERRUPT && kind <= operation.GO_TO;
  }

  /** What the program that ran threw in the last step. */
  private get error(): ProgramError | undefined {
    return this.kernel.machine.execution.programErrors[this.errors];
  }

  private nameOf(pid: number): string {
    const name =
      this.kernel.machine.threadOf(pid)?.image.name ?? this.view.processes().find((one) => one.pid === pid)?.name;
    return `process ${pid} (${name ?? '?'})`;
  }

  private placeOf(pid: number): string {
    const thread = this.kernel.machine.threadOf(pid);
    if (thread === null) return 'not begun';
    return thread.operations === 0 ? `at ${thread.entryName}` : `${thread.entryName}+${thread.operations}`;
  }

  private entryName(entry: number): string {
    return this.kernel.machine.threadOf(this.last)?.image.layout.entryNames[entry] ?? String(entry);
  }
}

/** Pages that a boot with those programs takes. */
const takenByBoot = (given: Omit<GivenPrograms, 'free'>, Kernel: typeof WeensyKernel): number => {
  const kernel = new Kernel({ ...given, allocatable: null });
  kernel.boot();
  const { view } = kernel;
  const all = Array.from({ length: view.pages }, (_, page) => page as Parameters<typeof view.kindOf>[0]);
  return all.filter((page) => view.kindOf(page) === 'allocatable').length - view.freePages();
};

const wrongDeed = (place: string, expected: string, found: string): Wrong => ({
  name: 'programs do as they should',
  sentence: 'A program does what its contract with the kernel allows, and what it asserts is so.',
  ...{ place, expected, found },
});
