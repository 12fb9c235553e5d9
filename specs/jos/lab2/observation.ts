/** A state of JOS as the invariants of lab 2 see it: counted from scratch, with who took which page, and the call that led here. */
import { type Ppn, ppn } from '../../../hardware/hardware.ts';
import type { JosKernel, JosView } from '../../../kernel/kernel.ts';
import { Observation } from '../../judge/observation.ts';
import type { Call } from './call.ts';

/** What does not show in the words of memory. */
export interface Known {
  /** Pages that page_alloc gave, and that were neither mapped nor freed since. */
  readonly held: ReadonlySet<Ppn>;
  /** The call that led here, if one did. */
  readonly call: Call | null;
  /** What stopped the kernel on the way here: then memory is as it was before, and only the call tells what happened. */
  readonly stopped: string | null;
  /** Whether the kernel's part of the map is one that was found right before; no, if not given. */
  readonly mapIsKnown?: boolean;
}

/** What the invariants need of a kernel, whether it runs or was saved. */
export type Lab2Kernel = Pick<JosKernel, 'machine' | 'npages' | 'pages' | 'kernPgdir' | 'kstacktop' | 'nextfree'> & {
  readonly view: JosView;
  readonly places: Pick<JosKernel['places'], 'bootstack'>;
};

export class Lab2Observation extends Observation {
  declare readonly view: JosView;
  override readonly held: ReadonlySet<Ppn>;
  readonly kernel: Lab2Kernel;
  readonly call: Call | null;
  readonly stopped: string | null;
  readonly mapIsKnown: boolean;

  constructor(kernel: Lab2Kernel, { held, call, stopped, mapIsKnown = false }: Known) {
    super(kernel);
    this.kernel = kernel;
    this.held = held;
    this.call = call;
    this.stopped = stopped;
    this.mapIsKnown = mapIsKnown;
  }

  /** Whether a page is never to be given to anybody: page 0, the hole for devices, the kernel and what boot_alloc gave away. */
  isReserved(page: number): boolean {
    return !this.isAllocatable(ppn(page));
  }

  /** How many entries map `page`, and directory entries lead to it. */
  usesOf(page: number): number {
    return this.references.get(ppn(page))?.length ?? 0;
  }
}

/** Page `page`, as violations name it. */
export const named = (page: number): { readonly page: Ppn } => ({ page: ppn(page) });

/** `0x400000`. */
export const hex = (value: number): string => `0x${(value >>> 0).toString(16)}`;
