/** The variables of a JOS in a dump, by its symbols: what views read of them, as they are when the dump is opened. */
import { type Machine, PAGE_SIZE, type Va, va } from '../../../hardware/hardware.ts';
import { KERNBASE } from '../../../kernel/jos/memlayout.ts';
import type { VariablesRead } from '../../../kernel/jos/variables.ts';
import type { Symbols } from '../symbols/symbols.ts';
import { UnusableDump } from '../unusable.ts';

/** Offset of cpu_env in struct CpuInfo, and its size, as lab 4 has them. */
const CPU_ENV = 8;
const CPU_INFO = 116;
const MOST_CPUS = 8;
const GATE_BYTES = 8;
const GATE_PRESENT = 0x8000;

export class DumpedVariables implements VariablesRead {
  readonly places = null;
  private readonly machine: Machine;
  private readonly symbols: Symbols;
  readonly npages: number;
  readonly pages: Va;
  readonly kernPgdir: Va;
  readonly pageFreeList: Va;
  /** Those that a kernel may lack are 0 then. */
  readonly npagesBasemem: number;
  readonly nextfree: Va;
  readonly envs: Va;
  readonly envFreeList: Va;
  /** The environments of all processors that there are. */
  readonly cpuEnvs: readonly number[];
  /** Lab 3 has one variable for it, lab 4 one a processor. */
  readonly curenv: Va;

  /** Throws an UnusableDump that begins with a verb, where one is missing or lies outside of memory. */
  constructor(machine: Machine, symbols: Symbols) {
    this.machine = machine;
    this.symbols = symbols;
    this.npages = this.needed('npages', 'npage');
    this.pages = va(this.needed('pages'));
    this.kernPgdir = va(this.needed('kern_pgdir', 'boot_pgdir'));
    this.pageFreeList = va(this.needed('page_free_list'));
    this.npagesBasemem = this.optional('npages_basemem');
    this.nextfree = va(this.optional('nextfree'));
    this.envs = va(this.optional('envs'));
    this.envFreeList = va(this.optional('env_free_list'));
    this.cpuEnvs = this.environmentsOfCpus();
    this.curenv = va(this.optional('curenv') || (this.cpuEnvs[0] ?? 0));
  }

  /** Whether the table of gates has one for `vector`; if it cannot be found, it has. */
  hasGate(vector: number): boolean {
    const idt = this.symbols.find('idt');
    return idt === null || (this.word(idt.address - KERNBASE + vector * GATE_BYTES + 4) & GATE_PRESENT) !== 0;
  }

  nameAt(address: number): string | null {
    return this.symbols.nameAt(address + KERNBASE);
  }

  private environmentsOfCpus(): number[] {
    const cpus = this.symbols.find('cpus');
    if (cpus === null) return [];
    const stride = cpus.size % MOST_CPUS === 0 && cpus.size > CPU_INFO ? cpus.size / MOST_CPUS : CPU_INFO;
    const count = Math.max(1, Math.min(MOST_CPUS, Math.floor(cpus.size / stride)));
    return Array.from({ length: count }, (_, i) => this.word(cpus.address - KERNBASE + i * stride + CPU_ENV));
  }

  private optional(name: string): number {
    const address = this.symbols.find(name)?.address;
    return address === undefined ? 0 : this.word(address - KERNBASE);
  }

  private needed(...names: string[]): number {
    const symbol = this.symbols.find(...names);
    if (symbol === null)
      throw new UnusableDump(`does not fit: of JOS the symbol ${names.join(' or ')} is needed, and the list has none`);
    const address = symbol.address - KERNBASE;
    if (address >= 0 && address + 4 <= this.machine.memory.ramPages * PAGE_SIZE) return this.word(address);
    throw new UnusableDump(
      `does not fit its symbols: ${names[0]} would lie at 0x${symbol.address.toString(16)}, which is not in its memory`,
    );
  }

  private word(address: number): number {
    return (this.machine.memory.words[address >> 2] ?? 0) >>> 0;
  }
}
