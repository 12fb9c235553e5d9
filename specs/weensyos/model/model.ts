/**
 * A small model of WeensyOS as programs see it: who exists and who runs, which calls succeed, what every load gives and
 * which accesses fault. It follows a machine one boundary at a time, and says where that does anything else.
 */
import {
  CONSOLE_PAGE,
  counter,
  frame,
  type MachineEvent,
  operation,
  PAGE_SIZE,
  register,
  trap,
  type Va,
  va,
} from '../../../hardware/hardware.ts';
import { abi, mayReturn, type WeensyKernel } from '../../../kernel/kernel.ts';
import { type Contract, STRICT } from '../../judge/contract.ts';
import { ModelBroken } from '../../judge/model-broken.ts';
import { type Access, accessesOf } from './accesses.ts';
import { MemoryModel } from './memory.ts';
import { Turns } from './turns.ts';

/** Registers that the kernel leaves to programs as they were, by name. */
const KEPT: readonly (readonly [string, number])[] = [
  ['rsp', frame.RSP],
  ['rbx', frame.RBX],
  ['rbp', frame.RBP],
];
/** Those that a child has from its parent. */
const INHERITED: typeof KEPT = [['rip', frame.RIP], ...KEPT];
/** What ring 3 may not do, whatever the operands. */
const PRIVILEGED: readonly number[] = [
  ...[
    operation.SOFTWARE_INTERRUPT,
    operation.DISABLE_INTERRUPTS,
    operation.HALT,
    operation.PORT_IN,
    operation.PORT_OUT,
  ],
  ...[operation.LOAD_CR3, operation.INVALIDATE_PAGE],
];
/** Faults of one operation that a kernel may mend, one after the other: it touches two pages at most. */
const MENDED = 2;
/** Tables below the root that a page may need. */
const TABLES_OF_A_PAGE = 3;
/** What programs may use below their own part of memory. */
const CONSOLE = va(CONSOLE_PAGE * PAGE_SIZE);
const CANONICAL_END = 2 ** 47;
const hex = (value: number): string => `${value < 0 ? '-' : ''}0x${Math.abs(value).toString(16)}`;

/** Whether the model knows what system call `number` does. */
export const isModelled = (number: number): boolean => abi.SYSCALL_NAMES[number] !== undefined;

type Exception = MachineEvent & { readonly type: 'exception' };

export class Model {
  private readonly kernel: WeensyKernel;
  /** The memory of each process that exists; those in `faulted` never run again. */
  private readonly processes = new Map<number, MemoryModel>();
  private readonly faulted = new Set<number>();
  private readonly contract: Contract;
  private readonly turns = new Turns();
  private exception: Exception | null = null;
  /** Where the operation was fetched from. */
  private rip = 0;
  /** How often the operation that each process is at faulted and was tried again. */
  private readonly mended = new Map<number, number>();
  /** What each process had in the registers that it keeps when it was left, as far as that is known. */
  private readonly kept = new Map<number, readonly number[]>();
  private memoryRanOut = false;
  private allocationChosenToFail = false;

  /** Starts with the processes of a kernel that has just booted, and holds it to `contract`. */
  constructor(kernel: WeensyKernel, contract: Contract = STRICT) {
    this.kernel = kernel;
    this.contract = contract;
    const { programs } = kernel.parameters;
    for (const [i, { layout }] of programs.entries()) this.processes.set(i + 1, MemoryModel.fresh(layout));
    this.compare(', when it begins');
    kernel.machine.listen((event) => this.hear(event), ['exception', 'choice', 'out of memory']);
  }

  /**
   * Whether each process that may run has in memory what it must find there; `when` is added to what is said otherwise. It reads all of their
   * memory. Throws ModelBroken.
   */
  compare(when = ''): void {
    const { view, machine } = this.kernel;
    for (const [pid, memory] of this.processes) {
      if (this.faulted.has(pid)) continue;
      const root = view.rootOf(pid);
      const usable = [...view.mappings(root, CONSOLE, va(CONSOLE + PAGE_SIZE)), ...view.mappings(root)];
      const wrong = memory.differenceFrom(machine, usable, this.isLazy);
      if (wrong !== null) throw new ModelBroken(`process ${pid} ${wrong}${when}`);
    }
  }

