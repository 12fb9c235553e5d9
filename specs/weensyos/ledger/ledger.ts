/**
 * The ledger: what all invariants come to, kept up from the changes of memory instead of counted from scratch. It may suspect a state
 * that is right, and then somebody has to count; it never passes one that is wrong. It hears of no events, so that a kernel that
 * writes tables behind everybody's back is seen as well.
 *
 *     changes of memory --+--> trees of tables --> tally of references --+
 *                         +--> counts -----------------------------------+--> is anything suspect?
 *                         +--> slots of processes, texts, TLB -----------+
 */

import { ALWAYS, AT_TIMES, NEVER } from '../../../hardware/changes.ts';
import { type Changes, type Machine, PAGE_SIZE, PAGE_WORDS } from '../../../hardware/hardware.ts';
import type { WeensyKernel, WeensyView } from '../../../kernel/kernel.ts';
import { Observation } from '../../judge/observation.ts';
import type { PageFollower, Tracker } from '../../judge/watch/tracker.ts';
import type { Transition } from '../../judge/watch/transition.ts';
import { leavesChanges } from './failed-call.ts';
import { cyclesAddUp, givesFreshPage, runsOnItsOwn } from './moment.ts';
import { countsIn, Trees } from './page-tables.ts';
import { Slots } from './slots.ts';
import { Tally } from './tally.ts';
import { Texts } from './texts.ts';
import { Buffer } from './tlb.ts';

/** What a page of the kernel's is to the ledger: nothing, part of the reference counts, or part of the process table. */
const PLAIN = 0;
const COUNTS = 1;
const DESCRIPTORS = 2;

export class Ledger implements Tracker {
  /** Nothing is counted from scratch here. */
  readonly counted = null;
  private readonly machine: Machine;
  private readonly view: WeensyView;
  private readonly words: Int32Array;
  /** What changed since `begin` or `forget`: pages that were in use then. */
  readonly changes: Changes;
  /** Counts, process table and page tables as they were when changes were last absorbed; the latter may have other A and D bits. */
  private readonly shadow: Int32Array;
  private readonly parts: Uint8Array;
  /** For each word of memory the number of the slot to which it is essential, 0 if to none. */
  private readonly slotAt: Uint8Array;
  /** Pages that any call may change, all of them: the kernel's stack. */
  private readonly scratch: Uint8Array;
  private readonly tally: Tally;
  private readonly trees: Trees;
  private readonly slots: Slots;
  private readonly texts: Texts;
  private readonly buffer: Buffer;
  /** Entries of the record of changes that are absorbed. */
  private absorbed = 0;
  /** Words of counts that changed since, and whose last value is still to be noted. */
  private readonly unfinished: number[] = [];
  private kept = 0;

  private readonly kernel: WeensyKernel;
  private readonly follower: PageFollower;

  /** Follows `kernel` from the first call of `absorb` on, and tells `follower` what becomes of pages. */
  constructor(kernel: WeensyKernel, follower: PageFollower) {
    const { machine, view } = kernel;
    this.kernel = kernel;
    this.follower = follower;
    this.machine = machine;
    this.view = view;
    this.words = machine.memory.words;
    this.changes = machine.memory.changes();
    this.shadow = new Int32Array(view.pages * PAGE_WORDS);
    this.parts = new Uint8Array(view.pages);
    this.slotAt = new Uint8Array(view.pages * PAGE_WORDS);
    this.scratch = wholePagesOf(view);
    this.tally = new Tally(view);
    this.trees = new Trees(view, this.tally, follower, this.words, this.shadow, this.parts);
    this.texts = new Texts(machine, view, this.trees, this.changes);
    this.slots = new Slots(view, this.trees, this.texts);
    this.buffer = new Buffer(machine, this.trees);
    this.placeParts();
  }

  enter(): void {
    this.absorb();
  }

  leave(): void {
    this.absorb();
  }

  settle(): void {
    this.absorb();
  }

  /** Brings the ledger up to the present state. To be called at each entry into the kernel and each return from it, at least. */
  absorb(): void {
    const { changes, trees, slots } = this;
    this.texts.touch(this.machine.cpu.slot);
    if (this.absorbed === changes.length && !trees.lost) return;
    for (let i = this.absorbed; i < changes.length; i++) this.note(changes.places[i], changes.olds[i]);
    this.absorbed = changes.length;
    this.noteLast();
    changes.askAgain();
    slots.prune();
    trees.prune();
    trees.graft();
    slots.graft();
    if (trees.lost) this.rebuild();
    this.keep();
    this.tally.judge(this.follow);
    this.buffer.settle();
  }

  /** Begins a record of a call's changes. Call `absorb` first. */
  begin(): void {
    this.forget();
    this.machine.memory.recordAll(true);
  }

  /** Ends it; what is written down stays until the next one begins, or somebody forgets it. */
  end(): void {
    this.machine.memory.recordAll(false);
  }

  /** Forgets changes that are absorbed. */
  forget(): void {
    this.changes.forget();
    this.absorbed = 0;
  }

  /**
   * Whether memory in use may differ from what it was at the last `begin`, but for what a call of the process in `slot` may change in any
   * case. To be asked before the changes since then are absorbed.
   */
  leavesChanges(slot: number): boolean {
    const { changes } = this;
    if (this.absorbed > 0 || this.trees.lost) return true;
    return leavesChanges(changes, this.view.scratch(slot), this.differs);
  }

