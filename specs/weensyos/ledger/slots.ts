/** The process table: which slots have a process with which root, and whether what they hold goes together. */
import type { WeensyView } from '../../../kernel/kernel.ts';
import type { Trees } from './page-tables.ts';
import type { Texts } from './texts.ts';

/** No page: the slot has no process. */
const NONE = -1;

export class Slots {
  /** Slots that have a process. */
  liveSlots = 0;
  /** Slots about which some invariant of slots may not hold. */
  wrongSlots = 0;
  private readonly view: WeensyView;
  private readonly trees: Trees;
  private readonly texts: Texts;
  /** For each slot the page of the root that was planted for it. */
  private readonly roots: Float64Array;
  private readonly wrong: Uint8Array;
  /** Slots that changed since `graft`, each once. */
  private readonly touched: number[] = [];

  constructor(view: WeensyView, trees: Trees, texts: Texts) {
    this.view = view;
    this.trees = trees;
    this.texts = texts;
    this.roots = new Float64Array(view.slotCount).fill(NONE);
    this.wrong = new Uint8Array(view.slotCount);
  }

  /** Forgets what was planted, because all trees are gone. */
  clear(): void {
    this.roots.fill(NONE);
    this.liveSlots = 0;
    for (let pid = 1; pid < this.roots.length; pid++) this.touch(pid);
  }

  touch(pid: number): void {
    if (!this.touched.includes(pid)) this.touched.push(pid);
  }

  isLive(pid: number): boolean {
    return this.roots[pid] !== NONE;
  }

  /** Fells the trees of touched slots that are no longer theirs. */
  prune(): void {
    if (this.touched.length === 0) return;
    for (const pid of this.touched) {
      const root = this.roots[pid];
      if (root === NONE || root === this.present(pid)) continue;
      this.trees.fell(pid, root);
      this.roots[pid] = NONE;
      this.liveSlots -= 1;
    }
  }

  /** Plants the trees that touched slots have by now, and judges those slots. */
  graft(): void {
    if (this.touched.length === 0) return;
    for (const pid of this.touched) {
      this.texts.touch(pid);
      const root = this.present(pid);
      if (root !== this.roots[pid]) {
        this.roots[pid] = root;
        this.liveSlots += 1;
        this.trees.plant(pid, root);
      }
      const now = this.isWrong(pid) ? 1 : 0;
      this.wrongSlots += now - this.wrong[pid];
      this.wrong[pid] = now;
    }
    this.touched.length = 0;
  }

  /** The root that should be planted for a slot. */
  private present(pid: number): number {
    return this.view.isLive(pid) ? this.view.rootOf(pid) : NONE;
  }

  private isWrong(pid: number): boolean {
    const { view } = this;
    if (!view.isLive(pid)) return view.rootOf(pid) !== 0;
    return view.rootOf(pid) === 0 || (view.isRunnable(pid) && view.missingOf({ pid, root: view.rootOf(pid) }) !== null);
  }
}
