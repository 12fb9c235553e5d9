/** A fault of the kernel in words. */
import { type Fault, trap } from '../../../hardware/hardware.ts';
import { hex } from './naming.ts';

/** `a page fault at 0x0, a read where no page is`. */
export const faultText = ({ vector, address, errorCode }: Fault): string => {
  if (vector === trap.MACHINE_CHECK) return `a machine check at ${hex(address)}, where there is no memory`;
  if (vector !== trap.PAGE_FAULT)
    return `${NAMES[vector] ?? `exception ${vector}`} at ${Number.isFinite(address) ? hex(address) : `${address}, which is no address`}`;
  const deed = errorCode & trap.FAULT_WRITE ? 'write' : 'read';
  return `a page fault at ${hex(address)}, a ${deed} ${errorCode & trap.FAULT_PRESENT ? 'without the right to it' : 'where no page is'}`;
};

const NAMES: Readonly<Record<number, string>> = { [trap.GENERAL_PROTECTION]: 'a general-protection fault' };
