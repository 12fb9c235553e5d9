/** Mistakes that only show when memory is used up: each is found by what is tried first, whatever the seed. */
import { expect, test } from 'vitest';
import { frame, type Image, type Pa, pa, type Va, va } from '../../hardware/hardware.ts';
import { abi, P_BLOCKED, P_RUNNABLE, type Process, PTE_PWU, Vmiter, WeensyKernel } from '../../kernel/kernel.ts';
import { campaign } from '../judge/campaign/campaign.ts';
import { StateOutside } from '../judge/campaign/state-outside.ts';
import { OPEN } from '../judge/contract.ts';
import { weensyTrial } from './trial.ts';

/** A fork of which each step can be got wrong. */
class StepByStep extends WeensyKernel {
  override fork(parent: Process): number {
    const child = this.findFreeSlot();
    if (child === null) return abi.E_FAILED;
    this.reserve(child);
    const root = this.kallocPagetable();
    if (!this.hasRoot(root)) return this.withoutRoot(child);
    if (!this.copyAddressSpace(root, parent.pagetable)) return this.failed(child, parent, root);
    return this.finished(child, parent, root);
  }
  reserve(_child: Process): void {}
  hasRoot(root: Pa): boolean {
    return root !== 0;
  }
  withoutRoot(_child: Process): number {
    return abi.E_FAILED;
  }
  failed(_child: Process, _parent: Process, root: Pa): number {
    return this.undoFork(root);
  }
  finished(child: Process, parent: Process, root: Pa): number {
    this.initProcess(child, child.slot);
    this.copyRegisters(child, parent);
    child.setRegister(frame.RAX, 0);
    child.pagetable = root;
    child.state = P_RUNNABLE;
    return child.pid;
  }
}

