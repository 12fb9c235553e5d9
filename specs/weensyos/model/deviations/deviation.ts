/** A deviation: something that a kernel does otherwise at one moment of a run, and what may be done so. */
import { PAGE_SIZE, va } from '../../../../hardware/hardware.ts';
import { abi, PTE_PWU, Vmiter, type WeensyKernel } from '../../../../kernel/kernel.ts';
import type { OperationStep } from '../../../../userland/userland.ts';
import type { Contract } from '../../../judge/contract.ts';
import type { Deed, Moment } from '../meddler.ts';

/** Something that a kernel does otherwise in a run of `steps`, beside a process that only yields. */
export interface Deviation {
  /** The clause: a call with one of its results, or what else programs rely on. */
  readonly clause: string;
  readonly what: string;
  readonly steps: readonly OperationStep[];
  readonly at: Moment;
  readonly deed: Deed;
  readonly Kernel?: typeof WeensyKernel;
  readonly slots?: number;
  /** What is said of it where nothing is left open; null if it is allowed. */
  readonly says: RegExp | null;
  /** The point of a contract under which it is allowed, where it is open. */
  readonly open?: keyof Contract;
}

export const answers =
  (result: number): Deed =>
  () =>
    result;
export const leaf = (kernel: WeensyKernel, pid: number, address: number): Vmiter =>
  new Vmiter(kernel, kernel.ptable[pid].pagetable, va(address));
/** Makes byte `address` of process `pid` another. */
export const spoil =
  (pid: number, address: number): Deed =>
  (kernel) => {
    const at = leaf(kernel, pid, address - (address % PAGE_SIZE)).pa + (address % PAGE_SIZE);
    kernel.machine.memory.store8(at, kernel.machine.memory.bytes[at] ^ 0x40);
    return undefined;
  };
export const remap =
  (pid: number, address: number, permissions: number): Deed =>
  (kernel) => {
    const it = leaf(kernel, pid, address);
    it.map(it.pa, permissions);
    kernel.machine.mmu.tlb.flush(false);
    return undefined;
  };
export const gives =
  (pid: number, address: number): Deed =>
  (kernel) => {
    leaf(kernel, pid, address).map(kernel.kallocPagetable(), PTE_PWU);
    return undefined;
  };
export const saves =
  (pid: number, register: number, value: number): Deed =>
  (kernel) => {
    kernel.ptable[pid].setRegister(register, value);
    return undefined;
  };
export const holds =
  (register: number, value: number): Deed =>
  ({ machine }) => {
    machine.cpu.set(register, value);
    return undefined;
  };
export const ends =
  (pid: number): Deed =>
  (kernel) => {
    kernel.exit(kernel.ptable[pid]);
    return undefined;
  };
export const undone: Deed = (kernel, _, child) => {
  kernel.exit(kernel.ptable[child]);
  return abi.E_FAILED;
};
export const none: Deed = () => undefined;

export const once = (step: OperationStep): readonly OperationStep[] => [step];
