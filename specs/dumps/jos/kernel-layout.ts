/** What is found out of a JOS: which lab and course it is of, how large its records are, and how far its boot has come. */

import { type Memory, PAGE_SIZE } from '../../../hardware/hardware.ts';
import {
  KERNBASE,
  NPTENTRIES,
  PDX,
  PGNUM,
  PTE_ADDR,
  PTE_P,
  PTE_PS,
  PTE_U,
  UVPT,
  type Variant,
} from '../../../kernel/jos/memlayout.ts';
import type { Beside } from '../open-dump.ts';
import { UnusableDump } from '../unusable.ts';
import { type EnvLayout, findEnvironments } from './environments.ts';
import type { DumpedVariables } from './variables.ts';

export interface JosFound {
  readonly lab: 2 | 3 | 4;
  /** Whose course it is; null where nothing tells yet. */
  readonly course: Variant | null;
  /** By what the course was told. */
  readonly courseBy: string;
  readonly pageInfo: { readonly bytes: number; readonly ref: number };
  /** Null where there are no environments, or not yet. */
  readonly environments: EnvLayout | null;
  /** Whether the kernel's own part of the map is made. */
  readonly isMapped: boolean;
  /** The first page behind the kernel and what boot_alloc gave. */
  readonly firstFree: number;
}

/** What the variables say must fit in memory. Throws an UnusableDump that begins with a verb. */
export const findJos = (memory: Memory, variables: DumpedVariables, beside: Beside): JosFound => {
  const { npages, pages, kernPgdir } = variables;
  const { symbols, given } = beside;
  const pageInfo = { bytes: given.number('PageInfo.stride') ?? 8, ref: given.number('PageInfo.pp_ref') ?? 4 };
  checkPages(memory, variables, pageInfo.bytes);
  const environments = findEnvironments(memory, variables, given);
  const [course, courseBy] = courseOf(memory, variables, beside);
  const entry = (index: number): number => memory.words[((kernPgdir - KERNBASE) >> 2) + index];
  const ends = [
    kernPgdir + PAGE_SIZE,
    pages + npages * pageInfo.bytes,
    environments === null ? 0 : variables.envs + environments.bytes * environments.count,
  ];
  return {
    ...{ lab: symbols.find('cpus', 'ncpu') !== null ? 4 : symbols.find('envs') === null ? 2 : 3, course, courseBy },
    ...{ pageInfo, environments },
    isMapped: (entry(NPTENTRIES - 1) & PTE_P) !== 0,
    firstFree: PGNUM(Math.max(variables.nextfree, ...ends) - KERNBASE + PAGE_SIZE - 1),
  };
};

const checkPages = ({ ramPages }: Memory, variables: DumpedVariables, bytes: number): void => {
  const { npages, pages, kernPgdir } = variables;
  if (npages > 2 ** 16 || npages * bytes > ramPages * PAGE_SIZE)
    throw new UnusableDump(`does not fit its symbols: npages is ${npages} there. Are they of the same build?`);
  if (npages > ramPages)
    throw new UnusableDump(
      `holds ${ramPages} pages, and the kernel says that it has ${npages}: save 0x${(npages * PAGE_SIZE).toString(16)} bytes from address 0 on`,
    );
  const isPlace = (address: number, length: number): boolean =>
    address % 4 === 0 && address >= KERNBASE && address - KERNBASE + length <= ramPages * PAGE_SIZE;
  if (npages === 0 || pages === 0 || kernPgdir === 0)
    throw new UnusableDump(
      'was taken before mem_init had made kern_pgdir and pages[]: there is nothing to judge yet. Take it later, at a breakpoint in monitor',
    );
  for (const [name, address, length] of [
    ['pages', pages, npages * bytes],
    ['kern_pgdir', kernPgdir, PAGE_SIZE],
  ] as const)
    if (!isPlace(address, length) || (name === 'kern_pgdir' && address % PAGE_SIZE !== 0))
      throw new UnusableDump(
        `does not fit its symbols: ${name} is 0x${address.toString(16)} there, which is no place in its memory. Are they of the same build?`,
      );
};

/** Pages of 4 MiB at KERNBASE are SJTU's, and so is a stack that ends below 0xefc00000; before there is a map, what the boot printed tells. */
const courseOf = (
  memory: Memory,
  { kernPgdir }: DumpedVariables,
  { given, registers }: Beside,
): [Variant | null, string] => {
  if (given.course === 'mit' || given.course === 'sjtu') return [given.course, 'as you say'];
  const entry = (address: number): number => memory.words[((kernPgdir - KERNBASE) >> 2) + PDX(address)];
  if ((entry(KERNBASE) & (PTE_P | PTE_PS)) === (PTE_P | PTE_PS)) return ['sjtu', 'by pages of 4 MiB at KERNBASE'];
  if (entry(KERNBASE - 1) & PTE_P) return ['mit', 'by the kernel stack below KERNBASE'];
  if (entry(KERNBASE - 0x400001) & PTE_P) return ['sjtu', 'by the kernel stack below 0xefc00000'];
  if (((registers?.get('CR4') ?? 0) & 0x10) !== 0) return ['sjtu', 'by CR4.PSE'];
  return [null, ''];
};

/** Whether the directory at `kernPgdir` leads to itself at UVPT: it does from the first lines of mem_init on. */
export const leadsToItself = ({ words }: Memory, kernPgdir: number): boolean => {
  const entry = words[((kernPgdir - KERNBASE) >> 2) + PDX(UVPT)];
  return PTE_ADDR(entry) === kernPgdir - KERNBASE && (entry & (PTE_P | PTE_U)) === (PTE_P | PTE_U);
};
