/** A call of one of the lab's functions from outside, as invariants that speak of transitions see it. */
import type { Ppn } from '../../../hardware/hardware.ts';
import type { Mapping } from '../../../kernel/kernel.ts';

/** The function with its arguments; `page` is that of the descriptor given. The directory is the kernel's own. */
export type Asked =
  | { readonly name: 'page_init' }
  | {
      readonly name: 'boot_map_region' | 'boot_map_region_large';
      readonly address: number;
      readonly size: number;
      readonly target: number;
      readonly perm: number;
    }
  | { readonly name: 'boot_alloc'; readonly bytes: number }
  | { readonly name: 'page_alloc'; readonly flags: number }
  | { readonly name: 'page_free'; readonly page: Ppn }
  | { readonly name: 'pgdir_walk'; readonly address: number; readonly create: boolean }
  | { readonly name: 'page_lookup'; readonly address: number }
  | { readonly name: 'page_remove'; readonly address: number }
  | { readonly name: 'page_insert'; readonly page: Ppn; readonly address: number; readonly perm: number };

export interface Call {
  readonly asked: Asked;
  /** What a function that returns a number returned; 0 from the others. */
  readonly result: number;
  /** What the kernel said when it stopped instead of returning. */
  readonly stopped: string | null;
  /** Before: the free list, head first, and what was mapped below UTOP. */
  readonly free: readonly Ppn[];
  readonly mappings: readonly Mapping[];
  /** Pages of memory before and after, word by word; pages equal by identity are equal in content. */
  readonly before: readonly Int32Array[];
  readonly after: readonly Int32Array[];
}

/** `page_insert(page 0x3fc, 0x400000, 6)`. */
export const describeAsked = ({ name, ...rest }: Asked): string => {
  const shown = Object.entries(rest).map(([key, value]) => {
    if (key === 'page') return `page 0x${value.toString(16)}`;
    return key === 'address' ? `0x${value.toString(16)}` : String(value);
  });
  return `${name}(${shown.join(', ')})`;
};
