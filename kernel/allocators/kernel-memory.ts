/** An allocator's memory within a kernel: its own bytes and all pages, reached by kernel virtual address, charged and translated as any access is. */
import { PAGE_SIZE, type Supervisor, type Va, va } from '../../hardware/hardware.ts';
import type { AllocatorMemory } from './memory.ts';

const PAGE_WORDS = PAGE_SIZE / 4;

export class KernelMemory implements AllocatorMemory {
  readonly bytes: number;
  private readonly supervisor: Supervisor;
  private readonly own: Va;
  private readonly start: number;
  private readonly pages: Va;

  /** `bytes` bytes at `own` are the allocator's; page 0 is mapped at `pages`, and the others behind it. */
  constructor(supervisor: Supervisor, bytes: number, own: Va, pages: Va) {
    this.supervisor = supervisor;
    this.bytes = bytes;
    this.own = own;
    this.pages = pages;
    this.start = Math.ceil(bytes / PAGE_SIZE) * PAGE_SIZE;
  }

  load8(at: number): number {
    return this.supervisor.load8(this.place(at));
  }

  load16(at: number): number {
    return this.supervisor.load16(this.place(at));
  }

  load32(at: number): number {
    return this.supervisor.load32(this.place(at));
  }

  store8(at: number, value: number): void {
    this.supervisor.store8(this.place(at), value);
  }

  store16(at: number, value: number): void {
    this.supervisor.store16(this.place(at), value);
  }

  store32(at: number, value: number): void {
    this.supervisor.store32(this.place(at), value);
  }

  addressOf(page: number): number {
    return this.start + page * PAGE_SIZE;
  }

  fillPages(page: number, count: number, word: number): void {
    for (let i = page; i < page + count; i++) this.supervisor.fillPage(this.page(i), word);
  }

  copyPages(to: number, from: number, count: number): void {
    for (let i = 0; i < count; i++) this.supervisor.copyWords(this.page(to + i), this.page(from + i), PAGE_WORDS);
  }

  private place(at: number): Va {
    return va((at < this.start ? this.own : this.pages - this.start) + at);
  }

  private page(page: number): Va {
    return va(this.pages + page * PAGE_SIZE);
  }
}
