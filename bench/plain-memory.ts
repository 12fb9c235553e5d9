/** Memory for an allocator that nobody watches: what somebody writes who tests an allocator by hand. */
import { PAGE_SIZE } from '../hardware/hardware.ts';
import type { AllocatorMemory } from '../kernel/kernel.ts';

export class PlainMemory implements AllocatorMemory {
  readonly bytes: number;
  private readonly view: DataView;
  private readonly start: number;

  /** `bytes` bytes of the allocator's own, and `pages` pages behind them; all zero. */
  constructor(bytes: number, pages: number) {
    this.bytes = bytes;
    this.start = Math.ceil(bytes / PAGE_SIZE) * PAGE_SIZE;
    this.view = new DataView(new ArrayBuffer(this.start + pages * PAGE_SIZE));
  }

  load8(at: number): number {
    return this.view.getUint8(at);
  }

  load16(at: number): number {
    return this.view.getUint16(at, true);
  }

  load32(at: number): number {
    return this.view.getInt32(at, true);
  }

  store8(at: number, value: number): void {
    this.view.setUint8(at, value);
  }

  store16(at: number, value: number): void {
    this.view.setUint16(at, value, true);
  }

  store32(at: number, value: number): void {
    this.view.setInt32(at, value, true);
  }

  addressOf(page: number): number {
    return this.start + page * PAGE_SIZE;
  }

  fillPages(page: number, count: number, word: number): void {
    const end = this.addressOf(page + count);
    for (let at = this.addressOf(page); at < end; at += 4) this.store32(at, word);
  }

  copyPages(to: number, from: number, count: number): void {
    const bytes = new Uint8Array(this.view.buffer);
    bytes.copyWithin(this.addressOf(to), this.addressOf(from), this.addressOf(from + count));
  }
}