  /** Passes one boundary of a machine that runs. Throws ModelBroken, which says what happened and what should have. */
  step(): void {
    const { machine } = this.kernel;
    const { counters, cpu } = machine;
    const pid = cpu.slot;
    const ticks = counters[counter.INTERRUPTS];
    this.memoryOf(pid);
    this.exception = null;
    this.memoryRanOut = false;
    this.rip = cpu.get(frame.RIP);
    operation.slot.kind = 0;
    this.kept.set(pid, this.keptRegisters());
    machine.run(1);
    if (cpu.runState === register.PANICKED) return this.panicked(pid);
    this.goesOn(pid);
    if (counters[counter.INTERRUPTS] > ticks) this.switched(pid);
    else if (this.exception !== null) this.fault(pid, this.exception);
    else this.done(pid);
    this.areThere();
  }

  /** The operation of process `pid` was carried out. */
  private done(pid: number): void {
    this.mended.delete(pid);
    const { kind, operands } = operation.slot;
    if (kind === operation.SYSTEM_CALL) this.systemCall(pid, operands[0], operands[1]);
    else this.access(pid, kind, operands, this.kernel.machine.cpu.get(frame.RAX));
  }

  /** Whoever neither made an exit nor was stopped is there. */
  private areThere(): void {
    for (const pid of this.processes.keys())
      if (!this.faulted.has(pid) && !this.kernel.view.isLive(pid))
        throw new ModelBroken(`process ${pid} is gone, and did not exit`);
  }

  private keptRegisters(): readonly number[] {
    return KEPT.map(([, register]) => this.kernel.machine.cpu.get(register));
  }

  /** Whoever goes on after a boundary of process `pid` has the registers that it had; but for what the program or a call of its own changes. */
  private goesOn(pid: number): void {
    const { runState, slot } = this.kernel.machine.cpu;
    const { kind, operands } = operation.slot;
    if (kind === operation.SET_STACK_POINTER || (kind === operation.SYSTEM_CALL && !isModelled(operands[0])))
      this.kept.delete(pid);
    const expected = this.kept.get(slot);
    if (runState !== register.RUNNING || expected === undefined) return;
    for (const [i, found] of this.keptRegisters().entries())
      if (found !== expected[i])
        throw new ModelBroken(
          `process ${slot} goes on with ${KEPT[i][0]} ${hex(found)} instead of ${hex(expected[i])}`,
        );
  }

  private hear(event: MachineEvent): void {
    if (event.type === 'exception') this.exception = event;
    if (event.type === 'choice' && event.question === 'allocation') this.allocationChosenToFail = event.choice === 1;
    if (event.type !== 'out of memory') return;
    this.memoryRanOut = true;
    const free = this.kernel.view.freePages();
    if (!this.allocationChosenToFail && free > 0)
      throw new ModelBroken(`an allocation fails, and ${free} pages are free`);
  }

  // System calls

  private systemCall(pid: number, number: number, argument: number): void {
    if (!isModelled(number)) return this.follow(pid, number);
    if (number === abi.SYSCALL_EXIT) {
      this.processes.delete(pid);
      return this.switched(pid);
    }
    if (number === abi.SYSCALL_YIELD) return this.yielded(pid);
    if (number === abi.SYSCALL_PANIC) throw new ModelBroken(`process ${pid} panics, and the kernel goes on`);
    const result = this.resultOf(pid);
    if (number === abi.SYSCALL_GETPID && result !== pid)
      throw new ModelBroken(`getpid gives ${result} to process ${pid}`);
    if (number === abi.SYSCALL_PAGE_ALLOC) this.pageAlloc(pid, argument, result);
    if (number === abi.SYSCALL_FORK) this.fork(pid, result);
  }

  /**
   * A call that only the kernel knows: what it made of processes and their memory is taken for granted, and left to the invariants. But it
   * returns what it says it does.
   */
  private follow(pid: number, number: number): void {
    const { view, machine } = this.kernel;
    this.processes.clear();
    this.faulted.clear();
    this.kept.clear();
    for (const process of view.processes()) {
      this.processes.set(process.pid, MemoryModel.asMapped(machine, view.mappings(process.root)));
      if (!process.isRunnable) this.faulted.add(process.pid);
    }
    const call = view.calls.find((described) => described.number === number);
    if (call === undefined || machine.cpu.slot !== pid) return;
    const result = machine.cpu.get(frame.RAX);
    if (!mayReturn(call, result)) throw new ModelBroken(`${call.name} gives ${result}, which is none of its results`);
  }