const BUGS: readonly (readonly [mistake: string, Kernel: typeof WeensyKernel])[] = [
  [
    'fork does not ask whether there is a root',
    class extends StepByStep {
      override hasRoot(): boolean {
        return true;
      }
    },
  ],
  [
    'a fork without a root returns 0',
    class extends StepByStep {
      override withoutRoot(): number {
        return 0;
      }
    },
  ],
  [
    'a fork without a root returns the number of the slot',
    class extends StepByStep {
      override withoutRoot(child: Process): number {
        return child.slot;
      }
    },
  ],
  [
    'a fork without a root leaves the slot runnable',
    class extends StepByStep {
      override reserve(child: Process): void {
        child.state = P_RUNNABLE;
      }
    },
  ],
  [
    'a fork without a root leaves the slot blocked',
    class extends StepByStep {
      override reserve(child: Process): void {
        child.state = P_BLOCKED;
      }
    },
  ],
  [
    'a fork that fails leaves its root in the slot',
    class extends StepByStep {
      override failed(child: Process, parent: Process, root: Pa): number {
        child.pagetable = root;
        return super.failed(child, parent, root);
      }
    },
  ],
  [
    'a fork that fails goes on with what it has',
    class extends StepByStep {
      override failed(child: Process, parent: Process, root: Pa): number {
        return this.finished(child, parent, root);
      }
    },
  ],
  [
    'a fork that fails frees nothing',
    class extends WeensyKernel {
      override undoFork(): number {
        return abi.E_FAILED;
      }
    },
  ],
  [
    'a fork that fails frees the root alone',
    class extends WeensyKernel {
      override undoFork(root: Pa): number {
        this.kfree(root);
        return abi.E_FAILED;
      }
    },
  ],
  [
    'a fork that fails keeps the tables below the root',
    class extends WeensyKernel {
      override undoFork(root: Pa): number {
        this.freeUserPages(root);
        this.kfree(root);
        return abi.E_FAILED;
      }
    },
  ],
  [
    'a fork that fails keeps the pages of the child',
    class extends WeensyKernel {
      override undoFork(root: Pa): number {
        this.freeTables(root);
        this.kfree(root);
        return abi.E_FAILED;
      }
    },
  ],
  [
    'a fork that fails frees the root twice',
    class extends WeensyKernel {
      override undoFork(root: Pa): number {
        this.kfree(root);
        return super.undoFork(root);
      }
    },
  ],
  [
    'a fork that fails returns 0',
    class extends WeensyKernel {
      override undoFork(root: Pa): number {
        super.undoFork(root);
        return 0;
      }
    },
  ],
  [
    'fork does not ask whether the kernel could be mapped',
    class extends WeensyKernel {
      override mapKernelPart(root: Pa, source: Pa): boolean {
        super.mapKernelPart(root, source);
        return true;
      }
    },
  ],
  [
    'fork does not ask whether there is a page for the copy',
    class extends WeensyKernel {
      override copyPage(to: Vmiter, from: Vmiter): boolean {
        const copy = this.kalloc();
        this.supervisor.copyPage(va(copy), va(from.pa));
        return to.tryMap(copy, from.perm) === 0;
      }
    },
  ],
  [
    'fork leaves a page out for which there is no copy',
    class extends WeensyKernel {
      override copyPage(to: Vmiter, from: Vmiter): boolean {
        return super.copyPage(to, from) || true;
      }
    },
  ],
  [
    'fork loses the copy that cannot be mapped',
    class extends WeensyKernel {
      override copyPage(to: Vmiter, from: Vmiter): boolean {
        const copy = this.kalloc();
        if (copy === 0) return false;
        this.supervisor.copyPage(va(copy), va(from.pa));
        return to.tryMap(copy, from.perm) === 0;
      }
    },
  ],
  [
    'fork shares instead where there is no page for the copy',
    class extends WeensyKernel {
      override copyPage(to: Vmiter, from: Vmiter): boolean {
        return super.copyPage(to, from) || this.sharePage(to, from);
      }
    },
  ],
  [
    'page_alloc does not ask whether there is a page',
    class extends WeensyKernel {
      override pageAlloc(process: Process, address: Va): number {
        if (!this.isValidHeapAddress(address)) return abi.E_FAILED;
        const page = this.kalloc();
        this.supervisor.fillPage(va(page), 0);
        return this.replacePage(process, address, page);
      }
    },
  ],
  [
    'page_alloc without a page returns 0',
    class extends WeensyKernel {
      override pageAlloc(process: Process, address: Va): number {
        const result = super.pageAlloc(process, address);
        return this.isValidHeapAddress(address) ? 0 : result;
      }
    },
  ],
  [
    'page_alloc frees the old page before it has a new one',
    class extends WeensyKernel {
      override pageAlloc(process: Process, address: Va): number {
        if (!this.isValidHeapAddress(address)) return abi.E_FAILED;
        const it = new Vmiter(this, process.pagetable, address);
        if (it.user) this.kfree(it.pa);
        if (it.present) it.map(pa(0), 0);
        return super.pageAlloc(process, address);
      }
    },
  ],
  [
    'page_alloc panics where there is no page',
    class extends WeensyKernel {
      override pageAlloc(process: Process, address: Va): number {
        const result = super.pageAlloc(process, address);
        this.assert(result === 0 || !this.isValidHeapAddress(address), 'page_alloc');
        return result;
      }
    },
  ],
  [
    'a table is cleared that nobody got',
    class extends WeensyKernel {
      override kallocPagetable(): Pa {
        const table = this.kalloc();
        this.supervisor.fillPage(va(table), 0);
        return table;
      }
    },
  ],
  [
    'the loader does not ask whether there is a page for the stack',
    class extends WeensyKernel {
      override setupStack(process: Process, root: Pa): void {
        new Vmiter(this, root, va(abi.STACK_PAGE)).map(this.kalloc(), PTE_PWU);
        process.setRegister(frame.RSP, abi.MEMSIZE_VIRTUAL);
      }
    },
  ],
  [
    'a process is set up without the pages for which there is no memory',
    class extends WeensyKernel {
      override processSetup(pid: number, image: Image): void {
        const first = this.findFreePage();
        super.processSetup(pid, image);
        if (first < 0) this.ptable[pid].state = P_RUNNABLE;
      }
      override assert(condition: boolean, assertion: string, description?: string): void {
        if (!/out of memory/.test(assertion)) super.assert(condition, assertion, description);
      }
    },
  ],
];

test('there are twenty and more', () => {
  expect(BUGS.length).toBeGreaterThanOrEqual(20);
});

for (const [mistake, Kernel] of BUGS) {
  test(`${mistake}: found, and by an allocation that failed`, () => {
    const trial = weensyTrial({ Kernel, contract: OPEN });
    const { failure } = campaign(trial, { seed: 1, runs: 1, swept: trial.swept, shortens: false });
    expect(failure).not.toBeNull();
    expect(failure?.error).not.toBeInstanceOf(StateOutside);
    expect(failure?.scenario.choices.at(-1)).toBe(1);
  });
}
