/** `kerninfo`, `backtrace`, `checks`, `grade` and `reboot`: the kernel as a whole. */
import { va } from '../../../hardware/hardware.ts';
import { type JosKernel, memlayout, Panic } from '../../../kernel/kernel.ts';
import { UsageError } from '../../../presentation/boot/usage-error.ts';
import { gradeTold } from '../grade.ts';
import { gradeLines } from '../grade-lines.ts';
import type { Command } from './command.ts';
import { freeCountLine } from './free-list.ts';
import { hex } from './hex.ts';

const { EXTPHYSMEM, KERNBASE, KSTKSIZE } = memlayout;

export const kerninfo: Command = {
  name: 'kerninfo',
  parameters: '',
  does: 'where the parts of the kernel lie, and how many pages are free',
  words: [0, 0],
  run: ({ kernel }) => [...symbolsOf(kernel).map(symbolLine), freeCountLine(kernel)],
};

/** Symbols by virtual address, from below. */
const symbolsOf = ({ places, parameters, variables }: JosKernel): (readonly [name: string, address: number])[] => [
  ['entry', KERNBASE + EXTPHYSMEM],
  ['bootstack', KERNBASE + places.bootstack],
  ['bootstacktop', KERNBASE + places.bootstack + KSTKSIZE],
  ['entry_pgtable', KERNBASE + places.pagetable],
  ['entry_pgdir', KERNBASE + places.pgdir],
  ['end', parameters.end],
  ['kern_pgdir', variables.kernPgdir],
  ['pages', variables.pages],
  ['nextfree', variables.nextfree],
];

const symbolLine = ([name, address]: readonly [string, number]): string =>
  `${name.padEnd(14)}${address < KERNBASE ? 'not set' : `${hex(address)} (virt)  ${hex(address - KERNBASE)} (phys)`}`;

export const backtrace: Command = {
  name: 'backtrace',
  parameters: '',
  does: 'where the kernel stopped, innermost function first',
  words: [0, 0],
  run: ({ machine, stopped }) => {
    const { halt } = machine.execution;
    if (stopped === null) return ['the kernel executes nothing: its boot is over, and the stack is empty'];
    return [`stopped: ${stopped}`, ...(halt instanceof Panic ? halt.site.backtrace.map((name) => `in ${name}`) : [])];
  },
};

const TABLE_IN_THE_WAY =
  'check_page_installed_pgdir makes a page table for the first 4 MiB, and there is one already, as of an insert; reboot first';

export const checks: Command = {
  name: 'checks',
  parameters: '',
  does: 'check_page_free_list and check_page_installed_pgdir once more',
  words: [0, 0],
  run: (session) => {
    const { kernel, machine } = session;
    if (machine.mmu.steps(va(0)).length > 1) throw new UsageError(`checks: ${TABLE_IN_THE_WAY}`);
    return session.perform(() => {
      kernel.checkPageFreeList(false);
      kernel.checkPageInstalledPgdir();
      return [];
    });
  },
};

export const grade: Command = {
  name: 'grade',
  parameters: '',
  does: 'the points of the official grading for what was printed since the boot began',
  words: [0, 0],
  run: ({ printed, kernel }) => gradeLines(gradeTold(printed, kernel.variant)),
};

export const reboot: Command = {
  name: 'reboot',
  parameters: '',
  does: 'boot the kernel again, in a machine of its own',
  words: [0, 0],
  run: (session) => session.reboot(),
};
