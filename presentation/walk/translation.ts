/** The translation of one address, step by step, as the MMU would do it for a process. */
import {
  PTE_A,
  PTE_D,
  PTE_FLAGS,
  PTE_P,
  PTE_PS,
  PTE_U,
  PTE_W,
  ppnOf,
  type Va,
  type WalkStep,
} from '../../hardware/hardware.ts';
import type { PageKind, SpaceView } from '../../kernel/kernel.ts';
import type { Kernel, System } from '../kernels/kind.ts';

/** An entry that the MMU loads on its way. */
export interface TranslationStep {
  /** From 4, or 2 on JOS, down to 1. */
  readonly level: number;
  readonly index: number;
  /** Its physical address. */
  readonly entryAddress: number;
  /** Its lower 32 bits, without a sign. */
  readonly entry: number;
  /** Flags that are set, by their letters. */
  readonly flags: readonly string[];
  /** The physical address that it points to; null if it is not present. */
  readonly target: number | null;
}

export interface Translation {
  readonly address: Va;
  /** Whose tables. */
  readonly pid: number;
  /** The physical address of the root table. */
  readonly root: number;
  /** None if the address is not canonical. */
  readonly steps: readonly TranslationStep[];
  /** What the address is translated to; null if an entry is absent, or the address not canonical. */
  readonly result: {
    readonly address: number;
    readonly writable: boolean;
    readonly user: boolean;
    readonly kind: PageKind;
    readonly count: number;
  } | null;
  /** Error codes of the page faults that a program's accesses would take; null if they go through. */
  readonly read: number | null;
  readonly write: number | null;
  /** What the TLB has of it; it holds nothing of a space that does not run, and nobody knows of memory that was saved. */
  readonly tlb: 'other space' | 'miss' | 'hit' | 'unknown';
}

const FLAGS: readonly (readonly [number, string])[] = [
  [PTE_P, 'P'],
  [PTE_W, 'W'],
  [PTE_U, 'U'],
  [PTE_A, 'A'],
  [PTE_D, 'D'],
  [PTE_PS, 'PS'],
];
/** Error codes of page faults that programs take (Intel SDM vol. 3, 4.7). */
const PROTECTION = 1;
const WRITE = 2;
const USER = 4;

/** The translation of `address` in `space`, by the tables as they are now. */
export const translationOf = ({ kernel, flagNames }: System, space: SpaceView, address: Va): Translation => {
  const { machine, view } = kernel;
  const root = space.root * 4096;
  const probe = machine.mmu.probe(address, root);
  const fault = (kind: number, allowed: boolean): number | null => {
    if (probe === null) return USER | kind;
    return allowed ? null : USER | kind | PROTECTION;
  };
  const page = probe === null ? null : ppnOf(probe.pa);
  return {
    ...{ address, pid: space.pid, root },
    steps: machine.mmu.steps(address, root).map((step) => stepOf(flagNames, step)),
    result:
      probe === null || page === null
        ? null
        : {
            ...{ address: probe.pa, writable: probe.writable, user: probe.user },
            ...{ kind: view.kindOf(page), count: view.referenceCount(page) },
          },
    read: fault(0, probe?.user === true),
    write: fault(WRITE, probe?.user === true && probe.writable),
    tlb: cachedOf(kernel, root, address),
  };
};

const stepOf = (flagNames: System['flagNames'], { level, index, entryPa, low }: WalkStep): TranslationStep => ({
  ...{ level, index, entryAddress: entryPa, entry: low >>> 0 },
  // Those among them that the kernel has for itself come last.
  flags: [...FLAGS, ...Object.entries(flagNames).map(([bit, name]) => [Number(bit), name] as const)]
    .filter(([bit]) => low & bit)
    .map(([, name]) => name),
  target: low & PTE_P ? (low & ~PTE_FLAGS) >>> 0 : null,
});

const cachedOf = ({ machine: { mmu }, view }: Kernel, root: number, address: Va): Translation['tlb'] => {
  if (view.isSaved === true) return 'unknown';
  if (mmu.root !== root) return 'other space';
  return mmu.cachedAt(address) === null ? 'miss' : 'hit';
};
