/** What can be booted, as the dialog offers it. */
import type { MomentRun } from '../../specs/specs.ts';

/** What the dialog was filled with. */
export interface Asked {
  /** `weensyos`, `jos`, `jos2`, or the id of a seeded bug of a kernel. */
  readonly kernel: string;
  readonly program: string;
  readonly order: string;
  readonly timer: string;
  readonly memory: string;
  readonly seed: string;
}

export const USUAL: Asked = { kernel: 'weensyos', program: 'fork', order: '', timer: '', memory: '', seed: '' };

/** Whether a kernel of that name runs programs of JOS. */
export const isOfJos = (kernel: string): boolean => /^(jos|env-)/.test(kernel);
/** Whether it runs none: lab 2 is memory management alone. */
export const hasNoPrograms = (kernel: string): boolean => kernel === 'jos2' || /^jos-/.test(kernel);

/** The run that is asked for. */
export const runOf = ({ kernel, program, order, timer, memory, seed }: Asked): MomentRun => {
  const isPlain = kernel === 'weensyos';
  const boot = Object.fromEntries(
    Object.entries({ order: isOfJos(kernel) ? '' : order, timer, memory, seed: isOfJos(kernel) ? '' : seed }).filter(
      ([, value]) => value !== '',
    ),
  );
  const name = kernel === 'jos2' ? 'jos' : kernel;
  const lab = kernel === 'jos2' ? { lab: '2' } : {};
  if (hasNoPrograms(kernel)) {
    const { timer: _, ...rest } = boot;
    return { what: 'programs', kernel: name, programs: [], boot: { ...rest, ...lab } };
  }
  return { what: 'programs', ...(isPlain ? {} : { kernel: name }), programs: [program], boot };
};
