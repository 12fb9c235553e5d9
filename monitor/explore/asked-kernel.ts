/** The kernel that a command line asks to explore: which, in what size, with what programs may do. */
import { isPath, UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values } from '../../presentation/boot/values.ts';
import { classNamed, isSeeded } from '../../presentation/presentation.ts';
import {
  extendsClass,
  KERNELS,
  type KernelExploring,
  type KernelToExplore,
  type ProgramsRun,
  type RetoldStep,
} from '../../specs/specs.ts';
import { loadKernel } from '../command-line/bundle.ts';
import { askedPrograms } from './asked-programs.ts';
import { checkedScope } from './asked-system.ts';

/** Options that searches of kernels do not have. */
const OF_SYSTEMS = [
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
const OF_PROGRAMS = ['stores', 'edges', 'ticks', 'failing', 'any-page', 'save'] as const;
/** Those that leave open what else may happen, in the order of the words that ask for the same. */
const FLAGS = ['stores', 'edges', 'ticks', 'failing', 'any-page'] as const;

/** A kernel in its first state. */
type Made = ReturnType<KernelToExplore['make'] | NonNullable<KernelToExplore['makeGiven']>>;

/** What is explored, and the words that ask for it. */
export interface AskedKernel {
  /** In its first state, anew each time. */
  readonly make: () => Made;
  /** Names of all that is judged. */
  readonly judged: readonly string[];
  readonly title: string;
  readonly words: readonly string[];
  /** What `--kernel` says. */
  readonly kernel: string | undefined;
  /** Whether programs were given. */
  readonly isGiven: boolean;
  /** The run of `steps`, which `system` took from its first state, as moments name it; null where they have no name for it. */
  momentRun(system: Made, steps: readonly RetoldStep[]): ProgramsRun | null;
}

/** Whether `name` is that of a kernel that is explored as it is. */
export const isKernel = (name: string | undefined): name is string =>
  name !== undefined && Object.hasOwn(KERNELS, name);

/** Throws a UsageError for a scope, options, kernels and programs that cannot be explored so. */
export const askedKernel = async (name: string, programs: readonly string[], values: Values): Promise<AskedKernel> => {
  const kind = KERNELS[name];
  refuseOthers(name, kind, values);
  const kernel = textOf(values, 'kernel');
  const options: KernelExploring = { ...flagsOf(values), Kernel: await classAsked(name, kind, kernel) };
  const { words, scope, sentence, ...asked } = await (programs.length > 0
    ? askedGiven(name, kind, { programs, values, options })
    : askedHand(kind, values, options));
  return {
    ...asked,
    ...{ kernel, isGiven: programs.length > 0 },
    title: `${name}${scope}${kernel === undefined ? '' : `, ${kernel}`}: ${sentence}.`,
    words: [
      ...[name, ...words],
      ...FLAGS.filter((flag) => values[flag] === true).map((flag) => `--${flag}`),
      ...(kernel === undefined ? [] : ['--kernel', kernel]),
    ],
    momentRun: (system, steps) =>
      'run' in system
        ? { what: 'programs', ...(kernel !== undefined && { kernel }), programs, ...system.run(steps) }
        : null,
  };
};

/** What is explored, and for its title in what scope, and what that is. */
interface AskedPart extends Pick<AskedKernel, 'make' | 'judged' | 'words'> {
  readonly scope: string;
  readonly sentence: string;
}

/** Whoever runs makes any call. */
const askedHand = (kind: KernelToExplore, values: Values, options: KernelExploring): AskedPart => {
  const scope = textOf(values, 'scope');
  const numbers = scope === undefined ? kind.usual : checkedScope(scope, kind);
  return {
    make: () => kind.make(numbers, options),
    judged: kind.judged,
    scope: ` ${numbers.join(' ')} (${kind.parameters.join(', ')})`,
    sentence: kind.sentence,
    words: ['--scope', numbers.join(',')],
  };
};

const askedGiven = async (
  name: string,
  kind: KernelToExplore,
  { programs, values, options }: { programs: readonly string[]; values: Values; options: KernelExploring },
): Promise<AskedPart> => {
  const { given, words, sentence } = await askedPrograms(name, kind, programs, values);
  const make = kind.makeGiven as NonNullable<KernelToExplore['makeGiven']>;
  return {
    make: () => make(given, options),
    judged: [...kind.judged, 'programs do as they should'],
    ...{ words, sentence, scope: '' },
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
  asked: [
    ...(values.failing === true ? (['allocation'] as const) : []),
    ...(values['any-page'] === true ? (['page'] as const) : []),
  ],
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
