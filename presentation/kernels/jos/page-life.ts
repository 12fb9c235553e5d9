/** The life of each physical page of JOS: every change of its count, by which functions of the kernel, at which cycle. */
import { counter, type MachineEvent, type Ppn } from '../../../hardware/hardware.ts';
import { type JosKernel, kernelBacktrace } from '../../../kernel/kernel.ts';
import { inThousands } from '../../../specs/thousands.ts';

interface CountChange {
  readonly cycle: number;
  readonly before: number;
  readonly count: number;
  /** Kernel functions, innermost first. */
  readonly functions: readonly string[];
}

/** How a count is set: every change has these. */
const SETTERS: readonly string[] = ['tellRef', 'setPpRef'];

/** The functions of the kernel that are changing a count, innermost first. To be asked while the change is told. */
export const countingFunctions = ({ listeners }: JosKernel): string[] =>
  kernelBacktrace(listeners.counted).filter((name) => !SETTERS.includes(name));

export class PageLife {
  private readonly kernel: JosKernel;
  private readonly changes = new Map<number, CountChange[]>();

  /** Listens to `kernel` from now on. */
  constructor(kernel: JosKernel) {
    this.kernel = kernel;
    kernel.machine.listen((event) => this.hear(event), ['page']);
  }

  /** The last `most` changes of the count of `page` in words, oldest first. */
  linesOf(page: Ppn, most: number): string[] {
    const all = this.changes.get(page) ?? [];
    return all.slice(-most).map(({ cycle, before, count, functions }) => {
      return `cycle ${inThousands(cycle)}: count ${before} -> ${count} in ${functions.join(' < ')}`;
    });
  }

  private hear(event: MachineEvent): void {
    if (event.type !== 'page' || event.before === event.count) return;
    const { machine } = this.kernel;
    const functions = countingFunctions(this.kernel);
    const { before, count } = event;
    const known = this.changes.get(event.page) ?? [];
    if (known.length === 0) this.changes.set(event.page, known);
    known.push({ cycle: Math.floor(machine.counters[counter.CYCLES]), before, count, functions });
  }
}
