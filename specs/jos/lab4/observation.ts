/** What invariants across environments see: the state, who refers to each page, and what the kernel keeps for itself. */
import { PAGE_SIZE, type Ppn, ppn } from '../../../hardware/hardware.ts';
import { type JosLab4, memlayout } from '../../../kernel/kernel.ts';
import { type EnvironmentsState, type EnvState, environmentsState } from './state.ts';

const { EXTPHYSMEM, IOPHYSMEM, KERNBASE, NPTENTRIES, PDX, PGNUM, PTE_P, PTE_PS, UTOP, UVPT } = memlayout;
/** The page that other processors would start in. */
const MPENTRY_PAGE = 7;

/** A use of a page: which environment, and as what. */
export interface Use {
  readonly env: EnvState;
  readonly as: 'page directory' | 'page table' | 'memory';
  /** The first address that it covers, but for a directory. */
  readonly address: number;
}

export interface EnvironmentsObservation {
  readonly kernel: JosLab4;
  readonly state: EnvironmentsState;
  /** Who uses each page. */
  readonly uses: ReadonlyMap<Ppn, readonly Use[]>;
  /** Page tables of the kernel's own address space, which all environments share. */
  readonly kernelTables: ReadonlySet<Ppn>;
  /** Pages that programs themselves mapped more than once, other than for copy-on-write. */
  readonly sharedOnPurpose: ReadonlySet<Ppn>;
  /** Whether a page is never to be given to anybody. */
  isReserved(page: number): boolean;
}

const NONE: ReadonlySet<Ppn> = new Set();

export const observeEnvironments = (kernel: JosLab4, sharedOnPurpose = NONE): EnvironmentsObservation => {
  const state = environmentsState(kernel);
  const firstFree = PGNUM(kernel.variables.nextfree - KERNBASE);
  return {
    kernel,
    state,
    uses: usesOf(state),
    kernelTables: kernelTablesOf(kernel),
    sharedOnPurpose,
    isReserved: (page) =>
      page === 0 ||
      page === MPENTRY_PAGE ||
      (page >= PGNUM(IOPHYSMEM) && page < Math.max(PGNUM(EXTPHYSMEM), firstFree)),
  };
};

const usesOf = ({ envs }: EnvironmentsState): Map<Ppn, Use[]> => {
  const found = new Map<Ppn, Use[]>();
  const add = (page: Ppn, use: Use): void => {
    const uses = found.get(page);
    if (uses === undefined) found.set(page, [use]);
    else uses.push(use);
  };
  for (const env of envs) {
    if (env.directory !== 0) add(env.directory, { env, as: 'page directory', address: 0 });
    for (const { index, page } of env.tables) add(page, { env, as: 'page table', address: index * memlayout.PTSIZE });
    for (const { address, page } of env.mappings) add(page, { env, as: 'memory', address });
  }
  return found;
};

const kernelTablesOf = (kernel: JosLab4): Set<Ppn> => {
  const found = new Set<Ppn>();
  for (let index = PDX(UTOP); index < NPTENTRIES; index++) {
    const entry = directoryEntry(kernel, PGNUM(kernel.variables.kernPgdir - KERNBASE), index);
    if (index !== PDX(UVPT) && entry & PTE_P && !(entry & PTE_PS)) found.add(ppn(PGNUM(entry)));
  }
  return found;
};

/** Entry `index` of the page directory in page `directory`. */
export const directoryEntry = ({ machine }: JosLab4, directory: number, index: number): number =>
  machine.memory.words[(directory * PAGE_SIZE) / 4 + index];

/** `memory at 0x800000 of environment 00001000`. */
export const describeUse = ({ env, as, address }: Use): string =>
  `${as}${as === 'page directory' ? '' : ` at ${hex(address)}`} of environment ${idOf(env)}`;

export const idOf = ({ id }: EnvState): string => id.toString(16).padStart(8, '0');
export const hex = (value: number): string => `0x${(value >>> 0).toString(16)}`;
