/** The explained mutants of the kernels, file by file. */
import type { Equivalent } from '../equivalent.ts';

export const KERNEL: readonly Equivalent[] = [
  {
    file: 'kernel/weensyos/kernel.ts',
    original: 'const NO_PPN = ppn(-1);',
    mutated: ['const NO_PPN = ppn(-2);'],
    why: 'Any negative number says that there is no page.',
  },
  {
    file: 'kernel/weensyos/kernel.ts',
    original:
      "this.setVariable(layout.RANDOM_STATE, this.parameters.order.kind === 'random' ? this.parameters.order.seed : 0);",
    mutated: [
      'this.setVariable(layout.RANDOM_STATE, true ? this.parameters.order.seed : 0);',
      "this.setVariable(layout.RANDOM_STATE, this.parameters.order.kind === 'random' ? this.parameters.order.seed : 1);",
    ],
    why: 'Only the random order reads the word.',
  },
  {
    file: 'kernel/weensyos/kernel.ts',
    original: 'if (page < 0) return NO_PAGE;',
    mutated: ['if (page <= 0) return NO_PAGE;', 'if (page < 1) return NO_PAGE;'],
    why: 'Page 0 is reserved: the search for a free page never gives it.',
  },
  {
    file: 'kernel/weensyos/kernel.ts',
    original: 'const old = it.user ? it.pa : NO_PAGE;',
    mutated: ['const old = true ? it.pa : NO_PAGE;'],
    why: 'Where nothing is mapped the entry is 0, and so is the address in it; what is mapped there is a page for programs.',
  },
  {
    file: 'kernel/weensyos/kernel.ts',
    original: 'while (it.findNextMapped(va(abi.MEMSIZE_VIRTUAL))) if (it.user) this.kfree(it.pa);',
    mutated: ['while (it.findNextMapped(va(abi.MEMSIZE_VIRTUAL))) if (true) this.kfree(it.pa);'],
    why: "All that is mapped above the kernel's part is for programs.",
  },
  {
    file: 'kernel/weensyos/process.ts',
    original: 'export const P_BLOCKED = 2;',
    mutated: ['export const P_BLOCKED = 3;', 'export const P_BLOCKED = 1;'],
    why: 'The kernel has no use for this state: it is a name for those who add blocking calls.',
  },
  {
    file: 'kernel/weensyos/process.ts',
    original: 'const PID = 8;',
    mutated: ['const PID = 9;', 'const PID = 7;'],
    why: 'The address of a word is rounded down to it; the word before is spare, and nobody but this file looks for the pid.',
  },
  {
    file: 'kernel/weensyos/vmiter.ts',
    original: 'const NO_TABLE = 0;',
    mutated: ['const NO_TABLE = 1;'],
    why: 'No table lies at address 1 either: tables are pages.',
  },
  {
    file: 'kernel/weensyos/vmiter.ts',
    original: 'const UNKNOWN = -1;',
    mutated: ['const UNKNOWN = -2;'],
    why: 'No entry has that value either: it would be absent, and absent entries are zero.',
  },
  {
    file: 'kernel/weensyos/vmiter.ts',
    original: 'private address = -1;',
    mutated: ['private address = 1;', 'private address = -2;', 'private address = -0;'],
    why: 'The constructor moves to its start before anybody asks.',
  },
  {
    file: 'kernel/weensyos/vmiter.ts',
    original: 'private tableStart = 0;',
    mutated: ['private tableStart = 1;'],
    why: 'Without a table nothing is covered: the first move walks down, and sets it.',
  },
  {
    file: 'kernel/weensyos/vmiter.ts',
    original: 'this.seen = UNKNOWN;',
    within: ['Vmiter.findNextMapped'],
    mutated: [';'],
    why: 'Moving to the start of the table has just forgotten the entry last seen.',
  },
  {
    file: 'kernel/allocators/buddy.ts',
    original: 'for (let i = page + (1 << order); i < page + (2 << order); i++) if (!isUsable(i)) return order;',
    mutated: ['for (let i = page + (1 >> order); i < page + (2 << order); i++) if (!isUsable(i)) return order;'],
    why: 'Pages are asked for once more that were usable before.',
  },
];
