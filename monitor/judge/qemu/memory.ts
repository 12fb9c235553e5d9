/** Physical memory of a machine under QEMU, by the quickest way that there is to it. */
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QemuMachine } from './machine.ts';

export interface PhysicalMemory {
  /** Puts memory from address 0 on into `memory`. */
  read(memory: Uint8Array): Promise<void>;
  close(): void;
}

/** A QEMU on this machine saves memory to a file that is found here; one elsewhere is asked for it by packets. */
export const memoryOf = async (machine: QemuMachine): Promise<PhysicalMemory> => {
  const saved = new SavedMemory(machine);
  if (await saved.isFound()) return saved;
  saved.close();
  return { read: (memory) => machine.physical(0, memory), close: () => {} };
};

const PROBED = 4096;

class SavedMemory implements PhysicalMemory {
  private readonly machine: QemuMachine;
  private readonly folder = mkdtempSync(join(tmpdir(), 'ringfence-memory-'));

  constructor(machine: QemuMachine) {
    this.machine = machine;
  }

  /** Whether what QEMU saves is what it says by packets. */
  async isFound(): Promise<boolean> {
    const [saved, said] = [new Uint8Array(PROBED), new Uint8Array(PROBED)];
    try {
      await this.read(saved);
    } catch {
      return false;
    }
    await this.machine.physical(0, said);
    return Buffer.compare(saved, said) === 0;
  }

  async read(memory: Uint8Array): Promise<void> {
    const file = join(this.folder, 'memory');
    await this.machine.monitor(`pmemsave 0 ${memory.length} "${file.replaceAll('\\', '/')}"`);
    const descriptor = openSync(file, 'r');
    try {
      for (let at = 0, count = -1; at < memory.length && count !== 0; at += count)
        count = readSync(descriptor, memory, at, memory.length - at, at);
    } finally {
      closeSync(descriptor);
      rmSync(file);
    }
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
