/**
 * Cycles as collapsed stacks, a line a stack, `a;b;c 1234`, as tools that draw flame graphs read them: processes, in user mode the entries of their
 * programs, in the kernel what they entered it for; and of each, the walks of page tables that the TLB did not save.
 */
import { cost, counter, type Machine } from '../../hardware/hardware.ts';
import type { KernelView, Watched } from '../../kernel/kernel.ts';
import { grouped } from '../summary/table.ts';
import type { Exporter, Write } from './exporter.ts';
import { processTitle } from './process-title.ts';
import { type Stretch, Stretches } from './stretches.ts';

const WALKS = 'page walks';
/** Cycles of one stack of an entry, and how many loads of walks are among them. */
interface Piece {
  cycles: number;
  loads: number;
}

/** Adds up where the cycles of a kernel go that has not booted; `write` is given the lines when the run is over. */
export class Stacks implements Exporter {
  private readonly write: Write;
  private readonly machine: Machine;
  private readonly view: KernelView;
  private readonly timeline: Stretches;
  private readonly cycles = new Map<string, number>();
  /** What the process that runs has used in user mode since it was last returned to, by entries of its program. */
  private readonly pieces = new Map<string, Piece>();
  /** Cycles and loads of walks up to which all is counted. */
  private countedCycles = 0;
  private countedLoads = 0;

  constructor(kernel: Watched, write: Write) {
    this.write = write;
    this.machine = kernel.machine;
    this.view = kernel.view;
    this.timeline = new Stretches(kernel, (stretch) => this.hear(stretch));
    this.machine.listen(() => this.countUser(), ['operation', 'system call', 'exception', 'timer']);
  }

  /** The run is over. The lines are in the order of their text; their counts are whole and add up to the whole cycles of the machine. */
  end(): string {
    this.timeline.end();
    let [sum, told] = [0, 0];
    for (const stack of [...this.cycles.keys()].toSorted()) {
      sum += this.cycles.get(stack) ?? 0;
      const count = Math.floor(sum) - told;
      told += count;
      if (count > 0) this.write(`${stack} ${count}`);
    }
    return `collapsed stacks of ${grouped(told)} cycles, which flamegraph.pl and speedscope.app draw`;
  }

  /** An operation belongs to the entry that it stands in: it is told once it is fetched, or through. */
  private countUser(): void {
    const entry = this.machine.threadOf(this.machine.cpu.slot)?.entryName ?? '';
    const piece = this.pieces.get(entry) ?? { cycles: 0, loads: 0 };
    this.pieces.set(entry, piece);
    piece.cycles += this.machine.counters[counter.CYCLES] - this.countedCycles;
    piece.loads += this.machine.counters[counter.WALK_LOADS] - this.countedLoads;
    this.countedCycles = this.machine.counters[counter.CYCLES];
    this.countedLoads = this.machine.counters[counter.WALK_LOADS];
  }

  private hear(stretch: Stretch): void {
    const { pid, program, programEntry, entered, end, name, cause } = stretch;
    const who = pid === null ? ['the kernel'] : [processTitle(this.view, pid, program)];
    const loads = this.machine.counters[counter.WALK_LOADS] - this.countedLoads;
    const rest = { cycles: entered - this.countedCycles, loads: cause === null ? loads : 0 };
    if (pid !== null) this.add([...who, 'user', programEntry], rest);
    for (const [entry, piece] of this.pieces) this.add([...who, 'user', entry], piece);
    const inKernel = { cycles: end - entered, loads: loads - rest.loads };
    if (pid === null) this.add([...who, name], { cycles: end - this.countedCycles, loads });
    else this.add([...who, 'kernel', name], inKernel);
    this.pieces.clear();
    this.countedCycles = end;
    this.countedLoads += loads;
  }

  private add(frames: readonly string[], { cycles, loads }: Piece): void {
    const stack = frames.filter((frame) => frame !== '').map(frameText);
    const walking = Math.min(cycles, loads * cost.WALK_LOAD);
    this.put([...stack, WALKS], walking);
    this.put(stack, cycles - walking);
  }

  private put(frames: readonly string[], cycles: number): void {
    const stack = frames.join(';');
    this.cycles.set(stack, (this.cycles.get(stack) ?? 0) + cycles);
  }
}

/** A frame as the format has it: `;` stands between frames, and a line feed ends a stack. */
const frameText = (name: string): string => name.replaceAll(/[;\p{Cc}]/gu, ' ');
