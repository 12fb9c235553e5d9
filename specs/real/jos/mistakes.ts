/** The mistakes that can be compiled into the kernel, where each is made, and what is wrong then: by reading its sources, for nothing here runs. */
import { type Ppn, ppnOf } from '../../../hardware/hardware.ts';
import type { KernelView } from '../../../kernel/view.ts';

/** What is in a kernel's memory before an event, or after it. */
type Side = Pick<KernelView, 'counts' | 'mappings' | 'spaces' | 'tables'>;

export interface Mistake {
  readonly lab: 2 | 4;
  /** Its name in kernel.h. */
  readonly name: string;
  /** The event in which it shows, and what is wrong then. */
  readonly event: string;
  readonly wrong: string;
  /** Whose state is: a page, or, where that is null, an environment. */
  readonly page: ((before: Side, after: Side) => Ppn | undefined) | null;
  /** The store since which it is so: its function, and its line, which has this text, for the time that is given, from 0. */
  readonly by: string;
  readonly line: readonly [source: string, text: string, which?: number];
}

/** The environments in the order in which they are created, and where their programs map pages: kernel.h and user.c. */
const [MAPPER, FORKER] = [0x1000, 0x1001];
const SHARED = 0xa00000;
const TEXT = 0x800000;

const rootOf = (side: Side, env: number): Ppn | undefined => side.spaces().find(({ pid }) => pid === env)?.root;

/** The page that environment `env` has at `address`. */
const mapped = (side: Side, env: number, address: number): Ppn | undefined => {
  const root = rootOf(side, env);
  const found = root === undefined ? undefined : side.mappings(root).find(({ va }) => va === address);
  return found === undefined ? undefined : ppnOf(found.pa);
};

/** The first page of pages[], which programs see at UPAGES. */
const pageOfPages = ({ counts }: Side): Ppn => ppnOf(counts.start);

const tableOf = (side: Side, env: number, address: number): Ppn | undefined => {
  const root = rootOf(side, env);
  return root === undefined ? undefined : side.tables(root).find(({ va }) => va === address)?.page;
};

/** Who is there before, and no more after. */
const ended = (before: Side, after: Side): number =>
  before.spaces().find(({ pid }) => rootOf(after, pid) === undefined)?.pid ?? 0;

const INSERTS = '*pte = page2pa(pp) | perm';

export const MISTAKES: readonly Mistake[] = [
  {
    ...{ lab: 2, name: 'BOOT_MAP_COUNTS', event: 'boot_map_region', wrong: 'static maps do not count' },
    page: (_, after) => pageOfPages(after),
    ...{ by: 'boot_map_region', line: ['pmap.c', 'pp_ref += 2'] },
  },
  {
    ...{ lab: 4, name: 'COUNTS_ONCE', event: 'sys_page_map', wrong: 'exact reference count' },
    page: (before) => mapped(before, MAPPER, SHARED),
    ...{ by: 'page_insert', line: ['pmap.c', INSERTS] },
  },
  {
    ...{ lab: 4, name: 'REMOVE_KEEPS_COUNT', event: 'sys_page_unmap', wrong: 'exact reference count' },
    page: (before) => mapped(before, MAPPER, SHARED),
    ...{ by: 'page_remove', line: ['pmap.c', '*pte = 0;'] },
  },
  {
    ...{ lab: 4, name: 'REMOVE_FREES_SHARED', event: 'sys_page_unmap', wrong: 'no use after free' },
    page: (before) => mapped(before, MAPPER, SHARED),
    ...{ by: 'page_free', line: ['pmap.c', 'page_free_list = pp;'] },
  },
  {
    ...{ lab: 4, name: 'ALLOC_KEEPS_LINK', event: 'sys_page_alloc', wrong: 'no link off the list' },
    page: (_, after) => mapped(after, MAPPER, SHARED),
    ...{ by: 'page_insert', line: ['pmap.c', 'pp->pp_ref++;', 1] },
  },
  {
    ...{ lab: 4, name: 'FREE_KEEPS_TABLES', event: 'sys_env_destroy', wrong: 'nothing leaks' },
    page: (before, after) => tableOf(before, ended(before, after), TEXT),
    ...{ by: 'env_free', line: ['env.c', 'e->env_pgdir[pdx] = 0;'] },
  },
  {
    ...{ lab: 4, name: 'MAP_TAKES_ANY_ADDRESS', event: 'sys_page_map', wrong: 'kernel memory is private' },
    page: pageOfPages,
    ...{ by: 'page_insert', line: ['pmap.c', INSERTS] },
  },
  {
    ...{ lab: 4, name: 'FREE_KEEPS_STATUS', event: 'sys_env_destroy', wrong: 'runnable is complete', page: null },
    ...{ by: 'env_free', line: ['env.c', 'e->env_pgdir = NULL;'] },
  },
  {
    ...{ lab: 4, name: 'FREES_DIRECTORY_TWICE', event: 'sys_env_destroy', wrong: 'free list ends' },
    page: (before, after) => rootOf(before, ended(before, after)),
    ...{ by: 'page_free', line: ['pmap.c', 'pp->pp_link = page_free_list;'] },
  },
  {
    ...{ lab: 4, name: 'FORK_SHARES_DIRECTORY', event: 'sys_exofork', wrong: 'tables have one owner' },
    page: (before) => tableOf(before, FORKER, TEXT),
    ...{ by: 'env_alloc', line: ['env.c', 'e->env_status = ENV_RUNNABLE;'] },
  },
  {
    ...{ lab: 4, name: 'COPY_KEEPS_COUNT', event: 'a page fault', wrong: 'exact reference count' },
    page: (before, after) => {
      const copied = before.mappings(rootOf(before, FORKER) ?? (0 as Ppn));
      const lost = copied.find(({ va, pa }) => mapped(after, FORKER, va) !== ppnOf(pa));
      return lost === undefined ? undefined : ppnOf(lost.pa);
    },
    ...{ by: 'trap', line: ['trap.c', '*pte = page2pa(pp) | PTE_P'] },
  },
];
