/** The kernel's variables: where they lie in their page of the image, and how views read them. The kernel itself goes through the MMU. */
import { type Memory, type Pa, type Va, va } from '../../hardware/hardware.ts';

/** Words of their page. */
export const NPAGES = 0;
export const NPAGES_BASEMEM = 1;
export const KERN_PGDIR = 2;
export const PAGES = 3;
export const PAGE_FREE_LIST = 4;
export const NEXTFREE = 5;
export const ENVS = 6;
export const ENV_FREE_LIST = 7;
export const CURENV = 8;

/** What the lab calls the variable in each of those words. */
const VARIABLE_NAMES: readonly string[] = [
  ...['npages', 'npages_basemem', 'kern_pgdir', 'pages', 'page_free_list', 'nextfree'],
  ...['envs', 'env_free_list', 'curenv'],
];

/** What views read of the variables, wherever a kernel has them. */
export type VariablesRead = Pick<JosVariables, keyof JosVariables>;

/** The variables as memory holds them, read with no effect at all, whatever the page tables say. */
export class JosVariables {
  private readonly words: Int32Array;
  private readonly first: number;

  /** Those in the page at physical address `page`. */
  constructor({ words }: Memory, page: Pa) {
    this.words = words;
    this.first = page >> 2;
  }

  get npages(): number {
    return this.at(NPAGES);
  }

  get npagesBasemem(): number {
    return this.at(NPAGES_BASEMEM);
  }

  get kernPgdir(): Va {
    return va(this.at(KERN_PGDIR));
  }

  get pages(): Va {
    return va(this.at(PAGES));
  }

  get pageFreeList(): Va {
    return va(this.at(PAGE_FREE_LIST));
  }

  get nextfree(): Va {
    return va(this.at(NEXTFREE));
  }

  /** The table of environments; 0 where there is none. */
  get envs(): Va {
    return va(this.at(ENVS));
  }

  /** The first free environment; 0 for none. */
  get envFreeList(): Va {
    return va(this.at(ENV_FREE_LIST));
  }

  /** The environment that runs or was interrupted; 0 for none. */
  get curenv(): Va {
    return va(this.at(CURENV));
  }

  /** The name of the variable at physical address `address`; null if there is none. */
  nameAt(address: number): string | null {
    return VARIABLE_NAMES[(address >> 2) - this.first] ?? null;
  }

  private at(offset: number): number {
    return this.words[this.first + offset] >>> 0;
  }
}
