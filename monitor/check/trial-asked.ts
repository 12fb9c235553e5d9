/** The kernel that `check` is given, and what is to be tried on it. */
import { JosLab4, WeensyKernel } from '../../kernel/kernel.ts';
import { type ChosenTrial, extendsClass, trialOf } from '../../specs/specs.ts';
import { loadKernel } from '../command-line/bundle.ts';
import { textOf, type Values } from '../command-line/options.ts';
import { parseOrder, UsageError } from '../command-line/usage-error.ts';

/** The trial of the kernel that `values` ask for, with `around` around whatever runs it. Throws a UsageError, and what stops its boot. */
export const trialAsked = async (values: Values, around: (code: () => void) => void): Promise<ChosenTrial> => {
  const asked = textOf(values, 'kernel');
  const Kernel = asked === undefined ? WeensyKernel : asked === 'jos' ? JosLab4 : await loadKernel(asked);
  const order = textOf(values, 'order');
  const chosen = trialOf(Kernel, { around, ...(order !== undefined && { order: parseOrder(order) }) });
  if (chosen === null) throw new UsageError(`${asked}: ${NO_KERNEL}`);
  if (order === undefined || extendsClass(Kernel, WeensyKernel)) return chosen;
  throw new UsageError('--order: it is for WeensyOS; other kernels choose pages by themselves');
};

const NO_KERNEL =
  'it exports no kernel: write `export default class MyKernel extends WeensyKernel { … }`, or JosKernel, or JosLab4; or a class of your own ' +
  'with `static calls`, `machine`, `view` and `boot`';
