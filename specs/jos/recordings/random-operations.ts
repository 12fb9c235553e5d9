/**
 * Recordings of random operations after mem_init, on the kernel's page directory: pages are taken, freed, inserted and removed at two dozen
 * addresses, and used through the MMU. Twelve handles hold pages; docs/recordings.md describes the draw of each step.
 */
import { type Va, va } from '../../../hardware/hardware.ts';
import { type JosKernel, memlayout } from '../../../kernel/kernel.ts';
import { hex8, pdeOf, pteOf } from '../page-tables.ts';

const { ALLOC_ZERO, PTE_P, PTE_U, PTE_W, UVPT } = memlayout;

const HANDLES = 12;
const OPERATIONS = 10;
const ADDRESSES: readonly number[] = [
  0, 0x1000, 0x2000, 0x3000, 0x7000, 0x3ff000, 0x400000, 0x401000, 0x7ff000, 0x800000, 0x801000, 0xbff000, 0xc00000,
  0xc01000, 0x10000000, 0x10001000, 0x40000000, 0x7ffff000, 0x80000000, 0xc0000000, 0xeebfd000, 0xeebfe000, 0xeebff000,
  0xeebfc000,
];
const PERMISSIONS: readonly number[] = [0, PTE_W, PTE_U, PTE_U | PTE_W];
const NOTHING = 0xffffffff;

/** What one step drew. */
interface Draw {
  readonly r: number;
  readonly slot: number;
  readonly address: number;
  readonly perm: number;
  readonly flag: number;
}

/** The next state of xorshift32, 32 bits without a sign, which is also its draw. State 0 stays 0. */
export const xorshift32 = (state: number): number => {
  let x = state;
  x ^= x << 13;
  x ^= x >>> 17;
  x ^= x << 5;
  return x >>> 0;
};

/** Boots `kernel`, which must be fresh, and does `operations` random operations from `seed`; `write` receives each line. */
export const recordRandom = (
  kernel: JosKernel,
  { seed, operations }: { readonly seed: number; readonly operations: number },
  write: (line: string) => void,
): void => {
  kernel.boot();
  if (kernel.stopped) return;
  const steps = new RandomSteps(kernel);
  let r = seed >>> 0;
  for (let step = 0; step < operations; step++) {
    r = xorshift32(r);
    write(`R ${step} ${steps.step(r) ?? 'skip'}`);
  }
  write(`R END ${steps.freeList()}`);
};

class RandomSteps {
  private readonly kernel: JosKernel;
  private readonly handles: Va[] = new Array<Va>(HANDLES).fill(va(0));

  constructor(kernel: JosKernel) {
    this.kernel = kernel;
  }

  /** Does what `r` says, and tells it; null if that cannot be done now. */
  step(r: number): string | null {
    const draw: Draw = {
      r,
      slot: (r >>> 4) % HANDLES,
      address: ADDRESSES[(r >>> 8) % ADDRESSES.length],
      perm: PERMISSIONS[(r >>> 16) & 3],
      flag: (r >>> 20) & 1,
    };
    const deeds = [this.alloc, this.free, this.insert, this.insert, this.insert, this.remove, this.lookup];
    return [...deeds, this.store, this.load, this.walk][r % OPERATIONS].call(this, draw);
  }

  /** Length of the free list, and a hash over it. */
  freeList(): string {
    const { kernel } = this;
    let [free, hash] = [0, 0];
    for (let pp = kernel.pageFreeList; pp !== 0; pp = kernel.ppLink(pp)) {
      free += 1;
      hash = (Math.imul(hash, 31) + kernel.page2pa(pp)) >>> 0;
    }
    return `free=${free} listhash=${hex8(hash)}`;
  }

  private alloc({ slot, flag }: Draw): string | null {
    const { kernel, handles } = this;
    if (handles[slot] !== 0) return null;
    const pp = kernel.pageAlloc(flag ? ALLOC_ZERO : 0);
    handles[slot] = pp;
    if (pp === 0) return `alloc slot=${slot} flags=${flag} -> NULL`;
    const first = flag ? kernel.load(kernel.page2kva(pp)) : 0;
    const link = kernel.ppLink(pp) === 0 ? 'NULL' : hex8(kernel.ppLink(pp));
    const page = `${hex8(kernel.page2pa(pp))} ref=${kernel.ppRef(pp)} link=${link}`;
    return `alloc slot=${slot} flags=${flag} -> ${page} w0=${hex8(first)}`;
  }

