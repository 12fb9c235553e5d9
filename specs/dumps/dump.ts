/**
 * A dump: the words of a machine's physical memory, from address 0. It is put into a machine that nobody runs, so that whatever reads a machine
 * reads a dump: views, pictures, walks of page tables.
 */
import { Machine, PAGE_SIZE, register } from '../../hardware/hardware.ts';
import { UnusableDump } from './unusable.ts';

/** Larger memory no kernel of the courses can use: JOS maps 256 MiB at KERNBASE. */
export const MOST_BYTES = 0x10000000;
/** Less memory than WeensyOS has; its kernel and its console lie above 0x40000. */
const LEAST_BYTES = 0x100000;

/** Checks how many bytes a dump has. Throws an UnusableDump that begins with a verb. */
export const checkSize = (bytes: number): void => {
  if (bytes === 0) throw new UnusableDump('is empty');
  if (bytes > MOST_BYTES)
    throw new UnusableDump(
      `has more than ${MOST_BYTES} bytes (256 MiB), and no kernel of the courses uses so much: save 0x200000 bytes of WeensyOS, of JOS as many as -m says`,
    );
  if (bytes < LEAST_BYTES || bytes % PAGE_SIZE !== 0)
    throw new UnusableDump(
      `has ${bytes} bytes, which is no whole memory from address 0: WeensyOS has 0x200000 bytes, JOS as many as -m says; was it cut off?`,
    );
};

/** A machine that stands, with as much memory as a dump of `bytes` bytes, all zero, for `slots` processes at most. */
export const machineFor = (bytes: number, paging: 'x86-64' | 'i386', slots: number): Machine => {
  const machine = new Machine(bytes / PAGE_SIZE, slots, { paging });
  machine.cpu.runState = register.POWERED_OFF;
  return machine;
};
