/** Every trap as an event: the gates of the kernel's table lead through stubs, at which the machine stands still before the kernel's first instruction. */
import { trapframe } from '../../../hardware/hardware.ts';
import { KERNBASE } from '../../../kernel/jos/memlayout.ts';
import type { Registers } from '../../dumps/registers.ts';
import { josNote, type Told } from '../notes.ts';
import { type Processor, physicalOf, wordAt } from './emulator.ts';
import type { Stubs } from './stubs.ts';

/** Where stubs lie: in the hole for devices, which JOS maps and never touches. */
const STUBS = 0xf0000;
const STUB_BYTES = 8;
export const GATE_PORT = 0xf1;
const PRESENT = 0x8000;
const ESP = 4;
/** Vectors with which the processor pushes an error code (Intel SDM vol. 3, 6.13). */
const WITH_ERROR_CODE: readonly number[] = [8, 10, 11, 12, 13, 14, 17];

/** Has all gates that are there lead through stubs: `out GATE_PORT, al`, which changes no register, and a jump to where the gate led. */
export const stopAtGates = (cpu: Processor, stubs: Stubs): void => {
  const words = cpu.words;
  const table = physicalOf(cpu, cpu.idtr_offset[0] >>> 0);
  for (let vector = 0; vector < Math.min(256, (cpu.idtr_size[0] + 1) >> 3); vector++) {
    const at = table + vector * 8;
    const [low, high] = [words.getUint32(at, true), words.getUint32(at + 4, true)];
    if ((high & PRESENT) === 0) continue;
    const stub = STUBS + vector * STUB_BYTES;
    const target = ((high & 0xffff0000) | (low & 0xffff)) >>> 0;
    stubs.put(stub, [0xe6, GATE_PORT, 0xe9, ...bytesOf(target - (KERNBASE + stub + 7))]);
    stubs.put(at, [
      ...bytesOf((low & 0xffff0000) | ((KERNBASE + stub) & 0xffff)),
      ...bytesOf((high & 0xffff) | ((KERNBASE + stub) & 0xffff0000)),
    ]);
  }
};

const bytesOf = (word: number): number[] => [0, 8, 16, 24].map((shift) => (word >>> shift) & 0xff);

/** What is told of the trap whose stub the processor is in, of the environment `env`: it has saved nothing but what the processor saves itself. */
export const toldOfTrap = (cpu: Processor, env: number, registers: Registers): Told => {
  const vector = ((cpu.instruction_pointer[0] >>> 0) - (KERNBASE + STUBS)) >>> 3;
  const saved = new DataView(new ArrayBuffer(trapframe.TRAPFRAME_BYTES));
  const put = (index: number, value: number): void => saved.setInt32(index * 4, value, true);
  const [eax, ecx, edx, ebx] = cpu.reg32;
  put(trapframe.TF_EAX, eax);
  put(trapframe.TF_ECX, ecx);
  put(trapframe.TF_EDX, edx);
  put(trapframe.TF_EBX, ebx);
  put(trapframe.TF_TRAPNO, vector);
  put(trapframe.TF_EIP, wordAt(cpu, cpu.reg32[ESP] + (WITH_ERROR_CODE.includes(vector) ? 4 : 0)));
  return josNote(saved, env, registers);
};
