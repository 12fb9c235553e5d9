/** The image of JOS under the names that the real one's symbol table has: where its stack and its data lie (kern/entry.S, kern/pmap.c, kern/cpu.h). */
import type { KernelSymbol } from '../view.ts';
import type { ImagePlaces } from './entrypgdir.ts';
import { KERNBASE, KSTKSIZE, PGSIZE } from './memlayout.ts';
import { CPU_BYTES, CPUS, CURENV, ENV_FREE_LIST, ENVS, NEXTFREE, PAGE_FREE_LIST, VARIABLE_NAMES } from './variables.ts';

/** Those that only their own file sees; of a variable within a function the compiler adds a number to the name. */
const STATIC: ReadonlyMap<number, string> = new Map([
  [PAGE_FREE_LIST, 'page_free_list'],
  [ENV_FREE_LIST, 'env_free_list'],
  [NEXTFREE, 'nextfree.0'],
]);

/** The symbols of a kernel at `places`, by address; those of environments only if it has some. */
export const symbolsOf = (places: ImagePlaces, hasEnvironments: boolean): readonly KernelSymbol[] => {
  const { bootstack, pagetable, pgdir, variables, end } = places;
  const at = (pa: number): number => KERNBASE + pa;
  const mark = (name: string, address: number, type: KernelSymbol['type']) => ({ name, address, bytes: 0, type });
  const data = (name: string, address: number, bytes: number) => ({ name, address, bytes, type: 'B' as const });
  return [
    mark('etext', at(bootstack), 'T'),
    data('bootstack', at(bootstack), KSTKSIZE),
    mark('bootstacktop', at(pagetable), 'B'),
    data('entry_pgtable', at(pagetable), PGSIZE),
    data('entry_pgdir', at(pgdir), PGSIZE),
    mark('edata', at(variables), 'B'),
    ...variablesOf(at(variables), hasEnvironments),
    mark('end', end, 'B'),
  ];
};

const variablesOf = (page: number, hasEnvironments: boolean): KernelSymbol[] => {
  const words = [...VARIABLE_NAMES].filter(([word]) => word !== CURENV && (hasEnvironments || word < ENVS));
  const symbols = words.map(([word, name]): KernelSymbol => {
    const place = { address: page + word * 4, bytes: 4 };
    const own = STATIC.get(word);
    return own === undefined ? { name, ...place, type: 'B' } : { name: own, ...place, type: 'b' };
  });
  const cpus = { name: 'cpus', address: page + CPUS * 4, bytes: CPU_BYTES, type: 'B' } as const;
  return hasEnvironments ? [...symbols, cpus] : symbols;
};
