/** The kernel's part of the map, which seldom changes after the boot: remembers its words, so that what was found right is not looked at again. */
import { PAGE_WORDS, type Ppn } from '../../../hardware/hardware.ts';
import type { JosKernel } from '../../../kernel/kernel.ts';

export class KernelMap {
  private readonly kernel: JosKernel;
  private tables: readonly Ppn[] = [];
  private words: readonly Int32Array[] = [];
  private part: Int32Array = new Int32Array(0);

  constructor(kernel: JosKernel) {
    this.kernel = kernel;
  }

  /** Whether the directory from UTOP up, and all tables that it leads to, hold what they held when they were remembered. */
  get isKnown(): boolean {
    const { view, machine } = this.kernel;
    const tables = view.kernelTables();
    if (this.words.length === 0 || !equal(view.kernelPart(view.kernelRoot), this.part)) return false;
    return this.words.every(
      (words, i) => tables[i] === this.tables[i] && equal(pageOf(machine.memory.words, tables[i]), words),
    );
  }

  /** Remembers the present words, which are right. */
  remember(): void {
    const { view, machine } = this.kernel;
    this.tables = view.kernelTables();
    this.part = view.kernelPart(view.kernelRoot);
    this.words = this.tables.map((page) => pageOf(machine.memory.words, page).slice());
  }
}

const pageOf = (words: Int32Array, page: Ppn): Int32Array => words.subarray(page * PAGE_WORDS, (page + 1) * PAGE_WORDS);

const equal = (a: Int32Array, b: Int32Array): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};
