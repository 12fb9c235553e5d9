/** The kernel's variables: where they lie in their page of the image, and how views read them. The kernel itself goes through the MMU. */
import { type Memory, type Va, va } from '../../hardware/hardware.ts';
import type { ImagePlaces } from './entrypgdir.ts';

/** Words of their page. */
export const NPAGES = 0;
export const NPAGES_BASEMEM = 1;
export const KERN_PGDIR = 2;
export const PAGES = 3;
export const PAGE_FREE_LIST = 4;
export const NEXTFREE = 5;
export const ENVS = 6;
export const ENV_FREE_LIST = 7;
/** What is known of the only CPU, struct CpuInfo: of its fields there is just the third, cpu_env, which lab 4 calls curenv. */
export const CPUS = 10;
export const CPU_BYTES = 116;
export const CURENV = CPUS + 2;

/** What the lab calls the variable in each of those words. */
export const VARIABLE_NAMES: ReadonlyMap<number, string> = new Map([
  [NPAGES, 'npages'],
  [NPAGES_BASEMEM, 'npages_basemem'],
  [KERN_PGDIR, 'kern_pgdir'],
  [PAGES, 'pages'],
  [PAGE_FREE_LIST, 'page_free_list'],
  [NEXTFREE, 'nextfree'],
  [ENVS, 'envs'],
  [ENV_FREE_LIST, 'env_free_list'],
  [CURENV, 'curenv'],
]);

/** What views read of the variables, wherever a kernel has them; `places` is null where its image is none of the model. */
export type VariablesRead = Omit<JosVariables, 'places'> & { readonly places: ImagePlaces | null };

/** The variables as memory holds them, read with no effect at all, whatever the page tables say. */
export class JosVariables {
  readonly places: ImagePlaces;
  private readonly words: Int32Array;
  private readonly first: number;

  /** Those of the kernel whose image lies at `places`. */
  constructor({ words }: Memory, places: ImagePlaces) {
    this.words = words;
    this.places = places;
    this.first = places.variables >> 2;
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
    return VARIABLE_NAMES.get((address >> 2) - this.first) ?? null;
  }

  private at(offset: number): number {
    return this.words[this.first + offset] >>> 0;
  }
}
