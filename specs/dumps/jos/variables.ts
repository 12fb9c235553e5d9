/** The variables of a JOS in a dump, by its symbols: what views read of them. */
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
const OPTIONAL = ['npages_basemem', 'nextfree', 'envs', 'env_free_list', 'curenv'] as const;

export class DumpedVariables implements VariablesRead {
  readonly places = null;
  private readonly machine: Machine;
  private readonly symbols: Symbols;
  private readonly at: Readonly<Record<'npages' | 'pages' | 'kernPgdir' | 'pageFreeList', number>>;
  /** The addresses of those that a kernel may lack; null for what it lacks. */
  private readonly perhaps: Readonly<Record<(typeof OPTIONAL)[number], number | null>>;

  /** Throws an UnusableDump that begins with a verb, where one is missing or lies outside of memory. */
  constructor(machine: Machine, symbols: Symbols) {
    this.machine = machine;
    this.symbols = symbols;
    this.at = {
      npages: this.place('npages', 'npage'),
      pages: this.place('pages'),
      kernPgdir: this.place('kern_pgdir', 'boot_pgdir'),
      pageFreeList: this.place('page_free_list'),
    };
    const found = OPTIONAL.map((name) => [name, symbols.find(name)?.address ?? null]);
    this.perhaps = Object.fromEntries(found);
  }

  get npages(): number {
    return this.word(this.at.npages);
  }

  get npagesBasemem(): number {
    return this.optional('npages_basemem');
  }

  get kernPgdir(): Va {
    return va(this.word(this.at.kernPgdir));
  }

  get pages(): Va {
    return va(this.word(this.at.pages));
  }

  get pageFreeList(): Va {
    return va(this.word(this.at.pageFreeList));
  }

  get nextfree(): Va {
    return va(this.optional('nextfree'));
  }

  get envs(): Va {
    return va(this.optional('envs'));
  }

  get envFreeList(): Va {
    return va(this.optional('env_free_list'));
  }

  /** Lab 3 has one variable for it, lab 4 one a processor. */
  get curenv(): Va {
    return va(this.optional('curenv') || (this.cpuEnvs[0] ?? 0));
  }

  /** The environments of all processors that there are. */
  get cpuEnvs(): readonly number[] {
    const cpus = this.symbols.find('cpus');
    if (cpus === null) return [];
    const stride = cpus.size % MOST_CPUS === 0 && cpus.size > CPU_INFO ? cpus.size / MOST_CPUS : CPU_INFO;
    const count = Math.max(1, Math.min(MOST_CPUS, Math.floor(cpus.size / stride)));
    return Array.from({ length: count }, (_, i) => this.word(cpus.address - KERNBASE + i * stride + CPU_ENV));
  }

  /** Whether the table of gates has one for `vector`; if it cannot be found, it has. */
  hasGate(vector: number): boolean {
    const idt = this.symbols.find('idt');
    return idt === null || (this.word(idt.address - KERNBASE + vector * GATE_BYTES + 4) & GATE_PRESENT) !== 0;
  }

  nameAt(address: number): string | null {
    return this.symbols.nameAt(address + KERNBASE);
  }

  private optional(name: (typeof OPTIONAL)[number]): number {
    const address = this.perhaps[name];
    return address === null ? 0 : this.word(address - KERNBASE);
  }

  private place(...names: string[]): number {
    const symbol = this.symbols.find(...names);
    if (symbol === null)
      throw new UnusableDump(`does not fit: of JOS the symbol ${names.join(' or ')} is needed, and the list has none`);
    const address = symbol.address - KERNBASE;
    if (address >= 0 && address + 4 <= this.machine.memory.ramPages * PAGE_SIZE) return address;
    throw new UnusableDump(
      `does not fit its symbols: ${names[0]} would lie at 0x${symbol.address.toString(16)}, which is not in its memory`,
    );
  }

  private word(address: number): number {
    return (this.machine.memory.words[address >> 2] ?? 0) >>> 0;
  }
}
