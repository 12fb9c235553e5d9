/** `dumpvm` and `dumpphys`: bytes of memory in rows of sixteen, read without any effect; `--` where there is no memory. */
import { type Machine, PAGE_SIZE, va } from '../../../hardware/hardware.ts';
import { UsageError } from '../../../presentation/boot/usage-error.ts';
import type { Command } from './command.ts';
import { rangeOf } from './showmappings.ts';

const ROW_BYTES = 16;
const MOST_BYTES = 1 << 16;

export const dumpvm: Command = {
  name: 'dumpvm',
  parameters: 'VA [VA]',
  does: 'the bytes from the first virtual address to the second, in rows of 16; -- where nothing is mapped',
  words: [1, 2],
  run: ({ machine }, words) => rows(words, (address) => byteAt(machine, machine.mmu.probe(va(address))?.pa ?? -1)),
};

export const dumpphys: Command = {
  name: 'dumpphys',
  parameters: 'PA [PA]',
  does: 'the same by physical addresses',
  words: [1, 2],
  run: ({ machine }, words) => rows(words, (address) => byteAt(machine, address)),
};

/** The byte at a physical address; null outside of memory. */
const byteAt = ({ memory }: Machine, address: number): number | null =>
  address >= 0 && address < memory.ramPages * PAGE_SIZE ? memory.bytes[address] : null;

/** Whole rows, from the one that holds the first address of `words` to the one that holds the last. */
const rows = (words: readonly string[], byte: (address: number) => number | null): string[] => {
  const [first, last] = rangeOf(words);
  if (last - first >= MOST_BYTES) throw new UsageError('a dump is of 64 KiB at most: give a shorter range');
  const start = first - (first % ROW_BYTES);
  const count = Math.floor((last - start) / ROW_BYTES) + 1;
  return Array.from({ length: count }, (_, i) => {
    const bytes = Array.from({ length: ROW_BYTES }, (_, j) => byte(start + i * ROW_BYTES + j));
    return `${digits(start + i * ROW_BYTES, 8)}: ${bytes.map((value) => (value === null ? '--' : digits(value, 2))).join(' ')}`;
  });
};

const digits = (value: number, count: number): string => value.toString(16).padStart(count, '0');
