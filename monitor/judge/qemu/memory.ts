/** Physical memory of a machine under QEMU, by the quickest way that there is to it. */
import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import { CONSOLE_ADDRESS, PAGE_SIZE } from '../../../hardware/hardware.ts';
import type { PassingFolder } from './folder.ts';
import type { QemuMachine } from './machine.ts';

export interface PhysicalMemory {
  /** Puts memory from address 0 on into `memory`. */
  read(memory: Uint8Array): Promise<void>;
}

/**
 * The file `ram`, if the machine has its memory in that. Else a QEMU on this machine saves memory to a file in `folder`, and that is found there; one
 * elsewhere is asked for it by packets.
 */
export const memoryOf = async (
  machine: QemuMachine,
  folder: PassingFolder,
  ram: string | null,
): Promise<PhysicalMemory> => {
  if (ram !== null) return new RamFile(machine, ram);
  const saved = new SavedMemory(machine, folder.file('memory'));
  return (await saved.isFound()) ? saved : { read: (memory) => machine.physical(0, memory) };
};

/** A file that is the memory of the machine: all of it but the screen, which is the display's own. */
class RamFile implements PhysicalMemory {
  private readonly machine: QemuMachine;
  private readonly file: string;

  constructor(machine: QemuMachine, file: string) {
    this.machine = machine;
    this.file = file;
  }

  async read(memory: Uint8Array): Promise<void> {
    readFile(this.file, memory);
    await this.machine.physical(CONSOLE_ADDRESS, memory.subarray(CONSOLE_ADDRESS, CONSOLE_ADDRESS + PAGE_SIZE));
  }
}

const readFile = (file: string, memory: Uint8Array): void => {
  const descriptor = openSync(file, 'r');
  try {
    for (let at = 0, count = -1; at < memory.length && count !== 0; at += count)
      count = readSync(descriptor, memory, at, memory.length - at, at);
  } finally {
    closeSync(descriptor);
  }
};

const PROBED = PAGE_SIZE;

class SavedMemory implements PhysicalMemory {
  private readonly machine: QemuMachine;
  private readonly file: string;

  constructor(machine: QemuMachine, file: string) {
    this.machine = machine;
    this.file = file;
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
    const { file } = this;
    await this.machine.monitor(`pmemsave 0 ${memory.length} "${file.replaceAll('\\', '/')}"`);
    readFile(file, memory);
    rmSync(file);
  }
}
