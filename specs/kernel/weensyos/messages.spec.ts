/** What the kernel prints when something goes wrong, and where on the screen: as the real one does. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Pa, pa, ppn, ppnOf, register, va } from '../../../hardware/hardware.ts';
import type { Program } from '../../../hardware/operation.ts';
import { abi, Panic, type Process, Vmiter, WeensyKernel } from '../../../kernel/kernel.ts';
import {
  exit,
  fork,
  getpid,
  load8,
  pageAlloc,
  panic,
  schedYield,
  store8,
  systemCall,
  userPanic,
} from '../../../userland/userland.ts';
import { consoleRows, HEAP, programOf, ran } from './booted.ts';

const bootWith = (Kernel: typeof WeensyKernel, main: () => Program, pages = 512): WeensyKernel => {
  const kernel = new Kernel({ programs: [programOf(main)], pages });
  kernel.boot();
  kernel.machine.run(100_000);
  return kernel;
};

describe('A program that faults is stopped, alone', () => {
  const cases: readonly (readonly [title: string, main: () => Program, message: string])[] = [
    [
      'for a read of what is not mapped',
      function* main() {
        yield getpid();
        yield load8(2);
      },
      'Process 1 page fault on 0x2 (read missing page, rip=0x100004)!',
    ],
    [
      'for a write to read-only text',
      function* main() {
        yield store8(abi.PROC_START_ADDR, 1);
      },
      'Process 1 page fault on 0x100000 (write protection problem, rip=0x100000)!',
    ],
    [
      'for a read of kernel memory',
      function* main() {
        yield load8(0x40000);
      },
      'Process 1 page fault on 0x40000 (read protection problem, rip=0x100000)!',
    ],
  ];
  for (const [title, main, message] of cases) {
    test(title, () => {
      const kernel = ran([programOf(main), programOf(exitAtOnce)]);
      expect(consoleRows(kernel)[24]).toBe(message);
      expect(kernel.view.processes().map(({ pid, state }) => `${pid} ${state}`)).toEqual(['1 faulted']);
      expect(kernel.machine.cpu.runState).toBe(register.IDLE);
    });
  }
});

test('the address of a fault is told whole, however high it is', () => {
  const address = fc.oneof(
    fc.bigInt({ min: 1n << 22n, max: (1n << 47n) - 1n }).map(Number),
    fc.constantFrom(2 ** 32, 2 ** 32 + 2 ** 20, 2 ** 31),
  );
  const property = fc.property(address, (address) => {
    function* main(): Program {
      yield load8(address);
    }
    expect(consoleRows(ran([programOf(main)]))[24]).toBe(
      `Process 1 page fault on 0x${address.toString(16)} (read missing page, rip=0x100000)!`,
    );
  });
  fc.assert(property, { numRuns: 15 });
});

function* exitAtOnce(): Program {
  yield exit();
}

/** Rows from the end of the memory picture on, which a panic scrolls up. */
const afterPicture = (kernel: WeensyKernel): string[] => {
  const rows = consoleRows(kernel);
  return rows.slice(rows.findIndex((row) => row.includes('0x2C0000')) + 1);
};

