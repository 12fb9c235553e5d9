/** Every trap as an event: the gates of the kernel's table lead through stubs, at which the machine stands still before the kernel's first instruction. */
import { trap, trapframe } from '../../../hardware/hardware.ts';
import { KERNBASE } from '../../../kernel/jos/memlayout.ts';
import type { Registers } from '../../dumps/registers.ts';
import { josNote } from '../notes.ts';
import type { Stubs } from './breakpoints.ts';
import { type Processor, physicalOf, wordAt } from './emulator.ts';

/** Where stubs lie: in the hole for devices, which JOS maps and never touches. */
const STUBS = 0xf0000;
const STUB_BYTES = 8;
export const GATE_PORT = 0xf1;
const VECTORS = 256;
/** Where sysenter leads, by which SJTU's programs make their calls, comes after the gates: who calls so leaves in esi where he goes on. */
const SYSENTER = VECTORS;
const PRESENT = 0x8000;
const ESP = 4;
const ESI = 6;
/** Vectors with which the processor pushes an error code (Intel SDM vol. 3, 6.13). */
const WITH_ERROR_CODE: readonly number[] = [8, 10, 11, 12, 13, 14, 17];

/** Has all gates that are there lead through stubs: `out GATE_PORT, al`, which changes no register, and a jump to where the gate led. */
export const stopAtGates = (cpu: Processor, stubs: Stubs): void => {
  const { words } = cpu;
  if (cpu.sysenter_eip[0] !== 0) cpu.sysenter_eip[0] = stubFor(stubs, SYSENTER, cpu.sysenter_eip[0]);
  const table = physicalOf(cpu, cpu.idtr_offset[0] >>> 0);
  // A kernel that has forgotten to load its table does not live long.
  if (table < 0) return;
  for (let vector = 0; vector < Math.min(VECTORS, (cpu.idtr_size[0] + 1) >> 3); vector++) {
    const at = table + vector * 8;
    const [low, high] = [words.getUint32(at, true), words.getUint32(at + 4, true)];
    if ((high & PRESENT) === 0) continue;
    const stub = stubFor(stubs, vector, (high & 0xffff0000) | (low & 0xffff));
    stubs.put(at, [
      ...bytesOf((low & 0xffff0000) | (stub & 0xffff)),
      ...bytesOf((high & 0xffff) | (stub & 0xffff0000)),
    ]);
  }
};

/** Puts the stub number `index`, which leads to `target`; its address. */
const stubFor = (stubs: Stubs, index: number, target: number): number => {
  const stub = STUBS + index * STUB_BYTES;
  stubs.put(stub, [0xe6, GATE_PORT, 0xe9, ...bytesOf(target - (KERNBASE + stub + 7))]);
  return KERNBASE + stub;
};

const bytesOf = (word: number): number[] => [0, 8, 16, 24].map((shift) => (word >>> shift) & 0xff);

/** What is told of the trap whose stub the processor is in, of the environment `env`: it has saved nothing but what the processor saves itself. */
export const toldOfTrap = (cpu: Processor, env: number, registers: Registers): string => {
  const index = ((cpu.instruction_pointer[0] >>> 0) - (KERNBASE + STUBS)) >>> 3;
  const vector = index === SYSENTER ? trap.SYSTEM_CALL_VECTOR : index;
  const frame = cpu.reg32[ESP] + (WITH_ERROR_CODE.includes(vector) ? 4 : 0);
  const saved = new DataView(new ArrayBuffer(trapframe.TRAPFRAME_BYTES));
  const put = (index: number, value: number): void => saved.setInt32(index * 4, value, true);
  const [eax, ecx, edx, ebx] = cpu.reg32;
  put(trapframe.TF_EAX, eax);
  put(trapframe.TF_ECX, ecx);
  put(trapframe.TF_EDX, edx);
  put(trapframe.TF_EBX, ebx);
  put(trapframe.TF_TRAPNO, vector);
  put(trapframe.TF_EIP, index === SYSENTER ? cpu.reg32[ESI] : wordAt(cpu, frame));
  return josNote(saved, env, registers);
};
