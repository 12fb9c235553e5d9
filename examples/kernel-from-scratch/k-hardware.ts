/** What surrounds the kernel: the machine that it runs on, how it comes up there with its programs, and how it ends. */
import type { Fault, Image, Listeners, Pa, Segment, Supervisor, TrapHandler, Va } from 'ringfence/hardware';
import {
  frame,
  Halt,
  heapBottom,
  Machine,
  PAGE_SIZE,
  PTE_P,
  PTE_U,
  PTE_W,
  pa,
  register,
  trap,
  va,
} from 'ringfence/hardware';
import { PTE_PWU, Vmiter } from 'ringfence/kernel';
import type { OwnBoot, OwnKernel } from 'ringfence/specs';
import * as abi from './abi.ts';
import { TinyView } from './view.ts';

export abstract class TinyHardware implements OwnKernel, TrapHandler {
  readonly machine: Machine;
  readonly view: TinyView;
  readonly supervisor: Supervisor;
  readonly listeners: Listeners;
  readonly pages = abi.PAGES;
  private readonly setting: OwnBoot;

  constructor(setting: OwnBoot) {
    this.setting = setting;
    this.machine = new Machine(abi.PAGES, abi.SLOTS, { oracle: setting.oracle });
    this.view = new TinyView(this.machine);
    this.supervisor = this.machine.supervisor;
    this.listeners = this.machine.listeners;
    this.machine.connect(this);
  }

  abstract systemCall(saved: Va): void;
  abstract exception(vector: number, saved: Va): void;
  abstract kalloc(): Pa;
  abstract mapFresh(it: Vmiter, permissions: number): Pa;
  abstract schedule(pid: number): void;

  /** Sets the kernel's memory up, then its programs, and runs the first. */
  boot(): void {
    const { programs, timer } = this.setting;
    this.machine.execution.guard(() => {
      this.setUpMemory();
      for (const [i, program] of programs.entries()) this.setUpProcess(i + 1, this.machine.install(program));
      this.machine.timer.arm(timer);
      this.schedule(1);
    });
  }

  /** Text, tables that map all memory but page 0 to itself, and gates: all by physical address, before any table is in force. */
  setUpMemory(): void {
    const { entry, memory, cpu } = this.machine;
    const store = (at: number, word: number): void => memory.store(at / 4, word);
    for (let page = 0; page < abi.FREE / PAGE_SIZE; page++) memory.fillPage(page, 0);
    store(abi.TEXT, this.textWord(abi.TEXT));
    for (let table: number = abi.ROOT; table < abi.L1; table += PAGE_SIZE) store(table, (table + PAGE_SIZE) | PTE_PWU);
    for (let page = 1; page < abi.PAGES; page++) store(abi.L1 + page * 8, (page * PAGE_SIZE) | PTE_P | PTE_W);
    for (let at: number = abi.GATES; at < abi.ROOT; at += trap.GATE_BYTES) {
      const [first, second] = trap.gate(abi.TEXT, 0);
      store(at, first);
      store(at + 4, second);
    }
    cpu.setControl(register.LSTAR, abi.TEXT);
    cpu.setControl(register.IDTR, abi.GATES);
    cpu.setControl(register.KERNEL_STACK, abi.slotOf(1));
    entry.loadRoot(abi.ROOT);
  }

  /** Makes process `pid` of `image`: registers, and tables that map what the kernel's own do, its text and data, and a stack. */
  setUpProcess(pid: number, image: Image): void {
    const fits = pid < abi.SLOTS && image.layout.base >= abi.START && heapBottom(image.layout) <= abi.HEAP;
    this.assert(fits, `there is no place for ${image.name}`);
    const root = this.kallocPagetable();
    new Vmiter(this, root).tryCopy(new Vmiter(this, abi.ROOT), abi.START);
    const stack = { va: abi.STACK, bytes: new Uint8Array(), size: PAGE_SIZE, writable: true };
    for (const segment of [...image.segments, stack]) this.load(root, segment);
    this.supervisor.store32(abi.slotOf(pid), root);
    this.machine.clearThread(pid);
    this.setRegister(pid, frame.RIP, image.entryAddress(0));
    this.setRegister(pid, frame.RSP, abi.END);
    this.setRegister(pid, frame.CS, frame.USER_CODE);
    this.setRegister(pid, frame.SS, frame.USER_DATA);
    this.setRegister(pid, frame.RFLAGS, frame.FLAG_INTERRUPT);
  }

  load(root: Pa, { va: start, bytes, size, writable }: Segment): void {
    for (let at = 0; at < size; at += PAGE_SIZE) {
      const page = this.mapFresh(new Vmiter(this, root, va(start + at)), writable ? PTE_PWU : PTE_P | PTE_U);
      this.assert(page > 0, 'memory suffices for the programs of a boot');
      this.supervisor.writeBytes(va(page), bytes.subarray(at, at + PAGE_SIZE));
    }
  }

  // Processes

  /** Root of the tables of process `pid`; 0 if there is no such process. */
  rootOf(pid: number): Pa {
    return pa(pid > 0 && pid < abi.SLOTS ? this.supervisor.load32(abi.slotOf(pid)) : 0);
  }

  /** Stands at `at` in the tables of process `pid`, of which there must be one. */
  vmiter(pid: number, at: Va): Vmiter {
    return new Vmiter(this, this.rootOf(pid), at);
  }

  setRegister(pid: number, offset: number, value: number): void {
    this.supervisor.store64(va(abi.registersOf(pid) + offset * 4), value);
  }

  /** Resumes `pid`, whose registers the next trap saves where they are saved now. On the same tables the TLB keeps what it knows. */
  run(pid: number): void {
    const { entry, mmu, cpu } = this.machine;
    cpu.setControl(register.KERNEL_STACK, abi.slotOf(pid + 1));
    if (mmu.root !== this.rootOf(pid)) entry.loadRoot(this.rootOf(pid));
    entry.returnTo(abi.registersOf(pid), pid);
  }

  /** Stands at each page in turn that the tables under `root` map from `start` up to below `end`. */
  *mapped(root: Pa, start: Va, end: Va): Generator<Vmiter> {
    const it = new Vmiter(this, root, va(start - PAGE_SIZE));
    while (it.findNextMapped(end)) yield it;
  }

  // What machine and vmiter ask of every kernel

  kallocPagetable(): Pa {
    return this.kalloc();
  }

  textWord(address: number): number {
    return address;
  }

  poll(): void {}

  kernelFault({ address }: Fault): never {
    return this.panic(`the kernel faulted at 0x${address.toString(16)}`);
  }

  assert(holds: boolean, what: string): void {
    if (!holds) this.panic(what);
  }

  panic(message: string): never {
    throw new Halt(register.PANICKED, message);
  }
}
