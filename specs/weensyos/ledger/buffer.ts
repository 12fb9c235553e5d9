/**
 * What may have gone stale in the TLB. Entries are right when they are filled, so that only a change of tables can make one wrong,
 * and a flush makes all of them right: whoever sees both in their order seldom has to look.
 */
import { type Machine, PAGE_SIZE, register } from '../../../hardware/hardware.ts';
import { TLB_GENERATION } from '../../../hardware/tlb.ts';
import type { Trees } from './trees.ts';

const NOTHING = 0;
/** Until the next flush. */
const SOMETHING = 1;
/** Until somebody has looked. */
const ANYTHING = 2;

export class Buffer {
  /** Word index of the TLB's generation, which each flush raises. */
  readonly generation: number;
  private readonly machine: Machine;
  private readonly trees: Trees;
  private risk = ANYTHING;
  private control0 = 0;

  constructor(machine: Machine, trees: Trees) {
    this.machine = machine;
    this.trees = trees;
    this.generation = machine.memory.tlb + TLB_GENERATION;
  }

  /** Hears that tables changed; or that they did in a way that leaves no order of changes and flushes. */
  tablesChanged(inOrder: boolean): void {
    this.risk = inOrder ? Math.max(this.risk, SOMETHING) : ANYTHING;
  }

  /** Hears that the generation was another one. A flush raises it; anything else that changes it may bring entries back. */
  generationChanged(old: number): void {
    if (this.machine.memory.words[this.generation] <= old) this.risk = ANYTHING;
    else if (this.risk === SOMETHING && !this.hasGlobals) this.risk = NOTHING;
  }

  /** Hears that all changes so far were told. Tables that only now turn out to be tables may have changed at any time before. */
  settle(): void {
    if (!this.trees.grew) return;
    this.trees.grew = false;
    const isGrown = this.trees.grown[this.trees.owner[this.inForce]] === 1;
    if (isGrown) this.risk = ANYTHING;
    this.trees.grown.fill(0);
  }

  /** Whether the TLB gives what the tables in force do not. Looks only if that can be. */
  isStale(): boolean {
    const control0 = this.machine.cpu.control(register.CR0);
    const isFollowed = this.trees.level[this.inForce] === 4;
    if (isFollowed && this.risk === NOTHING && control0 === this.control0) return false;
    this.control0 = control0;
    const isStale = this.machine.mmu.staleEntries().length > 0;
    // Rights that went with CR0 are no change of tables: until a flush they stay what they are.
    this.risk = isStale ? Math.max(this.risk, SOMETHING) : NOTHING;
    return isStale;
  }

  private get inForce(): number {
    return this.machine.mmu.root / PAGE_SIZE;
  }

  private get hasGlobals(): boolean {
    return (this.machine.cpu.control(register.CR4) & register.CR4_PGE) !== 0;
  }
}
