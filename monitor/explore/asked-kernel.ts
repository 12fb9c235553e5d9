/** The kernel that a command line asks to explore: which, in what size, with what programs may do. */
import { isPath, UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values } from '../../presentation/boot/values.ts';
import { classNamed, isSeeded } from '../../presentation/presentation.ts';
import { extendsClass, KERNELS, type KernelExploring, type KernelToExplore } from '../../specs/specs.ts';
import { loadKernel } from '../command-line/bundle.ts';
import { checkedScope } from './asked.ts';

/** Options that searches of kernels do not have. */
const OF_SYSTEMS = [
  'any-page',
  'mistake',
  'symmetry',
  'reduce',
  'eventually',
  'search',
  'preemptions',
  'checkpoint',
  'run',
] as const;
/** Options that only kernels have, and those of them that need programs. */
export const OF_KERNELS = ['kernel', 'stores', 'edges', 'ticks', 'failing', 'save'] as const;
const OF_PROGRAMS = ['stores', 'edges', 'ticks', 'failing', 'save'] as const;

/** What is explored, and the words that ask for it. */
export interface AskedKernel {
  /** In its first state, anew each time. */
  readonly make: () => ReturnType<KernelToExplore['make']>;
  readonly kind: KernelToExplore;
  readonly title: string;
  readonly words: readonly string[];
  /** What `--kernel` says. */
  readonly kernel: string | undefined;
}

/** Whether `name` is that of a kernel that is explored as it is. */
export const isKernel = (name: string | undefined): name is string =>
  name !== undefined && Object.hasOwn(KERNELS, name);

/** Throws a UsageError for a scope, options and kernels that cannot be explored so. */
export const askedKernel = async (name: string, values: Values): Promise<AskedKernel> => {
  const kind = KERNELS[name];
  refuseOthers(name, kind, values);
  const scope = textOf(values, 'scope');
  const numbers = scope === undefined ? kind.usual : checkedScope(scope, kind);
  const kernel = textOf(values, 'kernel');
  const options: KernelExploring = { ...flagsOf(values), Kernel: await classAsked(name, kind, kernel) };
  const flags = ['stores', 'edges', 'ticks', 'failing'].filter((flag) => values[flag] === true);
  return {
    ...{ kind, kernel, make: () => kind.make(numbers, options) },
    title: `${name} ${numbers.join(' ')} (${kind.parameters.join(', ')})${kernel === undefined ? '' : `, ${kernel}`}: ${kind.sentence}.`,
    words: [
      ...[name, '--scope', numbers.join(',')],
      ...flags.map((flag) => `--${flag}`),
      ...(kernel === undefined ? [] : ['--kernel', kernel]),
    ],
  };
};

const refuseOthers = (name: string, { hasPrograms }: KernelToExplore, values: Values): void => {
  const isGiven = (option: string): boolean => values[option] !== undefined && values[option] !== false;
  const other = OF_SYSTEMS.find(isGiven);
  if (other !== undefined)
    throw new UsageError(
      `--${other}: it is for abstract systems, as weensyos-pages; ${name} is explored breadth first, modulo names of pages`,
    );
  const program = hasPrograms ? undefined : OF_PROGRAMS.find(isGiven);
  if (program !== undefined)
    throw new UsageError(`--${program}: it is for programs, and ${name} is explored without any`);
};

const flagsOf = (values: Values) => ({
  stores: values.stores === true,
  edges: values.edges === true,
  ticks: values.ticks === true,
  asked: values.failing === true ? (['allocation'] as const) : [],
});

/** The class that `asked` names: a seeded bug, or what a file exports. Throws a UsageError for a kernel of another kind. */
const classAsked = async (name: string, kind: KernelToExplore, asked: string | undefined): Promise<unknown> => {
  if (asked === undefined) return undefined;
  if (!isSeeded(asked) && !isPath(asked))
    throw new UsageError(
      `--kernel ${asked}: expected a seeded bug, or the path of a file with a kernel, as ./${asked}.ts`,
    );
  const Kernel: unknown = isSeeded(asked) ? await classNamed(asked, undefined) : await loadKernel(asked);
  if (typeof Kernel === 'function' && extendsClass(Kernel, kind.Kernel)) return Kernel;
  throw new UsageError(`--kernel ${asked}: explore ${name} takes kernels that extend ${kind.Kernel.name}`);
};
