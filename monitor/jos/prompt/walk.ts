/** `walk`: the translation of an address, entry by entry, and what each kind of access would come to. */
import { type Machine, register, trap, va, type WalkStep } from '../../../hardware/hardware.ts';
import { memlayout } from '../../../kernel/kernel.ts';
import { type Command, pageName, parseVa } from './command.ts';
import { flagsText } from './flags.ts';
import { hex } from './hex.ts';
import { type Mapping, mappingAt } from './mapping.ts';
import type { Session } from './session.ts';
import { cachedAt, cachedText } from './tlb.ts';

const { PTE_ADDR, PTE_P, PTE_PS, PTE_U, PTE_W } = memlayout;

export const walk: Command = {
  name: 'walk',
  parameters: 'VA',
  does: 'the entries that the MMU loads to translate an address, what accesses come to, and whether the TLB has it',
  words: [1, 1],
  run: (session, [word]) => {
    const address = parseVa(word);
    const { machine } = session;
    const steps = machine.mmu.steps(va(address));
    const cached = cachedAt(machine, address);
    return [
      ...steps.map(stepLine),
      resultLine(session, address),
      ...ACCESSES.map(([who, write, user]) => `${who}: ${outcome(machine, address, { write, user })}`),
      cached === null ? 'TLB: a miss' : `TLB: a hit, ${cachedText(machine, cached)}`,
    ];
  },
};

interface Access {
  readonly write: boolean;
  readonly user: boolean;
}

const ACCESSES: readonly (readonly [who: string, write: boolean, user: boolean])[] = [
  ["kernel's read", false, false],
  ["kernel's write", true, false],
  ["program's read", false, true],
  ["program's write", true, true],
];

const stepLine = ({ level, index, entryPa, low }: WalkStep): string => {
  const table = level === 2 ? 'directory' : 'table    ';
  const target = low & PTE_P ? `to ${hex(PTE_ADDR(low))}, ${flagsText(low)}` : 'not present';
  return `${table} entry ${index} (0x${index.toString(16)}) at ${hex(entryPa)}: ${hex(low)} ${target}`;
};

const resultLine = ({ machine, kernel }: Session, address: number): string => {
  const mapping = mappingAt(machine, address);
  if (mapping === null) return 'no translation';
  const page = Math.floor(mapping.pa / memlayout.PGSIZE);
  const where = page < kernel.variables.npages ? `in ${pageName(page)}` : 'where there is no memory';
  return `together ${flagsText(mapping.rights)}: physical address ${hex(mapping.pa)}, ${where}`;
};

/** What an access that walks the tables comes to: the error codes are those of Intel SDM vol. 3, 4.7. */
const outcome = (machine: Machine, address: number, access: Access): string => {
  const mapping = mappingAt(machine, address);
  const code = (access.write ? trap.FAULT_WRITE : 0) | (access.user ? trap.FAULT_USER : 0);
  if (mapping === null) return unmapped(machine.mmu.steps(va(address)), code);
  if (!permits(machine, mapping, access)) return `page fault, error code ${code | trap.FAULT_PRESENT} (protection)`;
  return mapping.pa < machine.memory.ramPages * memlayout.PGSIZE ? 'goes through' : 'machine check: no memory answers';
};

/** A walk that ends without a page: at an absent entry, at a reserved bit of a large page, or at a table outside of memory. */
const unmapped = (steps: readonly WalkStep[], code: number): string => {
  const last = steps.at(-1)?.low ?? PTE_P;
  if ((last & PTE_P) === 0) return `page fault, error code ${code} (not present)`;
  if (last & PTE_PS) return `page fault, error code ${code | trap.FAULT_PRESENT | trap.FAULT_RESERVED} (reserved bit)`;
  return 'machine check: the page table lies outside of memory';
};

const permits = ({ cpu }: Machine, { rights }: Mapping, { write, user }: Access): boolean => {
  if (user && (rights & PTE_U) === 0) return false;
  return !write || (rights & PTE_W) !== 0 || (!user && (cpu.control(register.CR0) & register.CR0_WP) === 0);
};
