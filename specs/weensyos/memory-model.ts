/** What one process must find in its memory: the bytes it stored, its parent's at the fork, zeros in a fresh page. */
import { CONSOLE_PAGE, PAGE_SIZE } from '../../hardware/hardware.ts';
import { abi } from '../../kernel/kernel.ts';

const pageOf = (address: number): number => Math.floor(address / PAGE_SIZE) * PAGE_SIZE;
const CONSOLE = CONSOLE_PAGE * PAGE_SIZE;
/** What `kalloc` leaves in a page, and process setup in the stack. */
const POISON = 0xcc;

/** What a program may do with a page. */
export type Access = 'nothing' | 'read' | 'write';

export class MemoryModel {
  /** Writable pages, with the byte that fills each where nothing was stored. */
  private readonly pages: Map<number, number>;
  private readonly stored: Map<number, number>;
  private readonly text: number;

  private constructor(pages: Map<number, number>, stored: Map<number, number>, text: number) {
    this.pages = pages;
    this.stored = stored;
    this.text = text;
  }

  /** The memory of a process just set up: a page of text at the start, one of bss at `bss`, one of stack. */
  static fresh(bss: number): MemoryModel {
    const pages = new Map([
      [bss, 0],
      [abi.STACK_PAGE, POISON],
    ]);
    return new MemoryModel(pages, new Map(), abi.PROC_START_ADDR);
  }

  clone(): MemoryModel {
    return new MemoryModel(new Map(this.pages), new Map(this.stored), this.text);
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
      value = value * 256 + (this.stored.get(address + i) ?? fill);
    }
    return value;
  }

  private accessOf(page: number): Access {
    if (this.pages.has(page) || page === CONSOLE) return 'write';
    return page === this.text ? 'read' : 'nothing';
  }
}
