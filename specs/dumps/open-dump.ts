/** What a dump is opened with, and what it is then; each kind of kernel opens its own. */
import type { Machine } from '../../hardware/hardware.ts';
import type { KernelView } from '../../kernel/view.ts';
import type { KernelMap } from '../jos/lab2/kernel-map.ts';
import type { AddressSpace, References } from '../judge/observation.ts';
import type { Observed } from '../symptoms/signs/observed.ts';
import type { Findings } from './finding.ts';
import type { GivenLayout } from './layout.ts';
import type { Registers } from './registers.ts';
import type { Symbols } from './symbols/symbols.ts';
import type { Passed } from './transitions/event.ts';

/** What kernels are called where one is asked for. */
export type KernelName = 'weensyos' | 'jos';

/** What goes with a dump. */
export interface Beside {
  readonly symbols: Symbols;
  readonly given: GivenLayout;
  readonly registers: Registers | null;
}

/** All pages in which memory differs from that of the dump before; and perhaps a few more. */
export type Changed = ReadonlySet<number>;

/** A dump that was understood. It is judged when somebody asks for what was found: its memory must be as it was by then. */
export interface OpenDump {
  readonly machine: Machine;
  readonly view: KernelView;
  /** What was recognised, in a sentence or two. */
  readonly said: readonly string[];
  readonly findings: Findings;
  /** What the tables of each process hold, and who refers to which page. */
  readonly spaces: readonly AddressSpace[];
  readonly references: References;
  /** What the kernel was entered for last, in words: at the entry of an event that is what comes next. Null if that is not to be seen. */
  readonly entered: string | null;
  /** The kernel's own part of the map, where that was found right: in a dump that has the same it need not be looked at again. */
  readonly rightMap?: KernelMap | null;
  /** The place of the process that runs or was interrupted; null if there is none. */
  readonly current: number | null;
  /** What memory shows of mistakes, and how it would look on a screen, for whoever asks which mistake it is. */
  signs(): Promise<readonly Observed[]>;
  pictures(): Promise<string>;
}

/** A kernel whose dumps can be opened. */
export interface DumpKind {
  readonly name: KernelName;
  readonly system: 'WeensyOS' | 'JOS';
  readonly paging: 'x86-64' | 'i386';
  /** How many processes a machine for it must have places for. */
  readonly slots: number;
  /**
   * Opens the dump in the memory of `machine`, in a series that with `before` before it, of which the pages `changed` differ, if that is known.
   * Throws an UnusableDump that begins with a verb.
   */
  open(machine: Machine, beside: Beside, before?: OpenDump | null, changed?: Changed | null): OpenDump;
  /** The event that comes after `dump` by the line `note`, where it is known what it may do. */
  passed(dump: OpenDump, note: string): Passed | null;
}

/** What `make` makes when it is asked for, once. */
export const onceAsked = <Made>(make: () => Made): (() => Made) => {
  let made: { readonly value: Made } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};
