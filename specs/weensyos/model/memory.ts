/** What one process must find in its memory: the bytes it stored, its parent's at the fork, zeros in a fresh page. */
import {
  CONSOLE_PAGE,
  type ImageLayout,
  type Machine,
  operation,
  PAGE_SIZE,
  PTE_U,
  PTE_W,
} from '../../../hardware/hardware.ts';
import { abi, type Mapping } from '../../../kernel/kernel.ts';
import { accessesOf } from './accesses.ts';

/** The pages that `size` bytes from the start of a page on take. */
const pagesOf = (start: number, size: number): number[] =>
  Array.from({ length: Math.ceil(size / PAGE_SIZE) }, (_, i) => start + i * PAGE_SIZE);

const pageOf = (address: number): number => Math.floor(address / PAGE_SIZE) * PAGE_SIZE;
const CONSOLE = CONSOLE_PAGE * PAGE_SIZE;

/** What a page holds. */
type Contents = 'zeros' | 'unknown' | Uint8Array;

const hex = (value: number): string => `0x${value.toString(16)}`;

/** What a program may do with a page. */
export type Access = 'nothing' | 'read' | 'write';

export class MemoryModel {
  /** Writable pages, with what each held where nothing was stored: zeros, bytes, or what nobody knows. */
  private readonly pages: Map<number, Contents>;
  /** Bytes that were stored since; null for one of which nobody knows what it is. */
  private readonly stored: Map<number, number | null>;
  /** Pages that may be read, of which nobody says what they hold. */
  private readonly readable: ReadonlySet<number>;

  private constructor(pages: Map<number, Contents>, stored: Map<number, number | null>, readable: ReadonlySet<number>) {
    this.pages = pages;
    this.stored = stored;
    this.readable = readable;
  }

  /** The memory of a process as its tables have it, which are taken for granted. */
  static asMapped({ memory }: Machine, mappings: readonly Mapping[]): MemoryModel {
    const pages = new Map<number, Contents>();
    const readable = new Set<number>();
    for (const { va, pa, permissions } of mappings.filter((mapping) => mapping.permissions & PTE_U)) {
      if (permissions & PTE_W) pages.set(va, memory.bytes.slice(pa, pa + PAGE_SIZE));
      else readable.add(va);
    }
    return new MemoryModel(pages, new Map(), readable);
  }

  /**
   * The memory of a process just set up for a program of `layout`: what cannot be written, data and bss behind it, and a page of stack, of which
   * nobody says what it holds.
   */
  static fresh({ base, textSize, readOnlyData, data, bssSize }: ImageLayout): MemoryModel {
    const readable = pagesOf(base, textSize + readOnlyData.length);
    const start = base + readable.length * PAGE_SIZE;
    const pages = new Map<number, Contents>([[abi.STACK_PAGE, 'unknown']]);
    for (const [i, page] of pagesOf(start, data.length + bssSize).entries()) {
      const bytes = new Uint8Array(PAGE_SIZE);
      bytes.set(data.subarray(i * PAGE_SIZE, (i + 1) * PAGE_SIZE));
      pages.set(page, bytes);
    }
    return new MemoryModel(pages, new Map(), new Set(readable));
  }

  clone(): MemoryModel {
    return new MemoryModel(new Map(this.pages), new Map(this.stored), this.readable);
  }

  /** Puts a page of zeros at `address` in place of what was there. The text can be replaced too. */
  replace(address: number): void {
    this.pages.set(address, 'zeros');
    for (const at of this.stored.keys()) if (pageOf(at) === address) this.stored.delete(at);
  }

  /** What the program may do with all of the `size` bytes at `address`, at least one. */
  access(address: number, size: number): Access {
    let least: Access = 'write';
    for (let page = pageOf(address); page < address + size; page += PAGE_SIZE) {
      const access = this.accessOf(page);
      if (access === 'nothing') return access;
      if (access === 'read') least = access;
    }
    return least;
  }

  /** Does a load, store or string operation, all of whose bytes may be touched; returns what it gives, or null where nobody can know. */
  perform(kind: number, operands: Float64Array): number | null {
    const [first, second, length] = operands;
    const [access] = accessesOf(kind, operands);
    if (access === undefined) return null;
    if (kind === operation.SCAN) return this.scan(first, second & 0xff, length);
    if (kind === operation.FILL) for (let i = 0; i < length; i++) this.store(first + i, 1, second);
    else if (kind === operation.COPY) this.copy(first, second, length);
    else if (access.isStore) this.store(first, access.size, second);
    else return this.load(first, access.size);
    return 0;
  }

