/** Texts: which pages are known to hold what an image holds, so that a text shared by many processes is compared with it once. */

import { ALWAYS } from '../../../hardware/changes.ts';
import {
  type Changes,
  type Image,
  type Machine,
  PAGE_BITS,
  PAGE_SIZE,
  PTE_P,
  PTE_W,
  pageRoundDown,
} from '../../../hardware/hardware.ts';
import type { WeensyView } from '../../../kernel/kernel.ts';
import type { Trees } from './page-tables.ts';

/** Bytes that a text has at most, to tell its parts from those of other images. */
const MOST_PARTS = 2 ** 32;

export class Texts {
  private readonly machine: Machine;
  private readonly view: WeensyView;
  private readonly trees: Trees;
  private readonly changes: Changes;
  /** For each page which part of which image it holds, as a number; 0 if that is not known. */
  private readonly known: Float64Array;
  /** For each slot the image that its text was compared with, and whether it differed. */
  private readonly images: (Image | null)[];
  private readonly differs: Uint8Array;
  private wrongTexts = 0;
  private readonly isTouched: Uint8Array;
  private readonly touched: Int32Array;
  private touches = 0;

  constructor(machine: Machine, view: WeensyView, trees: Trees, changes: Changes) {
    this.machine = machine;
    this.view = view;
    this.trees = trees;
    this.changes = changes;
    this.known = new Float64Array(view.pages);
    this.images = new Array(view.slotCount).fill(null);
    this.differs = new Uint8Array(view.slotCount);
    this.isTouched = new Uint8Array(view.slotCount);
    this.touched = new Int32Array(view.slotCount);
  }

  /** Leaves the text of slot `pid` to be compared: it ran, or its descriptor or its tables changed. */
  touch(pid: number): void {
    if (this.isTouched[pid] === 1) return;
    this.isTouched[pid] = 1;
    this.touched[this.touches++] = pid;
  }

  /** Forgets what `page` holds, because it changed. */
  forget(page: number): void {
    if (this.known[page] === 0) return;
    this.known[page] = 0;
    this.forgetImages();
  }

  /** Forgets everything. */
  clear(): void {
    this.known.fill(0);
    this.forgetImages();
  }

  /** Whether the text of some live process is not that of its image. Compares what was touched, and what was wrong. */
  areWrong(): boolean {
    if (this.wrongTexts > 0) this.forgetImages();
    if (this.trees.movedTexts > 0) this.touchMoved();
    const { touched } = this;
    for (let i = 0; i < this.touches; i++) {
      const pid = touched[i];
      const image = this.view.isLive(pid) ? (this.machine.threadOf(pid)?.image ?? null) : null;
      if (image !== this.images[pid] || this.trees.textMoved[pid] === 1) this.compare(pid, image);
      this.isTouched[pid] = 0;
    }
    this.touches = 0;
    return this.wrongTexts > 0;
  }

  /** Leaves every text to be compared with its image again. */
  forgetImages(): void {
    this.images.fill(null);
    for (let pid = 1; pid < this.images.length; pid++) this.touch(pid);
  }

  /** Leaves the text of each slot to be compared whose mappings changed, by whatever process's call. */
  private touchMoved(): void {
    for (let pid = 1; pid < this.images.length; pid++) if (this.trees.textMoved[pid] === 1) this.touch(pid);
  }

  private compare(pid: number, image: Image | null): void {
    const now = image !== null && !this.equals(pid, image) ? 1 : 0;
    this.images[pid] = image;
    this.trees.textSeen(pid);
    this.wrongTexts += now - this.differs[pid];
    this.differs[pid] = now;
  }

  private equals(pid: number, image: Image): boolean {
    const [{ va: start, size, bytes }] = image.segments;
    const root = this.view.rootOf(pid);
    const first = Math.max(pageRoundDown(start), this.view.userStart);
    for (let va = first; va < start + size; va += PAGE_SIZE) {
      const entry = this.trees.entryAt(root, va);
      const offset = va - start;
      if ((entry & PTE_P) === 0 || (entry & PTE_W) !== 0 || offset < 0) continue;
      if (!this.holds(entry >> PAGE_BITS, image.number, offset, bytes)) return false;
    }
    return true;
  }

  /** Whether `page` holds what `bytes` hold from `offset` on. Pages beyond memory hold nothing. */
  private holds(page: number, image: number, offset: number, bytes: Uint8Array): boolean {
    const part = image * MOST_PARTS + offset + 1;
    if (page < 0 || page >= this.known.length) return false;
    if (this.known[page] === part) return true;
    const memory = this.machine.memory.bytes;
    const length = Math.min(PAGE_SIZE, bytes.length - offset);
    for (let i = 0; i < length; i++) if (memory[page * PAGE_SIZE + i] !== bytes[offset + i]) return false;
    if (this.changes.when(page) === ALWAYS) this.known[page] = part;
    return true;
  }
}