describe('The kernel stops, below a picture of memory', () => {
  test('for an unknown system call', () => {
    const kernel = bootWith(WeensyKernel, function* main() {
      yield getpid();
      yield systemCall(77);
    });
    expect(afterPicture(kernel)).toEqual(['', '', 'Unhandled system call 77 (pid=1, rip=0x100008)!', '  #0  0x100008']);
  });

  test('for a panic of a program, with its text', () => {
    const kernel = bootWith(WeensyKernel, function* main() {
      yield* userPanic('hello from user 42');
    });
    expect(afterPicture(kernel)[2]).toBe('USER PANIC: hello from user 42');
    expect(kernel.machine.execution.halt).toBeInstanceOf(Panic);
  });

  test('for a panic of a program whose text cannot be read', () => {
    const kernel = bootWith(WeensyKernel, function* main() {
      yield panic(0x40000);
    });
    expect(afterPicture(kernel)[2]).toBe('USER PANIC:');
  });

  test('for a panic of a program, with what the program may read of its text and nothing of what the kernel has there', () => {
    const SECRET = 'secret of the kernel';
    const secret = [...SECRET].map((letter) => letter.charCodeAt(0));
    const property = fc.property(fc.integer({ min: 1, max: 0xff }), fc.nat(4000), (page, offset) => {
      const address = page * 4096 + offset;
      const kernel = new WeensyKernel({ programs: [programOf(panics)], pages: 512 });
      function* panics(): Program {
        yield panic(address);
      }
      kernel.boot();
      const { memory, mmu } = kernel.machine;
      const isOpen = mmu.probe(va(address), kernel.ptable[1].pagetable)?.user === true;
      // What is in use would be destroyed: tables of the program itself, say.
      if (isOpen || page * 4096 >= 0x40000 || kernel.view.referenceCount(ppn(page)) > 0) return;
      memory.bytes.set(secret, address);
      kernel.machine.run(5);
      expect(afterPicture(kernel)[2]).toBe('USER PANIC:');
    });
    fc.assert(property, {
      numRuns: 20,
      examples: [
        [0x11, 0],
        [1, 0],
      ],
    });
  });

  test('for a panic without text', () => {
    const kernel = bootWith(WeensyKernel, function* main() {
      yield panic(0);
    });
    expect(afterPicture(kernel)[2]).toBe('USER PANIC');
  });

  test('for a page freed twice, naming the functions that did it', () => {
    class FreesTwice extends WeensyKernel {
      override freeUserPages(root: Pa): void {
        super.freeUserPages(root);
        super.freeUserPages(root);
      }
    }
    const kernel = bootWith(FreesTwice, exitAtOnce);
    const rows = consoleRows(kernel);
    const failed = rows.indexOf("kernel: kernel assertion 'physpages[pa / PAGESIZE].refcount > 0' failed");
    expect(failed).toBeGreaterThan(0);
    expect(rows[failed + 1]).toMatch(/^ {2}#0 {2}0x4[0-9a-f]{4} {2}<kfree>$/);
    expect(rows[failed + 2]).toMatch(/<freeUserPages>$/);
    expect(kernel.machine.execution.halt).toMatchObject({ site: { process: 1, handling: 'exit' } });
  });

  test('for an allocation that the kernel did not check, with the fault of the null pointer', () => {
    class NeverChecks extends WeensyKernel {
      override pageAlloc(...[process, address]: Parameters<WeensyKernel['pageAlloc']>): number {
        const page = this.kalloc();
        this.supervisor.fillPage(page as number as never, 0);
        return super.pageAlloc(process, address);
      }
    }
    const kernel = bootWith(
      NeverChecks,
      function* main() {
        for (let i = 0; ; i++) yield pageAlloc(HEAP + i * abi.PAGESIZE);
      },
      256,
    );
    const rows = afterPicture(kernel);
    expect(rows[2]).toMatch(/^Kernel page fault on 0x0 \(write missing page, rip=0x4[0-9a-f]{4}\)!$/);
    expect(rows[3]).toMatch(/<fillPage>$/);
    expect(rows[4]).toMatch(/<pageAlloc>$/);
    expect(kernel.machine.execution.halt).toMatchObject({ site: { process: 1, handling: 'page_alloc' } });
  });

  test('for an exit that returns to a process that is no more', () => {
    class ExitReturns extends WeensyKernel {
      override syscallExit(process: Process): number {
        this.exit(process);
        return 0;
      }
    }
    const { halt } = bootWith(ExitReturns, exitAtOnce).machine.execution;
    expect(halt?.message).toBe("kernel: kernel assertion 'current->state == P_RUNNABLE' failed");
  });

  test('for tables that do not map what the kernel needs, before it runs on them', () => {
    class LosesItsOwnTable extends WeensyKernel {
      override mapKernelPart(root: Pa, source: Pa): boolean {
        const mapped = super.mapKernelPart(root, source);
        new Vmiter(this, root, va(this.imageAddresses().pagetable)).map(pa(0), 0);
        return mapped;
      }
    }
    const kernel = new LosesItsOwnTable({ programs: [programOf(exitAtOnce)] });
    kernel.boot();
    expect(kernel.machine.execution.halt?.message).toBe(
      "kernel: kernel assertion 'vmiter(pagetable, kernel_pagetable).pa() == kptr2pa(kernel_pagetable)' failed",
    );
  });

  test('for a table with what cannot be an entry', () => {
    class UsesPoison extends WeensyKernel {
      override kallocPagetable(): Pa {
        return this.kalloc();
      }
    }
    const kernel = new UsesPoison({ programs: [programOf(exitAtOnce)] });
    kernel.boot();
    expect(String(kernel.machine.execution.halt)).toMatch(/Page table 0x1000 may contain uninitialized memory!/);
  });
});

test('a leaked page, a freed one and a kernel page in use show in the picture as the real viewer shows them', () => {
  class ForgetsTables extends WeensyKernel {
    override freeAddressSpace(root: Pa): void {
      this.freeUserPages(root);
    }
  }
  const leaking = bootWith(ForgetsTables, exitAtOnce);
  leaking.memshow();
  expect(consoleRows(leaking)[1]).toMatch(/0x000000 RLLLL\.\.\.L\./);

  class ForgetsToCount extends WeensyKernel {
    override share(): void {}
  }
  const freed = bootWith(ForgetsToCount, function* main() {
    if ((yield fork()) === 0) yield exit();
    for (;;) yield schedYield();
  });
  expect(freed.viewer.errors()).toEqual(['PAGE TABLE ERROR: 5000: freed page mapped for user (pid 1)']);

  class MapsKernel extends WeensyKernel {
    override mapKernelPart(root: Pa, source: Pa): boolean {
      const mapped = super.mapKernelPart(root, source);
      this.mapForUser(root, pa(0x42000));
      return mapped;
    }
    private mapForUser(root: Pa, address: Pa): void {
      const [table] = this.view.tables(ppnOf(root));
      const at = (table.page * 4096 + (address >> 12) * 8) as never;
      this.supervisor.store32(at, address | 7);
    }
  }
  const open = bootWith(MapsKernel, function* main() {
    for (;;) yield schedYield();
  });
  expect(open.viewer.errors()).toEqual(['PAGE TABLE ERROR: 42000: kernel data page mapped for user (pid 1)']);
});