  private scan(address: number, value: number, length: number): number | null {
    for (let i = 0; i < length; i++) {
      const byte = this.load(address + i, 1);
      if (byte === null) return null;
      if (byte !== value) return i;
    }
    return length;
  }

  /** Upwards, byte by byte. What nobody knows is not known where it is copied to. */
  private copy(target: number, source: number, length: number): void {
    for (let i = 0; i < length; i++) this.stored.set(target + i, this.load(source + i, 1));
  }

  store(address: number, size: number, value: number): void {
    for (let i = 0; i < size; i++) this.stored.set(address + i, (value >>> (8 * i)) & 0xff);
  }

  /** The number that a load of `size` bytes gives; null where others may write too, or a program's text is. */
  load(address: number, size: number): number | null {
    let value = 0;
    for (let i = size - 1; i >= 0; i--) {
      const byte = this.byte(address + i);
      if (byte === null) return null;
      value = value * 256 + byte;
    }
    return value;
  }

  private byte(address: number): number | null {
    const stored = this.stored.get(address);
    const contents = this.pages.get(pageOf(address));
    if (stored !== undefined && contents !== undefined) return stored;
    if (contents === undefined || contents === 'unknown') return null;
    return contents === 'zeros' ? 0 : contents[address % PAGE_SIZE];
  }

  /**
   * What `mappings`, all that the program may use, and memory have otherwise than they should, in words; null if nothing. Where a page
   * `mayCome` later, it need not be there, or not to be written.
   */
  differenceFrom({ memory }: Machine, mappings: readonly Mapping[], mayCome: boolean): string | null {
    const usable = new Map(
      mappings.filter(({ permissions }) => permissions & PTE_U).map((one) => [one.va as number, one]),
    );
    for (const page of [CONSOLE, ...this.readable, ...this.pages.keys()]) {
      const found = usable.get(page);
      if (found === undefined && !mayCome) return `has no page at ${hex(page)}`;
      if (found === undefined) continue;
      const isWritable = (found.permissions & PTE_W) !== 0;
      if (isWritable !== (this.accessOf(page) === 'write') && (isWritable || !mayCome))
        return `may ${isWritable ? '' : 'not '}write at ${hex(page)}`;
      const wrong = this.wrongByte(page, memory.bytes.subarray(found.pa, found.pa + PAGE_SIZE));
      if (wrong >= 0) return this.wrongText(page + wrong, memory.bytes[found.pa + wrong]);
    }
    const lost = this.lostStore(usable, memory.bytes);
    if (lost !== null) return lost;
    const more = [...usable.keys()].find((page) => page >= abi.PROC_START_ADDR && this.accessOf(page) === 'nothing');
    return more === undefined ? null : `has a page at ${hex(more)}, where there should be none`;
  }

  /** The first byte of `page` that is otherwise in `found`, where it is known, and nothing was stored; -1 if none is. */
  private wrongByte(page: number, found: Uint8Array): number {
    const contents = this.pages.get(page);
    if (contents === undefined || contents === 'unknown') return -1;
    for (let i = 0; i < PAGE_SIZE; i++)
      if (found[i] !== (contents === 'zeros' ? 0 : contents[i]) && !this.stored.has(page + i)) return i;
    return -1;
  }

  /** The first byte that was stored and is not there, in words; null if all are. */
  private lostStore(usable: ReadonlyMap<number, Mapping>, bytes: Uint8Array): string | null {
    for (const [address, value] of this.stored) {
      const page = usable.get(pageOf(address));
      if (value === null || page === undefined || !this.pages.has(pageOf(address))) continue;
      const found = bytes[page.pa + (address % PAGE_SIZE)];
      if (found !== value) return this.wrongText(address, found);
    }
    return null;
  }

  private wrongText(address: number, found: number): string {
    const isFresh = this.pages.get(pageOf(address)) === 'zeros';
    const why = this.stored.has(address) ? 'was stored' : isFresh ? 'must be' : 'is in its file';
    return `has ${hex(found)} at ${hex(address)}, where ${hex(this.byte(address) ?? 0)} ${why}`;
  }

  private accessOf(page: number): Access {
    if (this.pages.has(page) || page === CONSOLE) return 'write';
    return this.readable.has(page) ? 'read' : 'nothing';
  }
}
