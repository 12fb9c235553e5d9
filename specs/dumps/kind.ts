/** The kernels whose dumps are judged: each is known by its symbols, and loaded when it is asked for. */
import type { DumpKind, KernelName } from './open-dump.ts';
import type { Symbols } from './symbols/symbols.ts';
import { UnusableDump } from './unusable.ts';

const KINDS: Readonly<Record<KernelName, () => Promise<DumpKind>>> = {
  weensyos: async () => (await import('./weensyos/kind.ts')).weensyosDumps,
  jos: async () => (await import('./jos/kind.ts')).josDumps,
};

/** The kind of kernel that `symbols` are of, or the one that was asked for. Throws an UnusableDump. */
export const kindOf = (symbols: Symbols, asked: string | undefined): Promise<DumpKind> => {
  if (asked === 'weensyos' || asked === 'jos') return KINDS[asked]();
  if (asked !== undefined) throw new UnusableDump(`--kernel is weensyos or jos, and not "${asked}"`);
  if (symbols.find('page_free_list', 'kern_pgdir') !== null) return KINDS.jos();
  if (symbols.find('kernel_pagetable', 'physpages', 'ptable') !== null) return KINDS.weensyos();
  throw new UnusableDump(
    'the symbols are of neither kernel: WeensyOS has kernel_pagetable and ptable, JOS kern_pgdir and page_free_list; say --kernel if yours has other names',
  );
};
