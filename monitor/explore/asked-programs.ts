/** Given programs that a command line asks to explore on a kernel: which, in what machine, and what is left open. */
import { DEFAULT_PARAMETERS } from '../../kernel/kernel.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import { bootParameters, carriedBoot, programsOf } from '../../presentation/presentation.ts';
import type { GivenPrograms, KernelToExplore } from '../../specs/specs.ts';
import { COMMAND_LINE } from '../kernels/host.ts';
import { checkedScope } from './asked-system.ts';

/** What a scope says of given programs; without one they boot as `run` boots them. */
const SCOPE = { parameters: ['free pages', 'processes'], most: [400, 15] };
/** Options that say what programs do, where none are given. */
const OF_OTHERS = ['stores', 'edges'] as const;

/** What is booted, the words that ask for it, and what is explored, in a sentence. */
export interface AskedPrograms {
  readonly given: GivenPrograms;
  readonly words: readonly string[];
  readonly sentence: string;
}

/** Throws a UsageError for a kernel on which programs are not explored, and for options, scopes and names that make no sense. */
export const askedPrograms = async (
  kernel: string,
  { makeGiven }: KernelToExplore,
  names: readonly string[],
  values: Values,
): Promise<AskedPrograms> => {
  if (makeGiven === undefined)
    throw new UsageError(
      `${names[0]}: explore ${kernel} calls the kernel's functions, and runs no programs; ringfence explore weensyos ${names[0]} explores programs of WeensyOS`,
    );
  refuseOthers(names, values);
  const programs = await programsOf(COMMAND_LINE, names, wholeOf(values, 'seed', 0, 2 ** 32 - 1));
  const { pages, slots, allocatable } = { ...DEFAULT_PARAMETERS, ...bootParameters(carriedBoot(programs).values) };
  const scope = textOf(values, 'scope');
  const [free, processes = slots - 1] = scope === undefined ? [] : checkedScope(scope, SCOPE);
  if (programs.length > processes)
    throw new UsageError(
      `--scope ${scope}: ${programs.length} programs need as many processes: --scope ${free},${programs.length}`,
    );
  return {
    given: { programs, pages, slots: processes + 1, allocatable, ...(free !== undefined && { free }) },
    words: [...names, ...(scope === undefined ? [] : ['--scope', scope])],
    sentence: `${names.join(', ')}, ${free === undefined ? '' : `${free} pages free, `}${processes} processes at most: ${waysText(values)}`,
  };
};

const refuseOthers = (names: readonly string[], values: Values): void => {
  const other = OF_OTHERS.find((option) => values[option] === true);
  if (other !== undefined) throw new UsageError(`--${other}: ${names.join(', ')} say what they do: leave it out`);
  const file = textOf(values, 'save');
  if (file !== undefined && !file.endsWith('.json'))
    throw new UsageError(
      `--save ${file}: the programs are in files already; a name that ends in .json keeps the run to what is wrong, which run, step and why open`,
    );
};

/** What is left open, in words. */
const waysText = (values: Values): string => {
  const open = [
    ...(values.ticks === true ? ['the timer may tick before any operation'] : []),
    ...(values.failing === true ? ['any allocation may fail'] : []),
    ...(values['any-page'] === true ? ['any free page may be taken'] : []),
  ];
  return open.length === 0
    ? 'as they run without ticks; --ticks, --failing and --any-page leave more open'
    : `${open.join(', and ')}`;
};