  private free({ slot }: Draw): string | null {
    const { kernel, handles } = this;
    const pp = handles[slot];
    if (pp === 0 || kernel.ppRef(pp) !== 0) return null;
    kernel.pageFree(pp);
    handles[slot] = va(0);
    return `free slot=${slot} ${hex8(kernel.page2pa(pp))}`;
  }

  private insert({ slot, address, perm }: Draw): string | null {
    const { kernel } = this;
    const pp = this.handles[slot];
    if (pp === 0) return null;
    const old = this.mapped(address);
    const result = kernel.pageInsert(kernel.kernPgdir, pp, address, perm);
    const entries = `pte=${hex8(pteOf(kernel, address))} pde=${hex8(pdeOf(kernel, address))}`;
    const what = `slot=${slot} pa=${hex8(kernel.page2pa(pp))} va=${hex8(address)} perm=${perm}`;
    const line = `insert ${what} -> ${result} ref=${kernel.ppRef(pp)} ${entries} ${this.describeOld(old)}`;
    this.forget(old);
    return line;
  }

  private describeOld(old: Va): string {
    const { kernel } = this;
    return old === 0
      ? `old=${hex8(NOTHING)} oldref=-1`
      : `old=${hex8(kernel.page2pa(old))} oldref=${kernel.ppRef(old)}`;
  }

  private remove({ address }: Draw): string {
    const { kernel } = this;
    const page = this.mapped(address);
    kernel.pageRemove(kernel.kernPgdir, address);
    if (page === 0) return `remove va=${hex8(address)} pa=${hex8(NOTHING)} ref=-1`;
    const line = `remove va=${hex8(address)} pa=${hex8(kernel.page2pa(page))} ref=${kernel.ppRef(page)}`;
    this.forget(page);
    return line;
  }

  private lookup({ address }: Draw): string {
    const { kernel } = this;
    const page = this.mapped(address);
    const found = page === 0 ? 'NULL' : `${hex8(kernel.page2pa(page))} pte=${hex8(pteOf(kernel, address))}`;
    return `lookup va=${hex8(address)} -> ${found}`;
  }

  private store({ r, address }: Draw): string | null {
    const { kernel } = this;
    const page = this.mapped(address);
    if (page === 0 || (pteOf(kernel, address) & PTE_W) === 0) return null;
    kernel.store(va(address), r);
    const pte = hex8(pteOf(kernel, address));
    return `store va=${hex8(address)} val=${hex8(r)} pte=${pte} kva=${hex8(kernel.load(kernel.page2kva(page)))}`;
  }

  private load({ r, address }: Draw): string | null {
    const { kernel } = this;
    const page = this.mapped(address);
    if (page === 0) return null;
    kernel.store(kernel.page2kva(page), ~r);
    const value = kernel.load(va(address));
    return `load va=${hex8(address)} val=${hex8(value)} pte=${hex8(pteOf(kernel, address))}`;
  }

  /** Reads the entry once more at UVPT, where a program would. */
  private walk({ address, flag }: Draw): string {
    const { kernel } = this;
    const had = pdeOf(kernel, address) !== 0 ? 1 : 0;
    const entry = kernel.pgdirWalk(kernel.kernPgdir, address, flag === 1);
    const hasTable = (pdeOf(kernel, address) & PTE_P) !== 0;
    const uvpt = hasTable ? kernel.load(va(UVPT + (address >>> 12) * 4)) : NOTHING;
    const what = `va=${hex8(address)} create=${flag} had=${had}`;
    return `walk ${what} -> ${hex8(entry)} pde=${hex8(pdeOf(kernel, address))} uvpt=${hex8(uvpt)}`;
  }

  /** The page mapped at `address`, or 0. */
  private mapped(address: number): Va {
    return this.kernel.pageLookup(this.kernel.kernPgdir, address)?.page ?? va(0);
  }

  /** A page whose last reference went was freed: no handle may hold it any longer. */
  private forget(page: Va): void {
    if (page === 0 || this.kernel.ppRef(page) !== 0) return;
    for (const [slot, pp] of this.handles.entries()) if (pp === page) this.handles[slot] = va(0);
  }
}