  /** Whether some invariant may not hold in the state last absorbed, to which `transition` led. */
  suspects(transition: Transition | null): boolean {
    const { trees, slots, machine, view } = this;
    if (trees.lost || trees.strange > 0 || trees.part.differences > 0) return true;
    if (trees.part.isOpen && slots.liveSlots > 0) return true;
    if (this.tally.wrongPages > 0 || slots.wrongSlots > 0) return true;
    if (!runsOnItsOwn(machine, view, slots) || !cyclesAddUp(machine, view)) return true;
    if (transition !== null && (transition.isSuspect || !givesFreshPage(machine, view, trees, transition))) return true;
    return this.texts.areWrong() || this.buffer.isStale();
  }

  // Words

  private note(place: number, old: number): void {
    if (place < 0) return this.notePage(-1 - place);
    const page = place >> 10;
    if (page >= this.parts.length) return this.buffer.registerChanged(place, old);
    if (this.trees.level[page] > 0) {
      if (((old ^ this.words[place]) & countsIn(place)) !== 0) this.buffer.tablesChanged(true);
      this.trees.changed(place);
    } else if (this.parts[page] === COUNTS) this.noteCounts(place, old);
    else if (this.parts[page] !== PLAIN) this.notePart(place);
    this.texts.forget(page);
  }

  /** Counts held `old` before a change: whoever follows pages is told each value that they had, and the last one by `noteLast`. */
  private noteCounts(place: number, old: number): void {
    if (old !== this.shadow[place]) this.tellCounts(place, old);
    this.unfinished.push(place);
  }

  private noteLast(): void {
    for (const place of this.unfinished) this.notePart(place);
    this.unfinished.length = 0;
  }

  private notePage(page: number): void {
    if (page >= this.parts.length) return this.buffer.tablesChanged(false);
    const isTable = this.trees.level[page] > 0;
    if (isTable) this.buffer.tablesChanged(false);
    this.texts.forget(page);
    if (isTable) this.trees.pageChanged(page);
    else if (this.parts[page] !== PLAIN)
      for (let place = page * PAGE_WORDS; place < (page + 1) * PAGE_WORDS; place++) this.notePart(place);
  }

  private notePart(place: number): void {
    const now = this.words[place];
    if (this.shadow[place] === now) return;
    if (this.parts[place >> 10] === COUNTS) return this.tellCounts(place, now);
    this.shadow[place] = now;
    const pid = this.slotAt[place];
    if (pid > 0) this.slots.touch(pid);
  }

  /** The four counts in the word at `place` become those of `now`. */
  private tellCounts(place: number, now: number): void {
    const old = this.shadow[place];
    this.shadow[place] = now;
    const page = place * 4 - this.view.counts.start;
    for (let i = 0; i < 4; i++) {
      const [before, count] = [(old >>> (i * 8)) & 0xff, (now >>> (i * 8)) & 0xff];
      if (before === count) continue;
      this.tally.touch(page + i);
      this.follower.counted(page + i, before, count);
    }
  }

  /** Of a word that is not copied, `old` is what it held at some time since, which is the same if it changed but once. */
  private readonly differs = (place: number, old: number): boolean => {
    const page = place >> 10;
    if (page >= this.parts.length) return false;
    const isTable = this.trees.level[page] > 0;
    const isCopied = isTable ? this.trees.isCopied(place) : this.parts[page] !== PLAIN;
    const before = isCopied ? this.shadow[place] : old;
    return ((before ^ this.words[place]) & (isTable ? countsIn(place) : -1)) !== 0;
  };

  // Pages

  /** Reads everything anew. */
  private rebuild(): void {
    const { trees, slots } = this;
    this.tally.clear();
    this.texts.clear();
    slots.clear();
    trees.clear();
    for (const [page, part] of this.parts.entries()) if (part !== PLAIN) this.notePage(page);
    trees.isRebuilding = true;
    slots.graft();
    trees.isRebuilding = false;
    this.follower.reconcile(new Observation(this.kernel));
    this.changes.follow(this.buffer.generation >> 10, ALWAYS);
    this.buffer.tablesChanged(false);
  }

  private keep(): void {
    const kept = this.view.keptPage;
    if (kept === this.kept) return;
    this.tally.touch(this.kept);
    this.tally.touch(kept);
    this.kept = kept;
  }

  /**
   * The contents of pages that are not in use, and of the kernel's stack, matter to nobody; what programs can write to anyway matters to
   * a call that fails.
   */
  private readonly follow = (page: number, isUsed: boolean, isMemory: boolean): void => {
    const when = isMemory ? AT_TIMES : ALWAYS;
    // What was written to a page in the meantime, nobody knows; it may be the text of somebody else.
    if (isUsed && !isMemory && this.changes.when(page) === AT_TIMES) this.texts.forgetImages();
    this.changes.follow(page, isUsed && this.scratch[page] === 0 ? when : NEVER);
    if (!isUsed || isMemory) this.texts.forget(page);
  };

  private placeParts(): void {
    const { view, parts } = this;
    for (let at: number = view.counts.start; at < view.counts.end; at += PAGE_SIZE)
      parts[Math.floor(at / PAGE_SIZE)] = COUNTS;
    for (let pid = 1; pid < view.slotCount; pid++) {
      for (const address of view.essentials(pid)) {
        parts[Math.floor(address / PAGE_SIZE)] = DESCRIPTORS;
        this.slotAt[address >> 2] = pid;
      }
    }
  }
}

/** For each page whether any system call may change all of it. */
const wholePagesOf = (view: WeensyView): Uint8Array => {
  const ranges = view.scratch(1);
  return Uint8Array.from({ length: view.pages }, (_, page) => {
    const start = page * PAGE_SIZE;
    return ranges.some((range) => range.start <= start && range.end >= start + PAGE_SIZE) ? 1 : 0;
  });
};
