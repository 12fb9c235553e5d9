/** What stopped a kernel that has no table of interrupts yet, in words: it cannot say itself at which access, and in which function. */
import { type Halt, TripleFault } from '../../../hardware/hardware.ts';
import { faultText } from '../../judge/stop-origin/fault-text.ts';
import { methodsOn } from '../../judge/stop-origin/link.ts';

/** What `halt`, thrown while stacks were deep, says. */
export const stopText = (halt: Halt): string => {
  if (!(halt instanceof TripleFault) || halt.fault === null) return halt.message;
  const where = functionAt(halt);
  return `${faultText(halt.fault)}${where === null ? '' : `, in ${where}`}; it has no handler yet, and the processor starts anew`;
};

/** The function in which the fault was that `halt` came of; null if none is known. */
export const functionAt = ({ stack = '' }: TripleFault): string | null => {
  const [, kernel = ''] = stack.split('.raiseInKernel');
  const [innermost] = methodsOn(kernel);
  return innermost === undefined ? null : labName(innermost);
};

/** `page_remove` for `pageRemove`. */
export const labName = (method: string): string => method.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
