/** The kernels that are explored as they are, by name. */
import type { Question } from '../../../hardware/hardware.ts';
import { JosKernel, WeensyKernel } from '../../../kernel/kernel.ts';
import { LAB2_INVARIANTS, OF_CALLS } from '../../jos/lab2/invariants/list.ts';
import { failureChangesNothing } from '../../judge/invariants/failure-changes-nothing.ts';
import { freshPageIsZero } from '../../judge/invariants/fresh-page-is-zero.ts';
import { INVARIANTS } from '../../weensyos/invariants/list.ts';
import { ExploredJos } from './jos/explored.ts';
import { ExploredWeensyOS } from './weensyos/explored.ts';
import type { WeensyExploring } from './weensyos/moves.ts';
import { ExploredPrograms, type GivenPrograms } from './weensyos/programs.ts';

/** What may be done beside calls. */
export interface KernelExploring {
  /** The kernel, of the class that the entry says or one that extends it. */
  readonly Kernel?: unknown;
  readonly stores?: boolean;
  readonly edges?: boolean;
  readonly ticks?: boolean;
  readonly asked?: readonly Question[];
}

/** A kernel in any size. */
export interface KernelToExplore {
  readonly sentence: string;
  /** What the numbers of its scope are, the usual ones, and the most that each may be. */
  readonly parameters: readonly string[];
  readonly usual: readonly number[];
  readonly most: readonly number[];
  /** What must be held to: names of invariants, and of what steps are held to. */
  readonly judged: readonly string[];
  /** The class that kernels extend which are explored in its place. */
  readonly Kernel: new (
    ...parameters: never[]
  ) => object;
  /** Whether there are programs: those store, are interrupted, and may be written down. */
  readonly hasPrograms: boolean;
  make(scope: readonly number[], options: KernelExploring): ExploredWeensyOS | ExploredJos;
  /** The same with programs that are given, if that can be. */
  makeGiven?(given: GivenPrograms, options: KernelExploring): ExploredPrograms;
}

/** Those of `invariants` that speak of states: what calls do is held against their contracts here. */
const namesBut = (invariants: readonly { readonly name: string }[], others: readonly unknown[]): string[] =>
  invariants.filter((invariant) => !others.includes(invariant)).map(({ name }) => name);

/** Each by the name that the command line has for it. */
export const KERNELS: Readonly<Record<string, KernelToExplore>> = {
  weensyos: {
    sentence: 'the kernel itself: whoever runs makes any of its calls',
    ...{ parameters: ['free pages', 'processes', 'heap pages'], usual: [16, 3, 3], most: [150, 15, 8] },
    judged: [
      ...namesBut(INVARIANTS, [freshPageIsZero, failureChangesNothing]),
      'calls do what they say',
      'noninterference',
    ],
    ...{ Kernel: WeensyKernel, hasPrograms: true },
    make: ([free, processes, heap], options) =>
      new ExploredWeensyOS({ free, processes, heap }, options as WeensyExploring),
    makeGiven: (given, options) => new ExploredPrograms(given, options as WeensyExploring),
  },
  jos: {
    sentence: "the memory management of lab 2 itself: its functions, called from the kernel's own side",
    ...{ parameters: ['free pages', 'addresses'], usual: [5, 2], most: [64, 8] },
    judged: [...namesBut(LAB2_INVARIANTS, OF_CALLS), 'functions do what they say'],
    ...{ Kernel: JosKernel, hasPrograms: false },
    make: ([free, addresses], { Kernel }) =>
      new ExploredJos({ free, addresses }, Kernel as typeof JosKernel | undefined),
  },
};
