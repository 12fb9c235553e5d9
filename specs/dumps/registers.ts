/** The processor's registers, as QEMU's monitor or gdb print them for `info registers`. */
import { UnusableDump } from './unusable.ts';

/** Registers by name, in capitals: RIP, EIP, CR3. Those of 64 bits beyond 2^53 are not exact. */
export type Registers = ReadonlyMap<string, number>;

/** `RAX=000000000005a000 RBX=…`, `EFL=00000046 [---Z-P-] CPL=0`; of gdb `rip            0x40b23  0x40b23 <…>`. */
const OF_QEMU = /\b(R[A-Z0-9]{1,3}|E[A-Z]{2}|EFER|CR[0-8]|CPL) ?= ?([0-9a-f]+)\b/g;
const OF_GDB = /^\s*(r[a-z0-9]{1,3}|e[a-z]{2}|eflags|cr[0-8])\s+0x([0-9a-f]+)/gm;

/** The registers in `text`. Throws an UnusableDump that begins with a verb. */
export const readRegisters = (text: string): Registers => {
  const found = new Map<string, number>();
  for (const [, name, value] of [...text.matchAll(OF_QEMU), ...text.matchAll(OF_GDB)])
    found.set(name === 'eflags' ? 'EFL' : name.toUpperCase(), Number.parseInt(value, 16));
  if (found.size === 0)
    throw new UnusableDump(
      'holds no registers: it should be what info registers prints, in the monitor of QEMU or in gdb',
    );
  return found;
};
