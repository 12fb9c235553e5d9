/**
 * Every store that the kernel makes, with the instruction that makes it. While it is watched the machine has no RAM as far as the emulator knows: what
 * is no RAM belongs to devices, and they are asked for each word. The kernel notices nothing, and it runs on in the same way.
 */
import { PAGE_SIZE } from '../../../hardware/hardware.ts';
import { callersOf } from '../callers.ts';
import type { Store } from '../store.ts';
import { EBP, ESP } from './calls.ts';
import { type Pc, physicalOf, wordAt } from './emulator.ts';

/** More of them nobody looks through. */
const MOST_STORES = 1 << 20;
const BLOCK = 1 << 17;

export class StoreWatch {
  /** Those in watched pages, in their order. */
  readonly stores: Store[] = [];
  private readonly pc: Pc;
  private readonly bytes: number;
  private readonly isWatched: (page: number) => boolean;

  /** Watches `pc` from now on. */
  constructor(pc: Pc, isWatched: (page: number) => boolean) {
    this.pc = pc;
    this.isWatched = isWatched;
    const { cpu } = pc;
    this.bytes = cpu.memory_size[0];
    const words = cpu.words;
    for (let block = 0; block < this.bytes / BLOCK; block++) {
      if (cpu.memory_map_read8[block] !== undefined) continue;
      cpu.memory_map_read8[block] = (address) => cpu.mem8[address];
      cpu.memory_map_read32[block] = (address) => words.getInt32(address, true);
      cpu.memory_map_write8[block] = (address, value) => {
        this.see(address, 1, value);
        cpu.mem8[address] = value;
      };
      cpu.memory_map_write32[block] = (address, value) => {
        this.see(address, 4, value);
        words.setInt32(address, value, true);
      };
    }
    cpu.memory_size[0] = 0;
    cpu.full_clear_tlb();
  }

  private see(address: number, bytes: number, value: number): void {
    const { cpu } = this.pc;
    const page = Math.floor(address / PAGE_SIZE);
    if (!this.isWatched(page) || this.stores.length >= MOST_STORES) return;
    // What is pushed is nobody's state.
    if (Math.floor(physicalOf(cpu, cpu.reg32[ESP] >>> 0) / PAGE_SIZE) === page) return;
    this.stores.push({
      address,
      bytes,
      value,
      eip: cpu.previous_ip[0] >>> 0,
      callers: callersOf(cpu.reg32[EBP] >>> 0, (at) => wordAt(cpu, at)),
    });
  }
}
