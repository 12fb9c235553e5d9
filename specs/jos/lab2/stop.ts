/** What stopped a kernel that has no table of interrupts yet, in words: it cannot say itself at which access, and in which function. */
import { type Fault, type Halt, TripleFault, trap } from '../../../hardware/hardware.ts';
import { kernelFunctions } from '../../../kernel/kernel.ts';
import { hex } from './observation.ts';

/** What `halt`, thrown while stacks were deep, says. */
export const stopText = (halt: Halt): string => {
  if (!(halt instanceof TripleFault) || halt.fault === null) return halt.message;
  const [, kernel = ''] = (halt.stack ?? '').split('.raiseInKernel');
  const functions = kernelFunctions(kernel).filter((name) => !ACCESS.test(name));
  const where = functions.length > 0 ? ` in ${labName(functions[0])}` : '';
  return `${faultText(halt.fault)}${where}; it has no handler yet, and the processor starts anew`;
};

const faultText = ({ vector, address, errorCode }: Fault): string => {
  if (vector !== trap.PAGE_FAULT) return `exception ${vector} at ${hex(address)}`;
  const deed = errorCode & trap.FAULT_WRITE ? 'write' : 'read';
  return `a page fault at ${hex(address)}, a ${deed} ${errorCode & trap.FAULT_PRESENT ? 'without the right to it' : 'where no page is'},`;
};

/** Steps of an access, which say nothing. */
const ACCESS = /^(load|store|fill)(\d+|Bytes|Part|Page|Words)?$/;

/** `page_remove` for `pageRemove`. */
const labName = (method: string): string => method.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
