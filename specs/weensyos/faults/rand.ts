/** A fault of programs: `rand` gives the upper 31 bits of its 64-bit state, where the real one gives bits 62 to 32. */
import { WeensyKernel } from '../../../kernel/kernel.ts';
import { allocators, type Draw, exitProgram, forkProgram } from '../../../userland/userland.ts';
import type { Fault } from './fault.ts';

const drawUpperBits: Draw = (random, least, most) =>
  least + Math.floor(((random.next() >>> 1) * (most - least + 1)) / 2 ** 31);

const growing = allocators(drawUpperBits);
const forking = [forkProgram(drawUpperBits)];
const exiting = [exitProgram(undefined, drawUpperBits)];

export const upperBitsDrawn: Fault = {
  name: 'drawing the upper bits in rand',
  sentence: 'A draw is the state shifted by 33 bits, not by 32.',
  Kernel: WeensyKernel,
  programs: { A7: growing, A7k3: growing, F7: forking, F7k3: forking, E7: exiting, E7t5k3: exiting },
};
