/** An environment's descriptor (inc/env.h): a view of its words in the table `envs`, whose layout is drawn in abi.ts. */
import { type Supervisor, trapframe, type Va, va } from '../../hardware/hardware.ts';
import * as abi from './abi.ts';

/** What each status is called, by its number. */
export const STATUS_NAMES: readonly string[] = ['free', 'dying', 'runnable', 'running', 'not runnable'];

/** Where a system call has its arguments. */
const ARGUMENTS: readonly number[] = [
  trapframe.TF_EDX,
  trapframe.TF_ECX,
  trapframe.TF_EBX,
  trapframe.TF_EDI,
  trapframe.TF_ESI,
];

/** One environment's descriptor. Its properties load and store words by kernel virtual address, with the cycles that this costs. */
export class Env {
  /** Its kernel virtual address: what a pointer to it holds. */
  readonly address: Va;
  /** Its place in the table, which is also the number of its thread. */
  readonly index: number;
  private readonly supervisor: Supervisor;

  constructor(supervisor: Supervisor, address: Va, index: number) {
    this.supervisor = supervisor;
    this.address = address;
    this.index = index;
  }

  get id(): number {
    return this.word(abi.ENV_ID) | 0;
  }
  set id(id: number) {
    this.setWord(abi.ENV_ID, id);
  }

  get parentId(): number {
    return this.word(abi.ENV_PARENT_ID) | 0;
  }
  set parentId(id: number) {
    this.setWord(abi.ENV_PARENT_ID, id);
  }

  /** The next free environment after this one. */
  get link(): Va {
    return va(this.word(abi.ENV_LINK));
  }
  set link(next: Va) {
    this.setWord(abi.ENV_LINK, next);
  }

  get status(): number {
    return this.word(abi.ENV_STATUS);
  }
  set status(status: number) {
    this.setWord(abi.ENV_STATUS, status);
  }

  /** How often it was given the CPU. */
  get runs(): number {
    return this.word(abi.ENV_RUNS);
  }
  set runs(count: number) {
    this.setWord(abi.ENV_RUNS, count);
  }

  /** Kernel virtual address of its page directory; 0 if it has none. */
  get pgdir(): Va {
    return va(this.word(abi.ENV_PGDIR));
  }
  set pgdir(pgdir: Va) {
    this.setWord(abi.ENV_PGDIR, pgdir);
  }

  /** Where the program wants to be told of its page faults; 0 if nowhere. */
  get pgfaultUpcall(): number {
    return this.word(abi.ENV_PGFAULT_UPCALL);
  }
  set pgfaultUpcall(entry: number) {
    this.setWord(abi.ENV_PGFAULT_UPCALL, entry);
  }

  get ipcRecving(): boolean {
    return this.word(abi.ENV_IPC_RECVING) !== 0;
  }
  set ipcRecving(waits: boolean) {
    this.setWord(abi.ENV_IPC_RECVING, waits ? 1 : 0);
  }

  /** Where it wants a page that comes with a message; nowhere from UTOP on. */
  get ipcDstva(): number {
    return this.word(abi.ENV_IPC_DSTVA);
  }
  set ipcDstva(address: number) {
    this.setWord(abi.ENV_IPC_DSTVA, address);
  }

  /** Puts a message where the program reads it. `perm` is 0 if no page came with it. */
  putMessage(value: number, from: number, perm: number): void {
    this.setWord(abi.ENV_IPC_VALUE, value);
    this.setWord(abi.ENV_IPC_FROM, from);
    this.setWord(abi.ENV_IPC_PERM, perm);
  }

  /** Address of the saved registers. */
  get registers(): Va {
    return this.address;
  }

  /** A saved register, by its word in the trap frame (`trapframe.TF_EAX` and so on). */
  register(word: number): number {
    return this.word(abi.ENV_TF + word * 4);
  }

  /** Argument `n` of the system call that it made (lib/syscall.c). */
  argument(n: number): number {
    return this.register(ARGUMENTS[n]);
  }

  setRegister(word: number, value: number): void {
    this.setWord(abi.ENV_TF + word * 4, value);
  }

  /** Saves the trap frame at kernel address `saved`. */
  saveRegisters(saved: Va): void {
    this.supervisor.copyWords(this.registers, saved, trapframe.TRAPFRAME_WORDS);
  }

  clearRegisters(): void {
    this.supervisor.fillWords(this.registers, 0, trapframe.TRAPFRAME_WORDS);
  }

  private word(offset: number): number {
    return this.supervisor.load32(va(this.address + offset)) >>> 0;
  }

  private setWord(offset: number, value: number): void {
    this.supervisor.store32(va(this.address + offset), value);
  }
}