  /** A yield returns 0, now or when it is the caller's turn again. */
  private yielded(pid: number): void {
    const { machine, ptable, supervisor } = this.kernel;
    const saved = (ptable[pid].registers + frame.RAX * 4) as Va;
    const result = machine.cpu.slot === pid ? machine.cpu.get(frame.RAX) : supervisor.peek32(saved);
    if (result !== 0) throw new ModelBroken(`yield will return ${result} to process ${pid}`);
    this.switched(pid);
  }

  /** The result of a call that comes straight back to its caller. */
  private resultOf(pid: number): number {
    const { cpu } = this.kernel.machine;
    if (cpu.slot !== pid) throw new ModelBroken(`process ${pid} made a call, and process ${cpu.slot} runs after it`);
    return cpu.get(frame.RAX);
  }

  private pageAlloc(pid: number, va: number, result: number): void {
    const valid = va % abi.PAGESIZE === 0 && va >= abi.PROC_START_ADDR && va < abi.MEMSIZE_VIRTUAL;
    const expected = valid && !this.ranOut(result, TABLES_OF_A_PAGE + 1 + this.promised()) ? 0 : abi.E_FAILED;
    if (!this.isResult(result, expected))
      throw new ModelBroken(`page_alloc(${hex(va)}) gives ${result} instead of ${expected}`);
    if (result === 0) this.memoryOf(pid).replace(va);
  }

  private fork(parent: number, child: number): void {
    const { view } = this.kernel;
    const slots = view.slots().flatMap(({ pid }) => (this.processes.has(pid) ? [] : pid));
    const root = view.rootOf(parent);
    const needed = 1 + view.tables(root).length + view.mappings(root).length + this.promised();
    const wanted = this.contract.slots === 'any' && slots.includes(child) ? child : slots[0];
    const expected = wanted === undefined || this.ranOut(child, needed) ? abi.E_FAILED : wanted;
    if (!this.isResult(child, expected)) throw new ModelBroken(`fork gives ${child} instead of ${expected}`);
    if (child <= 0) return;
    this.processes.set(child, this.memoryOf(parent).clone());
    this.childRegisters(child);
  }

  /** Whether a call may say that there is no memory: it was told so, or got it without kalloc, and less is free than it may take. */
  private ranOut(result: number, needed: number): boolean {
    return this.memoryRanOut || (result < 0 && this.kernel.view.freePages() < needed);
  }

  /** Pages that a kernel may keep back for what it has promised, at most. */
  private promised(): number {
    if (!this.isLazy) return 0;
    const { view } = this.kernel;
    return 3 * view.processes().reduce((sum, { root }) => sum + view.mappings(root).length, 0);
  }

  private isResult(result: number, expected: number): boolean {
    return result === expected || (this.contract.errors === 'any' && expected < 0 && result < 0);
  }

  /** A child goes on where its parent, which runs now, does; only fork returns 0 to it. */
  private childRegisters(child: number): void {
    const { ptable, machine } = this.kernel;
    const result = ptable[child].register(frame.RAX);
    if (result !== 0) throw new ModelBroken(`fork will return ${result} to the child ${child}`);
    for (const [name, register] of INHERITED) {
      const [found, expected] = [ptable[child].register(register), machine.cpu.get(register)];
      if (found === expected) continue;
      throw new ModelBroken(`the child ${child} starts with ${name} ${hex(found)} instead of ${hex(expected)}`);
    }
    this.kept.set(child, this.keptRegisters());
  }

  // Loads and stores

  private access(pid: number, kind: number, operands: Float64Array, result: number): void {
    const memory = this.memoryOf(pid);
    for (const access of accessesOf(kind, operands)) {
      if (!permits(memory, access))
        throw new ModelBroken(
          `process ${pid} ${access.isStore ? 'writes' : 'reads'} at ${hex(access.address)}, which it may not`,
        );
    }
    const expected = memory.perform(kind, operands);
    if (expected === null || expected === result) return;
    throw new ModelBroken(`process ${pid} ${describe(kind, operands, result)}, where ${expected} should be`);
  }

