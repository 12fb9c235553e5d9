/**
 * A small model of what each process must read back: its own last store, its parent's at the fork, zero in a fresh page.
 * It follows a machine one boundary at a time, learns from results which calls succeeded, and says where a load differs.
 */
import { counter, frame, operation, type Va } from '../../hardware/hardware.ts';
import { abi, type WeensyKernel } from '../../kernel/kernel.ts';

const PAGE = abi.PAGESIZE;

/** Bytes by address; a page that is in the model is mapped and writable, and bytes that are not are zero. */
interface Memory {
  readonly pages: Set<number>;
  readonly bytes: Map<number, number>;
}

export class ReadbackModel {
  private readonly kernel: WeensyKernel;
  private readonly processes = new Map<number, Memory>();
  /** Goals that a campaign should reach: what happened at least once. */
  readonly seen = new Set<string>();

  /** Starts with the processes of a kernel that has just booted, whose bss is at `bss`. */
  constructor(kernel: WeensyKernel, bss: number) {
    this.kernel = kernel;
    for (const { pid } of kernel.view.processes()) this.processes.set(pid, { pages: new Set([bss]), bytes: new Map() });
  }

  /** Passes one boundary. Throws an Error that says what was read and what should have been. */
  step(): void {
    const { machine } = this.kernel;
    const { counters, cpu } = machine;
    const pid = cpu.slot;
    const before = [counters[counter.INTERRUPTS], counters[counter.FAULTS]];
    operation.slot.kind = 0;
    machine.run(1);
    if (counters[counter.INTERRUPTS] > before[0]) return this.note('preemption');
    if (counters[counter.FAULTS] > before[1]) return this.fault(pid);
    const result = cpu.slot === pid ? cpu.get(frame.RAX) : 0;
    const { kind, operands } = operation.slot;
    if (kind === operation.SYSTEM_CALL) this.systemCall(pid, operands[0], operands[1], result);
    else this.access(pid, kind, operands[0], operands[1], result);
  }

  private systemCall(pid: number, number: number, argument: number, result: number): void {
    if (number === abi.SYSCALL_EXIT) {
      this.processes.delete(pid);
      return this.note('exit');
    }
    if (number === abi.SYSCALL_GETPID && result !== pid) throw new Error(`getpid gave ${result} to process ${pid}`);
    if (number === abi.SYSCALL_PAGE_ALLOC) this.pageAlloc(pid, argument, result);
    if (number === abi.SYSCALL_FORK) this.fork(pid, result);
  }

  private pageAlloc(pid: number, va: number, result: number): void {
    const memory = this.memoryOf(pid);
    const valid = va % PAGE === 0 && va >= abi.PROC_START_ADDR && va < abi.MEMSIZE_VIRTUAL;
    if (result < 0) return this.note(valid ? 'page_alloc without memory' : 'page_alloc of a bad address');
    if (!valid) throw new Error(`page_alloc accepted 0x${va.toString(16)}`);
    if (memory.pages.has(va)) this.note('page replaced');
    memory.pages.add(va);
    for (const address of memory.bytes.keys()) if (address >= va && address < va + PAGE) memory.bytes.delete(address);
  }

  private fork(parent: number, child: number): void {
    if (child < 0) return this.note(this.slotsAreTaken() ? 'fork without a slot' : 'fork without memory');
    if (this.processes.has(child)) throw new Error(`fork made a second process ${child}`);
    const { pages, bytes } = this.memoryOf(parent);
    this.processes.set(child, { pages: new Set(pages), bytes: new Map(bytes) });
    this.note('fork');
  }

  private slotsAreTaken(): boolean {
    return this.kernel.view.slots().every(({ state }) => state !== 'free');
  }

  private access(pid: number, kind: number, va: number, value: number, result: number): void {
    const { pages, bytes } = this.memoryOf(pid);
    const size = kind === operation.LOAD32 || kind === operation.STORE32 ? 4 : 1;
    const known = Array.from({ length: size }, (_, i) => va + i).every((at) => pages.has(at - (at % PAGE)));
    if (kind === operation.STORE8 || kind === operation.STORE32) {
      for (let i = 0; i < size; i++) bytes.set(va + i, (value >> (8 * i)) & 0xff);
    } else if ((kind === operation.LOAD8 || kind === operation.LOAD32) && known) {
      let expected = 0;
      for (let i = size - 1; i >= 0; i--) expected = expected * 256 + (bytes.get(va + i) ?? 0);
      if (result !== expected) {
        throw new Error(`process ${pid} reads ${result} at 0x${va.toString(16)}, where ${expected} should be`);
      }
      this.note('load of a known byte');
    }
  }

  /** A fault stops the process for good; its memory stays, but nobody reads it. */
  private fault(pid: number): void {
    const { operands } = operation.slot;
    const va = operands[0] as Va;
    const { pages } = this.memoryOf(pid);
    const last = va + (operation.slot.kind === operation.STORE32 || operation.slot.kind === operation.LOAD32 ? 3 : 0);
    if (pages.has(va - (va % PAGE)) && pages.has(last - (last % PAGE))) {
      throw new Error(`process ${pid} faults at 0x${va.toString(16)}, which it may use`);
    }
    this.note('fault');
  }

  private memoryOf(pid: number): Memory {
    const memory = this.processes.get(pid);
    if (memory === undefined) throw new Error(`process ${pid} runs, which the model does not know`);
    return memory;
  }

  private note(goal: string): void {
    this.seen.add(goal);
  }
}
