/** Watches calls of the lab's functions on one kernel: what was asked, what came of it, and memory before and after. */
import { Halt, type Ppn, type Va } from '../../../hardware/hardware.ts';
import type { JosKernel } from '../../../kernel/kernel.ts';
import type { Asked, Call } from './call.ts';

/** The functions that are watched, with what each was asked; `page` names the page of a descriptor. */
const WATCHED = {
  pageInit: () => ({ name: 'page_init' }),
  bootMapRegion: ([, ...region]) => regionAs('boot_map_region', ...region),
  bootMapRegionLarge: ([, ...region]) => regionAs('boot_map_region_large', ...region),
  bootAlloc: ([bytes]) => ({ name: 'boot_alloc', bytes }),
  pageAlloc: ([flags]) => ({ name: 'page_alloc', flags }),
  pageFree: ([pp], page) => ({ name: 'page_free', page: page(pp) }),
  pgdirWalk: ([, address, create]) => ({ name: 'pgdir_walk', address, create }),
  pageLookup: ([, address]) => ({ name: 'page_lookup', address }),
  pageRemove: ([, address]) => ({ name: 'page_remove', address }),
  pageInsert: ([, pp, address, perm], page) => ({ name: 'page_insert', page: page(pp), address, perm }),
} satisfies { [Name in keyof JosKernel]?: Describe<Name> };

type Describe<Name extends keyof JosKernel> = (
  args: JosKernel[Name] extends (...args: infer Args) => unknown ? Args : never,
  page: (pp: Va) => Ppn,
) => Asked;

const regionAs = (
  name: 'boot_map_region' | 'boot_map_region_large',
  address: number,
  size: number,
  target: number,
  perm: number,
): Asked => ({ name, address, size, target, perm });

export class CallWatch {
  private readonly kernel: JosKernel;
  private depth = 0;
  /** Told of each call before it is made. */
  private readonly begins: (asked: Asked) => void;
  /** Told of each call once it is over. */
  ends: (call: Call) => void = () => {};
  /** The call that ended last; null if there was none since it was last forgotten. */
  last: Call | null = null;
  /** The function that was called first since then. */
  first: Asked['name'] | null = null;

  /** Puts itself around the functions of `kernel`, for good. Calls that these make themselves are not told. */
  constructor(kernel: JosKernel, begins: (asked: Asked) => void) {
    this.kernel = kernel;
    this.begins = begins;
    for (const name of Object.keys(WATCHED) as (keyof typeof WATCHED)[]) this.surround(name);
  }

  /** Forgets what was called. */
  forget(): void {
    this.last = null;
    this.first = null;
  }

  private surround(name: keyof typeof WATCHED): void {
    const { kernel } = this;
    const original = kernel[name] as (...args: unknown[]) => unknown;
    const describe = WATCHED[name] as (args: unknown[], page: (pp: Va) => Ppn) => Asked;
    const surrounded = (...args: unknown[]): unknown => {
      const call = (): unknown => original.apply(kernel, args);
      return this.depth > 0
        ? call()
        : this.make(
            describe(args, (pp) => kernel.view.pageOf(pp)),
            call,
          );
    };
    Object.assign(kernel, { [name]: surrounded });
  }

  private make(asked: Asked, call: () => unknown): unknown {
    this.begins(asked);
    this.first ??= asked.name;
    const { view, machine } = this.kernel;
    const begun = {
      asked,
      free: view.freeList(),
      mappings: view.mappings(view.kernelRoot),
      before: machine.memory.snapshot().pages,
    };
    this.depth += 1;
    try {
      const result = call();
      this.end(begun, result, null);
      return result;
    } catch (error) {
      if (error instanceof Halt) this.end(begun, 0, error.message);
      throw error;
    } finally {
      this.depth -= 1;
    }
  }

  private end(begun: Omit<Call, 'result' | 'stopped' | 'after'>, result: unknown, stopped: string | null): void {
    const number = typeof result === 'number' ? result : 0;
    this.last = { ...begun, result: number, stopped, after: this.kernel.machine.memory.snapshot().pages };
    if (stopped === null) this.ends(this.last);
  }
}
