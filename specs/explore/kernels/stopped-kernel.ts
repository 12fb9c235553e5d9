/** A kernel that stopped, which is wrong whatever was done. */
import type { Watched } from '../../../kernel/kernel.ts';
import type { Wrong } from './explored-kernel.ts';

/** What is wrong with a kernel that stopped; null if `kernel` goes on. */
export const stoppedKernel = ({ machine }: Watched): Wrong | null => {
  const { halt } = machine.execution;
  if (halt === null) return null;
  return {
    name: 'the kernel goes on',
    sentence: 'A kernel goes on, whatever is done.',
    ...{ place: 'the kernel', expected: 'it returns, or waits', found: halt.message },
  };
};
