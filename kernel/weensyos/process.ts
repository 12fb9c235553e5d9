/**
 * A process descriptor, a view of its words in `ptable[]`:
 *
 *     byte   0           8     12      16                      208
 *          +-----------+-----+-------+-----------------------+
 *          | pagetable | pid | state | registers (192 bytes) |
 *          +-----------+-----+-------+-----------------------+
 */
import { type Pa, pa, type Supervisor, type Va, va } from '../../hardware/hardware.ts';
import { PROCESS_BYTES, processAddress } from './layout.ts';

/** Nobody is in the slot. */
export const P_FREE = 0;
/** The process waits for its turn, or runs. */
export const P_RUNNABLE = 1;
/** Not used by the kernel; kept for those who add blocking system calls. */
export const P_BLOCKED = 2;
/** The process made a fault that it cannot go on after; its memory is kept. */
export const P_FAULTED = 3;
export const STATE_NAMES: readonly string[] = ['free', 'runnable', 'blocked', 'faulted'];

const PAGETABLE = 0;
const PID = 8;
const STATE = 12;
const REGISTERS = 16;

/** Word offsets of the fields, for observers. */
export const PROCESS_OFFSETS = { pagetable: PAGETABLE / 4, state: STATE / 4, registers: REGISTERS / 4 };

/** The field that the byte at `offset` of a descriptor belongs to. */
export const fieldAt = (offset: number): string => {
  if (offset >= REGISTERS) return `registers + ${offset - REGISTERS}`;
  return offset >= STATE ? 'state' : offset >= PID ? 'pid' : 'pagetable';
};

/** One process descriptor. Its properties load and store words by kernel virtual address, with the cycles that this costs. */
export class Process {
  /** Number of the slot, which is the pid of whatever process is in it. */
  readonly slot: number;
  /** Kernel address of the saved registers. */
  readonly registers: Va;
  private readonly address: number;
  private readonly supervisor: Supervisor;

  constructor(supervisor: Supervisor, slot: number) {
    this.supervisor = supervisor;
    this.slot = slot;
    this.address = processAddress(slot);
    this.registers = va(this.address + REGISTERS);
  }

  get pagetable(): Pa {
    return pa(this.supervisor.load32(va(this.address + PAGETABLE)));
  }

  set pagetable(root: Pa) {
    this.supervisor.store32(va(this.address + PAGETABLE), root);
  }

  get pid(): number {
    return this.supervisor.load32(va(this.address + PID));
  }

  set pid(pid: number) {
    this.supervisor.store32(va(this.address + PID), pid);
  }

  get state(): number {
    return this.supervisor.load32(va(this.address + STATE));
  }

  set state(state: number) {
    this.supervisor.store32(va(this.address + STATE), state);
  }

  /** A saved 64-bit register, by its offset in the frame (`frame.RAX` and so on). */
  register(offset: number): number {
    return this.supervisor.load64(va(this.registers + offset * 4));
  }

  setRegister(offset: number, value: number): void {
    this.supervisor.store64(va(this.registers + offset * 4), value);
  }

  /** Zeroes the whole descriptor. */
  clear(): void {
    this.supervisor.fillWords(va(this.address), 0, PROCESS_BYTES / 4);
  }
}
