/** The kernels whose dumps are judged: how one is known by its symbols, and opened. Each is loaded when it is asked for. */
import type { Machine } from '../../hardware/hardware.ts';
import type { KernelView } from '../../kernel/view.ts';
import type { Observed } from '../symptoms/signs/observed.ts';
import type { Findings } from './finding.ts';
import type { GivenLayout } from './layout.ts';
import type { Registers } from './registers.ts';
import type { Symbols } from './symbols/symbols.ts';
import { UnusableDump } from './unusable.ts';

export type KernelName = 'weensyos' | 'jos';

/** What goes with a dump. */
export interface Beside {
  readonly symbols: Symbols;
  readonly given: GivenLayout;
  readonly registers: Registers | null;
}

/** A dump that was understood. */
export interface OpenDump {
  readonly machine: Machine;
  readonly view: KernelView;
  /** What was recognised, in a sentence or two. */
  readonly said: readonly string[];
  readonly findings: Findings;
  /** What memory shows of mistakes, and how it would look on a screen, for whoever asks which mistake it is. */
  signs(): readonly Observed[];
  pictures(): string;
}

export interface DumpKind {
  readonly name: KernelName;
  readonly system: 'WeensyOS' | 'JOS';
  readonly paging: 'x86-64' | 'i386';
  /** How many processes a machine for it must have places for. */
  readonly slots: number;
  /** Opens and judges the dump in the memory of `machine`. Throws an UnusableDump that begins with a verb. */
  open(machine: Machine, beside: Beside): OpenDump;
}

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
