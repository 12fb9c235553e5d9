/** Lines of sources: which one an instruction is of, by what compilers leave in an ELF file for debuggers. */
import { dwarfLines } from './dwarf.ts';
import { elfSection, isElf } from './elf.ts';
import type { LineStart, SourceLine } from './source-line.ts';
import { stabLines } from './stabs.ts';

/** The lines of a kernel's code. */
export class LineTable {
  private readonly starts: readonly LineStart[];

  /** Of several lines that begin at one address the last counts: others have no instruction. */
  constructor(starts: readonly LineStart[]) {
    this.starts = starts.toSorted((a, b) => a.address - b.address);
  }

  /** The line of the instruction at `address`, or null. */
  at(address: number): SourceLine | null {
    let [low, high] = [0, this.starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.starts[middle].address <= address) low = middle + 1;
      else high = middle;
    }
    return this.starts[low - 1]?.line ?? null;
  }
}

/** The lines in an ELF file, by DWARF or, as the courses' own makefiles ask for it, stabs; none of a file without, or whose tables are damaged. */
export const readLines = (file: Uint8Array): LineTable => {
  if (!isElf(file)) return new LineTable([]);
  try {
    const section = (name: string): DataView | null => elfSection(file, name);
    const dwarf = dwarfLines(section('.debug_line'), section('.debug_line_str'), section('.debug_str'));
    return new LineTable(dwarf.length > 0 ? dwarf : stabLines(section('.stab'), section('.stabstr')));
  } catch (error) {
    if (error instanceof RangeError) return new LineTable([]);
    throw error;
  }
};
