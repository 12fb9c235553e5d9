/** Bytes of the kernel's memory that are written over while it runs, so that it stops there. Whoever looks at its memory sees what was there. */
import type { Processor } from './emulator.ts';

interface Patch {
  readonly address: number;
  readonly original: Uint8Array;
  readonly bytes: Uint8Array;
}

/** All places that are written over, by their physical addresses. */
export class Stubs {
  private readonly cpu: Processor;
  private readonly patches: Patch[] = [];

  constructor(cpu: Processor) {
    this.cpu = cpu;
  }

  put(address: number, bytes: readonly number[]): void {
    const original = this.cpu.mem8.slice(address, address + bytes.length);
    this.patches.push({ address, original, bytes: Uint8Array.from(bytes) });
    this.cpu.mem8.set(bytes, address);
  }

  /** Puts into `memory`, a copy of the machine's, what would stand there without them; what the kernel itself wrote over one stays. */
  hide(memory: Uint8Array): void {
    for (const { address, original, bytes } of this.patches)
      if (bytes.every((byte, i) => memory[address + i] === byte)) memory.set(original, address);
  }
}