  /**
   * A page fault stops the process for good: its memory stays, but nobody reads it. Where the kernel may give pages as they are touched, it
   * mends the fault instead, or has no page for that.
   */
  private fault(pid: number, { vector, address }: Exception): void {
    const { kind, operands } = operation.slot;
    const memory = this.memoryOf(pid);
    if (kind === 0 && memory.access(this.rip, 4) !== 'nothing') {
      throw new ModelBroken(`process ${pid} faults on its instruction at ${hex(this.rip)}, which it may execute`);
    }
    const accesses = accessesOf(kind, operands);
    const touched = accesses.find((access) => address >= access.address && address < access.address + access.size);
    if (touched !== undefined && permits(memory, { ...touched, address, size: 1 }) && this.isMended(pid))
      return this.switched(pid, true);
    const lacksPage = this.isLazy && this.memoryRanOut;
    if (accesses.length > 0 && accesses.every((access) => permits(memory, access)) && !lacksPage) {
      throw new ModelBroken(`process ${pid} faults at ${hex(address)}, which it may use`);
    }
    if (accesses.length > 0 && vector === trap.PAGE_FAULT && touched === undefined) {
      throw new ModelBroken(`process ${pid} touches ${hex(operands[0])}, and the fault is at ${hex(address)}`);
    }
    this.faulted.add(pid);
    this.switched(pid);
  }

  /** Whether the kernel put right what faulted, which it may not try for ever, and `pid` can go on. */
  private isMended(pid: number): boolean {
    const times = (this.mended.get(pid) ?? 0) + 1;
    this.mended.set(pid, times);
    return this.isLazy && times <= MENDED && this.kernel.view.isRunnable(pid);
  }

  private get isLazy(): boolean {
    return this.contract.sharing === 'cow' || this.contract.heap === 'lazy';
  }

  // Who runs

  /** The kernel was free to run another process: the next one in order of pids, unless an oracle chooses. */
  private switched(from: number, isOpen = this.contract.schedule === 'any'): void {
    const { machine, parameters } = this.kernel;
    const { cpu } = machine;
    const runnable = [...this.processes.keys()].filter((pid) => !this.faulted.has(pid)).toSorted((a, b) => a - b);
    const running = cpu.runState === register.RUNNING ? cpu.slot : undefined;
    const isChosen = parameters.oracle?.asked.includes('next process') === true;
    if (isChosen || isOpen) this.turns.any(from, running, runnable, !isChosen);
    else this.turns.next(from, running, runnable);
  }

  /** Exceptions other than page faults, and some calls, stop this kernel as they stop the real one: then the program must have asked for it. */
  private panicked(pid: number): void {
    const { kind, operands } = operation.slot;
    const why = this.kernel.machine.execution.halt?.message ?? '';
    if (kind === operation.SYSTEM_CALL && callPanic(operands[0])?.test(why)) return;
    const [, vector] = /^Unhandled exception (\d+) /.exec(why) ?? [];
    const strange = accessesOf(kind, operands).some((access) => !isCanonical(access));
    const foreignBytes =
      kind === 0 &&
      (Number(vector) === trap.BREAKPOINT || Number(vector) === trap.INVALID_OPCODE) &&
      this.processes.get(pid)?.access(this.rip, 4) === 'write';
    const asked = Number(vector) === trap.GENERAL_PROTECTION && (strange || PRIVILEGED.includes(kind));
    if (!asked && !foreignBytes) throw new ModelBroken(`the kernel panics while process ${pid} runs: ${why}`);
  }

  private memoryOf(pid: number): MemoryModel {
    const memory = this.processes.get(pid);
    if (memory !== undefined && !this.faulted.has(pid)) return memory;
    throw new ModelBroken(`process ${pid} runs, which ${memory === undefined ? 'does not exist' : 'was stopped'}`);
  }
}

/** What the kernel says when it panics over system call `number`; undefined for those that it carries out. */
const callPanic = (number: number): RegExp | undefined => {
  if (number === abi.SYSCALL_PANIC) return /^USER PANIC$/;
  return !isModelled(number) ? new RegExp(`^Unhandled system call ${number} `) : undefined;
};

const isCanonical = ({ address, size }: Access): boolean =>
  address >= -CANONICAL_END && address + size - 1 < CANONICAL_END;

const permits = (memory: MemoryModel, { address, size, isStore }: Access): boolean => {
  if (size === 0) return true;
  const access = memory.access(address, size);
  return access === 'write' || (access === 'read' && !isStore);
};

/** `reads 7 at 0x104000`. */
const describe = (kind: number, operands: Float64Array, result: number): string =>
  kind === operation.SCAN
    ? `finds byte ${result} of ${operands[2]} at ${hex(operands[0])} to be other than ${operands[1]}`
    : `reads ${result} at ${hex(operands[0])}`;
