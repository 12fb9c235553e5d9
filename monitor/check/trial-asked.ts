/** What `check` tries, by the kind of the kernel that it is given: WeensyOS, JOS of either lab, or one of somebody's own. */
import { JosKernel, JosLab4, WeensyKernel } from '../../kernel/kernel.ts';
import { EXERCISE, isOwnKernel, Lab2Trial, Lab4Trial, OwnTrial, type Trial, weensyTrial } from '../../specs/specs.ts';
import { loadKernel } from '../command-line/bundle.ts';
import { textOf, type Values, wholeOf } from '../command-line/options.ts';
import { parseOrder, UsageError } from '../command-line/usage-error.ts';
import { limited } from '../limits/watchdog.ts';

/** A trial with scenarios of whatever kind, and what is to be tried of it first. */
export interface Asked {
  // biome-ignore lint/suspicious/noExplicitAny: each kernel has scenarios of its own kind, and only its trial looks into them.
  readonly trial: Trial<any>;
  readonly first: readonly unknown[];
  /** How many operations are enough, unless the command line says otherwise. */
  readonly operations: number;
}

export const DEFAULT_PATIENCE_SECONDS = 10;

/** The trial of the kernel that `values` ask for. Throws a UsageError, and what stops the boot of a kernel that has to boot for it. */
export const trialAsked = async (values: Values): Promise<Asked> => {
  const asked = textOf(values, 'kernel');
  const Kernel = asked === undefined ? WeensyKernel : asked === 'jos' ? JosLab4 : await loadKernel(asked);
  const order = textOf(values, 'order');
  const patience = wholeOf(values, 'patience', 1, 3600) ?? DEFAULT_PATIENCE_SECONDS;
  if (extendsClass(Kernel, WeensyKernel)) {
    const trial = weensyTrial({
      Kernel,
      order: order === undefined ? null : parseOrder(order),
      around: limited(patience),
    });
    return { trial, first: [], operations: 50_000 };
  }
  if (order !== undefined)
    throw new UsageError('--order: it is for WeensyOS; other kernels choose pages by themselves');
  if (extendsClass(Kernel, JosLab4)) return { trial: new Lab4Trial(Kernel), first: [], operations: 20_000 };
  if (extendsClass(Kernel, JosKernel)) return { trial: lab2(Kernel), first: [EXERCISE], operations: 5_000 };
  if (isOwnKernel(Kernel)) return { trial: new OwnTrial(Kernel), first: [], operations: 20_000 };
  throw new UsageError(
    `${asked}: it exports no kernel: write \`export default class MyKernel extends WeensyKernel { … }\`, or JosKernel, or JosLab4, or a class ` +
      'with `static calls`, `machine`, `view` and `boot`',
  );
};

const LAB2_PAGES = 2048;

const lab2 = (Kernel: typeof JosKernel): Lab2Trial => {
  const kernel = new Kernel({ pages: LAB2_PAGES });
  kernel.boot();
  const { halt } = kernel.machine.execution;
  if (halt !== null) throw halt;
  return new Lab2Trial(kernel);
};

const extendsClass = <Base extends abstract new (...parameters: never[]) => object>(
  Kernel: unknown,
  Base: Base,
): Kernel is Base => Kernel === Base || (typeof Kernel === 'function' && Kernel.prototype instanceof Base);
