/** What is done with WeensyOS: its calls with a few values for each argument, and stores. */
import { PAGE_SIZE, type Question } from '../../../../hardware/hardware.ts';
import { abi, type CallDescription, type WeensyKernel } from '../../../../kernel/kernel.ts';
import { load8, type OperationStep, store8, systemCall } from '../../../../userland/userland.ts';

/** How much of WeensyOS is explored. */
export interface WeensyScope {
  /** Pages that are free after the boot. */
  readonly free: number;
  readonly processes: number;
  /** Pages of the heap that are asked for. */
  readonly heap: number;
}

/** What else there is to say; none of it is needed. */
export interface WeensyExploring {
  /** The kernel that is explored; the true one if not given. */
  readonly Kernel?: typeof WeensyKernel;
  /** Names of the calls that are made; all that may change anything, if not given. */
  readonly calls?: readonly string[];
  /** Whether programs store into their heap, too, and read it. */
  readonly stores?: boolean;
  /** Whether calls are made with addresses, too, at which programs may have no page. */
  readonly edges?: boolean;
  /** Whether the timer may tick before any operation. */
  readonly ticks?: boolean;
  /** What else is asked of the oracle: each answer is gone through. */
  readonly asked?: readonly Question[];
}

/** The page after that of a program's text. */
const HEAP = abi.PROC_START_ADDR + PAGE_SIZE;
/** Addresses at and beyond the edges of what a program may ask for. */
const EDGES = [0, abi.PROC_START_ADDR - PAGE_SIZE, HEAP + 8, abi.MEMSIZE_VIRTUAL];

/** The pages of the heap of such a scope. */
export const heapOf = ({ heap }: WeensyScope): number[] =>
  Array.from({ length: heap }, (_, page) => HEAP + page * PAGE_SIZE);

/** What is done with the calls of `options`: each with each page of the heap, where it takes one. */
export const movesOf = (
  calls: readonly CallDescription[],
  pages: readonly number[],
  { processes }: WeensyScope,
  { calls: names, stores = false, edges = false }: WeensyExploring,
): OperationStep[] => {
  const isMade = ({ name, number, fate }: CallDescription): boolean =>
    names === undefined ? fate !== 'stops the machine' && number !== abi.SYSCALL_GETPID : names.includes(name);
  const made = calls.filter(isMade).flatMap(({ number, arguments: taken }) => {
    const values = taken.map(({ domain }) => valuesOf(domain, edges ? [...pages, ...EDGES] : pages, processes));
    return combined(values).map((args): OperationStep => [systemCall, number, ...args]);
  });
  return [
    ...made,
    ...(stores
      ? pages.flatMap((page): OperationStep[] => [
          [store8, page, 1],
          [load8, page],
        ])
      : []),
  ];
};

/** A few values of an argument. */
const valuesOf = (
  domain: CallDescription['arguments'][number]['domain'],
  pages: readonly number[],
  processes: number,
): readonly number[] => {
  if (domain === 'page' || domain === 'address' || domain === 'entry') return pages;
  if (domain === 'id') return Array.from({ length: processes }, (_, i) => i + 1);
  if (domain === 'permissions') return [7, 5];
  if (domain === 'length') return [PAGE_SIZE];
  return domain === 'word' ? [0, 1] : domain;
};

const combined = (values: readonly (readonly number[])[]): number[][] =>
  values.reduce<number[][]>((all, some) => all.flatMap((one) => some.map((value) => [...one, value])), [[]]);

/** A move as people write it, of a kernel with those calls. */
export const moveText = ([make, ...operands]: OperationStep, calls: readonly CallDescription[]): string => {
  const isCall = make === systemCall;
  const name = isCall ? calls.find(({ number }) => number === operands[0])?.name : make.name;
  const shown = (isCall ? operands.slice(1) : operands).map((value) => (value > 9 ? `0x${value.toString(16)}` : value));
  return `${name}(${shown.join(', ')})`;
};
