/**
 * Recordings of mem_init: each call of the lab's functions that happens inside it, checks included, with arguments and results, and each
 * line that JOS prints. A call made inside another is not told again.
 */
import type { Va } from '../../../hardware/hardware.ts';
import type { JosKernel } from '../../../kernel/kernel.ts';
import { hex8, pdeOf, pteOf } from '../page-tables.ts';

/**
 * Boots `kernel`, which must be fresh, and gives `write` a line, without its end, for each that the boot prints and for each call of the
 * lab's functions. A kernel that panics stops there, and the machine says so.
 */
export const recordMeminit = (kernel: JosKernel, write: (line: string) => void): void => {
  kernel.machine.listen(
    (event) => {
      if (event.type === 'log' && !event.text.startsWith('Welcome')) write(event.text);
    },
    ['log'],
  );
  traceCalls(kernel, new Calls(write));
  kernel.boot();
};

/** Tells of calls, but not of those that they make themselves. */
class Calls {
  private readonly write: (line: string) => void;
  private depth = 0;

  constructor(write: (line: string) => void) {
    this.write = write;
  }

  /** Makes a call; if it is an outermost one, tells the lines that `describe` makes of its result. */
  make<Result>(call: () => Result, describe: (result: Result) => readonly string[]): Result {
    this.depth += 1;
    try {
      const result = call();
      if (this.depth === 1) for (const line of describe(result)) this.write(`T ${line}`);
      return result;
    } finally {
      this.depth -= 1;
    }
  }
}

/** Puts `calls` around the functions of this one kernel. */
const traceCalls = (kernel: JosKernel, calls: Calls): void => {
  traceAllocation(kernel, calls);
  traceTables(kernel, calls);
  traceMappings(kernel, calls);
};

const traceAllocation = (kernel: JosKernel, calls: Calls): void => {
  const [bootAlloc, pageAlloc, pageFree] = [kernel.bootAlloc, kernel.pageAlloc, kernel.pageFree];
  const paOf = (pp: Va): string => (pp === 0 ? 'NULL' : `pa=${hex8(kernel.page2pa(pp))}`);
  kernel.bootAlloc = (n) =>
    calls.make(
      () => bootAlloc.call(kernel, n),
      (result) => [`boot_alloc n=${n} -> ${hex8(result)}`],
    );
  kernel.pageAlloc = (flags) =>
    calls.make(
      () => pageAlloc.call(kernel, flags),
      (pp) => [`page_alloc flags=${flags} -> ${paOf(pp)}`],
    );
  kernel.pageFree = (pp) =>
    calls.make(
      () => pageFree.call(kernel, pp),
      () => [`page_free ${paOf(pp)}`],
    );
};

const traceTables = (kernel: JosKernel, calls: Calls): void => {
  const { pgdirWalk, bootMapRegion } = kernel;
  kernel.pgdirWalk = (pgdir, address, create) =>
    calls.make(
      () => pgdirWalk.call(kernel, pgdir, address, create),
      (entry) => {
        const found = entry === 0 ? 'NULL' : `pte@${hex8(entry)}`;
        return [
          `pgdir_walk va=${hex8(address)} create=${Number(create)} -> ${found} pde=${hex8(pdeOf(kernel, address))}`,
        ];
      },
    );
  kernel.bootMapRegion = (pgdir, address, size, target, perm) =>
    calls.make(
      () => bootMapRegion.call(kernel, pgdir, address, size, target, perm),
      () => [
        `boot_map_region va=${hex8(address)} size=${hex8(size)} pa=${hex8(target)} perm=${perm}`,
        `  -> first pde=${hex8(pdeOf(kernel, address))} last pde=${hex8(pdeOf(kernel, address + size - 1))}`,
      ],
    );
};

const traceMappings = (kernel: JosKernel, calls: Calls): void => {
  const { pageLookup, pageRemove, pageInsert } = kernel;
  kernel.pageLookup = (pgdir, address) =>
    calls.make(
      () => pageLookup.call(kernel, pgdir, address),
      (looked) => {
        const found = looked === null ? 'NULL' : `pa=${hex8(kernel.page2pa(looked.page))}`;
        return [`page_lookup va=${hex8(address)} -> ${found}`];
      },
    );
  kernel.pageRemove = (pgdir, address) =>
    calls.make(
      () => pageRemove.call(kernel, pgdir, address),
      () => [`page_remove va=${hex8(address)}`],
    );
  kernel.pageInsert = (pgdir, pp, address, perm) =>
    calls.make(
      () => pageInsert.call(kernel, pgdir, pp, address, perm),
      (result) => {
        const entries = `pde=${hex8(pdeOf(kernel, address))} pte=${hex8(pteOf(kernel, address))}`;
        const page = `pa=${hex8(kernel.page2pa(pp))} va=${hex8(address)} perm=${perm}`;
        return [`page_insert ${page} -> ${result} ref=${kernel.ppRef(pp)} ${entries}`];
      },
    );
};
