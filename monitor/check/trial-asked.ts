/** The kernel that `check` is given, and what is to be tried on it. */
import { JosLab4, WeensyKernel } from '../../kernel/kernel.ts';
import { type ChosenTrial, extendsClass, trialOf } from '../../specs/specs.ts';
import { loadKernel } from '../command-line/bundle.ts';
import { textOf, type Values } from '../command-line/options.ts';
import { parseOrder, UsageError } from '../command-line/usage-error.ts';
import { reportReady } from '../limits/supervisor.ts';

/**
 * The trial of the kernel that `values` ask for, with `around` around whatever runs it; or what went wrong in the kernel while it was made
 * ready. Throws a UsageError.
 */
export const trialAsked = async (values: Values, around: (code: () => void) => void): Promise<ChosenTrial | Error> => {
  const asked = textOf(values, 'kernel');
  const Kernel = asked === undefined ? WeensyKernel : asked === 'jos' ? JosLab4 : await loadKernel(asked);
  reportReady();
  const text = textOf(values, 'order');
  const order = text === undefined ? {} : { order: parseOrder(text) };
  if (text !== undefined && !extendsClass(Kernel, WeensyKernel)) {
    throw new UsageError('--order: it is for WeensyOS; other kernels choose pages by themselves');
  }
  const made: (ChosenTrial | null)[] = [];
  try {
    around(() => void made.push(trialOf(Kernel, order)));
  } catch (error) {
    return error as Error;
  }
  if (made[0] === null) throw new UsageError(`${asked}: ${NO_KERNEL}`);
  return made[0];
};

const NO_KERNEL =
  'it exports no kernel: write `export default class MyKernel extends WeensyKernel { … }`, or JosKernel, or JosLab4; or a class of your own ' +
  'with `static calls`, `machine`, `view` and `boot`';
