/**
 * What a campaign must have met to mean anything: `sometimes` goals. A watch listens to a machine and notes which of them
 * were reached.
 */
import { counter, type EventType, type MachineEvent, operation, PTE_W, trap } from '../../hardware/hardware.ts';
import { abi, type WeensyKernel } from '../../kernel/kernel.ts';

const FAULT_NAMES: Readonly<Record<number, string>> = {
  [trap.BREAKPOINT]: 'a breakpoint',
  [trap.INVALID_OPCODE]: 'an invalid opcode',
  [trap.GENERAL_PROTECTION]: 'a general-protection fault',
};
const PAGE_FAULTS: Readonly<Record<number, string>> = {
  [trap.FAULT_USER]: 'a read of a missing page',
  [trap.FAULT_USER | trap.FAULT_WRITE]: 'a write to a missing page',
  [trap.FAULT_USER | trap.FAULT_PRESENT]: 'a read of protected memory',
  [trap.FAULT_USER | trap.FAULT_PRESENT | trap.FAULT_WRITE]: 'a write to protected memory',
};

/** Operations between which the timer may interrupt, by the names that programs use. */
const OPERATIONS = ['load8', 'store8', 'compute', 'getpid', 'yield', 'page_alloc', 'fork'];
const preempted = (before: string, after: string): string => `a tick between ${before} and ${after}`;

/** All goals of random programs. */
export const GOALS: readonly string[] = [
  ...Object.values(FAULT_NAMES),
  ...Object.values(PAGE_FAULTS),
  'an allocation fails in page_alloc',
  'an allocation fails in fork',
  'a fork finds no slot',
  'a page is replaced',
  'text is freed by another process than the one it was loaded for',
  'nothing can run',
  ...OPERATIONS.flatMap((before) => [...OPERATIONS, 'exit'].map((after) => preempted(before, after))),
];

const HEARD: readonly EventType[] = [
  ...(['setup', 'segment', 'map', 'set up', 'page', 'operation', 'timer', 'exception', 'system call'] as const),
  ...(['out of memory', 'unmap', 'return', 'idle'] as const),
];

export class GoalWatch {
  private readonly kernel: WeensyKernel;
  private readonly seen: Set<string>;
  /** Pages of text, with the process that each was loaded for. */
  private readonly texts = new Map<number, number>();
  private readonly lastOperation = new Map<number, string>();
  /** Processes that were interrupted after their last operation. */
  private readonly interrupted = new Set<number>();
  private setup = 0;
  private loadsText = false;
  private call = '';
  private memoryRanOut = false;

  /** Notes in `seen` the goals that `kernel`, which has not booted yet, reaches from now on. */
  constructor(kernel: WeensyKernel, seen: Set<string>) {
    this.kernel = kernel;
    this.seen = seen;
    kernel.machine.listen((event) => this.hear(event), HEARD);
  }

  private hear(event: MachineEvent): void {
    switch (event.type) {
      case 'setup':
        this.setup = event.slot;
        return;
      case 'segment':
        this.loadsText = !event.writable;
        return;
      case 'map':
        if (this.setup > 0 && this.loadsText && !(event.permissions & PTE_W)) this.texts.set(event.pa, this.setup);
        return;
      case 'set up':
        this.setup = 0;
        return;
      case 'page':
        return this.page(event.page * abi.PAGESIZE, event.count);
      default:
        return this.running(event);
    }
  }

  private running(event: MachineEvent): void {
    switch (event.type) {
      case 'operation':
        return this.operation(event.slot, nameOf(event.kind, event.operands[0]));
      case 'timer':
        this.interrupted.add(event.slot);
        return;
      case 'exception':
        return this.exception(event.vector, event.errorCode);
      case 'system call':
        this.call = abi.SYSCALL_NAMES[event.number] ?? '';
        this.memoryRanOut = false;
        return;
      case 'out of memory':
        this.memoryRanOut = true;
        return this.note(`an allocation fails in ${this.call}`);
      case 'unmap':
        if (this.call === 'page_alloc') this.note('a page is replaced');
        return;
      case 'return':
        if (this.call === 'fork' && event.result === abi.E_FAILED && !this.memoryRanOut)
          this.note('a fork finds no slot');
        return;
      case 'idle':
        return this.note('nothing can run');
    }
  }

  private operation(slot: number, name: string): void {
    const before = this.lastOperation.get(slot);
    if (this.interrupted.delete(slot) && before !== undefined) this.note(preempted(before, name));
    this.lastOperation.set(slot, name);
  }

  private exception(vector: number, errorCode: number): void {
    const name = vector === trap.PAGE_FAULT ? PAGE_FAULTS[errorCode] : FAULT_NAMES[vector];
    if (name !== undefined) this.note(name);
  }

  private page(address: number, count: number): void {
    const owner = this.texts.get(address);
    if (count > 0 || owner === undefined) return;
    this.texts.delete(address);
    if (this.kernel.machine.counters[counter.EVENTS] > 0 && this.kernel.machine.cpu.slot !== owner) {
      this.note('text is freed by another process than the one it was loaded for');
    }
  }

  private note(goal: string): void {
    this.seen.add(goal);
  }
}

const nameOf = (kind: number, first: number): string => {
  if (kind === operation.SYSTEM_CALL) return abi.SYSCALL_NAMES[first] ?? 'a system call';
  return operation.operationName(kind).replace('32', '8');
};
