/** What one process must find in its memory: the bytes it stored, its parent's at the fork, zeros in a fresh page. */
import { CONSOLE_PAGE, type Machine, PAGE_SIZE, PTE_U, PTE_W } from '../../../hardware/hardware.ts';
import { abi, type Mapping } from '../../../kernel/kernel.ts';

const pageOf = (address: number): number => Math.floor(address / PAGE_SIZE) * PAGE_SIZE;
const CONSOLE = CONSOLE_PAGE * PAGE_SIZE;
/** What `kalloc` leaves in a page, and process setup in the stack. */
const POISON = 0xcc;

/** What a program may do with a page. */
export type Access = 'nothing' | 'read' | 'write';

export class MemoryModel {
  /** Writable pages, with the byte that fills each where nothing was stored, or all the bytes that it held. */
  private readonly pages: Map<number, number | Uint8Array>;
  private readonly stored: Map<number, number>;
  /** Pages that may be read, of which nobody says what they hold. */
  private readonly readable: ReadonlySet<number>;

  private constructor(
    pages: Map<number, number | Uint8Array>,
    stored: Map<number, number>,
    readable: ReadonlySet<number>,
  ) {
    this.pages = pages;
    this.stored = stored;
    this.readable = readable;
  }

  /** The memory of a process as its tables have it, which are taken for granted. */
  static asMapped({ memory }: Machine, mappings: readonly Mapping[]): MemoryModel {
    const pages = new Map<number, number | Uint8Array>();
    const readable = new Set<number>();
    for (const { va, pa, permissions } of mappings.filter((mapping) => mapping.permissions & PTE_U)) {
      if (permissions & PTE_W) pages.set(va, memory.bytes.slice(pa, pa + PAGE_SIZE));
      else readable.add(va);
    }
    return new MemoryModel(pages, new Map(), readable);
  }

  /** The memory of a process just set up: a page of text at the start, one of bss at `bss`, one of stack. */
  static fresh(bss: number): MemoryModel {
    const pages = new Map<number, number | Uint8Array>([
      [bss, 0],
      [abi.STACK_PAGE, POISON],
    ]);
    return new MemoryModel(pages, new Map(), new Set([abi.PROC_START_ADDR]));
  }

  clone(): MemoryModel {
    return new MemoryModel(new Map(this.pages), new Map(this.stored), this.readable);
  }

  /** Puts a page of zeros at `address` in place of what was there. The text can be replaced too. */
  replace(address: number): void {
    this.pages.set(address, 0);
    for (const at of this.stored.keys()) if (pageOf(at) === address) this.stored.delete(at);
  }

  /** What the program may do with all of the `size` bytes at `address`. */
  access(address: number, size: number): Access {
    const [first, last] = [this.accessOf(pageOf(address)), this.accessOf(pageOf(address + size - 1))];
    if (first === 'nothing' || last === 'nothing') return 'nothing';
    return first === 'read' || last === 'read' ? 'read' : 'write';
  }

  store(address: number, size: number, value: number): void {
    for (let i = 0; i < size; i++) this.stored.set(address + i, (value >>> (8 * i)) & 0xff);
  }

  /** The number that a load of `size` bytes gives; null where others may write too, or a program's text is. */
  load(address: number, size: number): number | null {
    let value = 0;
    for (let i = size - 1; i >= 0; i--) {
      const fill = this.pages.get(pageOf(address + i));
      if (fill === undefined) return null;
      const held = typeof fill === 'number' ? fill : fill[(address + i) % PAGE_SIZE];
      value = value * 256 + (this.stored.get(address + i) ?? held);
    }
    return value;
  }

  private accessOf(page: number): Access {
    if (this.pages.has(page) || page === CONSOLE) return 'write';
    return this.readable.has(page) ? 'read' : 'nothing';
  }
}
