/** Which kernel a command line asks for, and refusing options that it has no such thing for. */
import { existsSync } from 'node:fs';
import { JosKernel, JosLab4 } from '../../kernel/kernel.ts';
import { isPath, UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values } from '../../presentation/boot/values.ts';
import { classNamed, isSeeded, type Kind, kindOf } from '../../presentation/presentation.ts';
import { extendsClass, isOwnKernel } from '../../specs/specs.ts';
import { loadKernel } from '../command-line/bundle.ts';
import { COMMAND_LINE } from './host.ts';

/** Options that say which kernel is meant. */
export const KERNEL_OPTIONS = {
  kernel: { type: 'string' },
  lab: { type: 'string' },
  variant: { type: 'string' },
  end: { type: 'string' },
} as const;

/**
 * The kernel that `--kernel` asks for: `jos`, with environments unless `--lab 2` says otherwise, or one in a file; WeensyOS if it is not given.
 * Throws a UsageError for what is no kernel, and for options in `values` that the kernel has no such thing for.
 */
export const kindAsked = async (values: Values): Promise<Kind> => {
  const kind = await kindAskedBy(textOf(values, 'kernel'), labOf(values));
  refuseLacking(kind, values);
  return kind;
};

/** Throws a UsageError for options in `values` that a kernel of that kind has no such thing for. */
export const refuseLacking = (kind: Kind, values: Values): void => {
  const given = Object.keys(kind.lacks).find((name) => values[name] !== undefined && values[name] !== false);
  if (given === undefined) return;
  const value = typeof values[given] === 'string' && ONLY_OF_JOS.includes(given) ? ` ${values[given]}` : '';
  throw new UsageError(`--${given}${value}: ${kind.lacks[given]}`);
};

/** Options that other kernels lack, and that are told with their values. */
const ONLY_OF_JOS: readonly string[] = ['variant', 'lab', 'end'];

type Lab = '2' | '4' | undefined;

const labOf = (values: Values): Lab => {
  const lab = textOf(values, 'lab');
  if (lab === undefined || lab === '2' || lab === '4') return lab;
  throw new UsageError(`--lab ${lab}: expected 2 or 4`);
};

const kindAskedBy = async (asked: string | undefined, lab: Lab): Promise<Kind> => {
  const Kernel = await classAsked(asked, lab);
  if (lab === '2' && extendsClass(Kernel, JosLab4))
    throw new UsageError(`--lab 2: ${asked} extends JosLab4, which has environments: leave --lab out`);
  if (lab === '4' && extendsClass(Kernel, JosKernel) && !extendsClass(Kernel, JosLab4))
    throw new UsageError(`--lab 4: ${asked} extends JosKernel, which is lab 2: extend JosLab4`);
  const kind = await kindOf(Kernel, COMMAND_LINE);
  if (kind !== null) return kind;
  if (isOwnKernel(Kernel)) return (await import('./from-scratch.ts')).fromScratch(Kernel);
  throw new UsageError(`${asked}: ${NO_KERNEL}`);
};

const classAsked = async (asked: string | undefined, lab: Lab): Promise<unknown> => {
  const isNamed = asked === undefined || asked === 'jos' || (isSeeded(asked) && !existsSync(asked));
  if (isNamed) return classNamed(asked, lab);
  if (!isPath(asked) && !existsSync(asked))
    throw new UsageError(
      `--kernel ${asked}: expected jos, a seeded bug as weensyos-35, or the path of a file with a kernel, as ./${asked}.ts`,
    );
  return loadKernel(asked);
};

const NO_KERNEL =
  'it exports no kernel: write `export default class MyKernel extends WeensyKernel { … }`, or JosKernel, or JosLab4; or a class of your own ' +
  'with `static calls`, `machine`, `view` and `boot`';
