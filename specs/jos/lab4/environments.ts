/** A kernel with environments that has booted, to be taken back to that moment for other programs. Nobody judges it. */
import {
  choicesOf,
  type Executable,
  type Oracle,
  type Question,
  register,
  type Snapshot,
  type TimerSetting,
  va,
} from '../../../hardware/hardware.ts';
import { type JosLab4, memlayout } from '../../../kernel/kernel.ts';
import { fieldsOf, type KernelFields, putFields } from '../../judge/kernel-fields.ts';
import { Scarcity, type Shortage } from './scarcity.ts';
import type { OneFailing } from './scenario.ts';

const { KERNBASE, PGSIZE } = memlayout;
const PAGES = 1024;
/** What free memory holds when the first program starts: whoever does not zero what must be zero is seen. */
const SOIL = 0xa5a5a5a5 | 0;
const NOBODY: Shortage = { denyPage: () => {}, denyEnvironment: () => {} };

/** Questions that are asked at all, and what is answered: after the end what is drawn from `seed`, or zeros. */
export interface Asked {
  readonly asked: readonly Question[];
  readonly answers: readonly number[];
  readonly seed?: number;
}

/** An oracle whose answers can be changed between trials. */
class Answers implements Oracle {
  asked: readonly Question[] = [];
  private said: Oracle = choicesOf([], []);

  say({ asked, answers, seed }: Asked): void {
    this.asked = asked;
    this.said = choicesOf(asked, answers, seed);
  }

  choose(index: number, question: Question, alternatives: number): number {
    return this.said.choose(index, question, alternatives);
  }
}

const SILENT: Asked = { asked: [], answers: [] };

/** What a kernel is in: to go back to. */
export interface KernelState {
  readonly machine: Snapshot;
  readonly fields: KernelFields;
}

export class Environments {
  readonly kernel: JosLab4;
  readonly scarcity: Scarcity;
  /** The number of the system call that was made in the last step; -1 if none was. */
  lastCall = -1;
  private readonly oracle = new Answers();
  /** Once the kernel has booted. */
  private begin!: KernelState;

  /** `prepare` is given the kernel before it boots (`boot`), `shortage` is told what is made scarce. */
  constructor(Kernel: typeof JosLab4, prepare: (kernel: JosLab4) => void = () => {}, shortage: Shortage = NOBODY) {
    this.kernel = new Kernel({ pages: PAGES, oracle: this.oracle });
    prepare(this.kernel);
    this.scarcity = new Scarcity(this.kernel, this.oracle, shortage);
    this.kernel.machine.listen(
      (event) => {
        if (event.type === 'system call') this.lastCall = event.number;
      },
      ['system call'],
    );
  }

  /** Boots the kernel, which may stop there. */
  boot(): void {
    const { machine, view } = this.kernel;
    this.kernel.boot();
    if (machine.execution.halt !== null) return;
    for (const page of view.freeList()) machine.supervisor.fillPage(va(KERNBASE + page * PGSIZE), SOIL);
    this.begin = this.state();
  }

  get isRunning(): boolean {
    return this.kernel.machine.cpu.runState === register.RUNNING;
  }

  /** Goes back to the boot. */
  rewind(): void {
    this.kernel.machine.memory.recordAll(false);
    this.goBack(this.begin);
    this.oracle.say(SILENT);
    this.scarcity.begin(null);
  }

  /** Makes an environment of each program, and starts the first. */
  launch(programs: readonly Executable[], timer: TimerSetting, asked: Asked): void {
    const { machine } = this.kernel;
    for (const program of programs) this.create(program);
    machine.execution.guard(() => {
      machine.timer.arm(timer);
      machine.cpu.runState = register.RUNNING;
      this.kernel.schedYield();
    });
    this.answer(asked);
  }

  /** What is asked of the oracle from now on, and what it answers. */
  answer(asked: Asked): void {
    this.oracle.say(asked);
  }

  /** Passes one boundary, at which `failing` fails, if that is given. */
  pass(failing: OneFailing | null): void {
    this.lastCall = -1;
    this.scarcity.begin(failing?.allocation ?? null);
    this.kernel.machine.run(1);
  }

  state(): KernelState {
    return { machine: this.kernel.machine.snapshot(), fields: fieldsOf(this.kernel) };
  }

  goBack({ machine, fields }: KernelState): void {
    const { execution } = this.kernel.machine;
    this.kernel.machine.restore(machine);
    putFields(this.kernel, fields);
    execution.halt = null;
    execution.programErrors.length = 0;
  }

  /** Frees all environments, with nothing scarce. */
  freeAll(): void {
    const { kernel } = this;
    this.oracle.say(SILENT);
    kernel.machine.execution.guard(() => {
      kernel.curenv = null;
      kernel.lcr3(kernel.kernPgdir);
      for (const { slot } of kernel.view.processes()) kernel.envFree(kernel.envNumber(slot));
    });
  }

  /** Makes an environment of `program`. */
  protected create(program: Executable): void {
    const image = this.kernel.machine.install(program);
    this.kernel.machine.execution.guard(() => void this.kernel.envCreate(image));
  }
}
