/**
 * What may have gone stale in the TLB. Entries are right when they are filled, so that only a change of tables can make one wrong,
 * and a flush makes all of them right: whoever sees both in their order seldom has to look.
 */
import { type Machine, PAGE_SIZE, register } from '../../../hardware/hardware.ts';
import { TLB_GENERATION, TLB_GLOBAL, TLB_LENT } from '../../../hardware/tlb.ts';
import type { Trees } from './page-tables.ts';

const NOTHING = 0;
/** Until the next flush. */
const SOMETHING = 1;
/** Until somebody has looked. */
const ANYTHING = 2;

export class Buffer {
  /** Word index of the TLB's generation, which each flush raises. */
  readonly generation: number;
  /** Word index of the count of those entries that are right only while a control register is what it was. */
  private readonly lent: number;
  private readonly machine: Machine;
  private readonly trees: Trees;
  private risk = ANYTHING;
  /** CR0 and EFER when somebody looked last. */
  private control0 = 0;
  private features = 0;

  constructor(machine: Machine, trees: Trees) {
    this.machine = machine;
    this.trees = trees;
    this.generation = machine.memory.tlb + TLB_GENERATION;
    this.lent = machine.memory.tlb + TLB_LENT;
  }

  /** Hears that tables changed; or that they did in a way that leaves no order of changes and flushes. */
  tablesChanged(inOrder: boolean): void {
    this.risk = inOrder ? Math.max(this.risk, SOMETHING) : ANYTHING;
  }

  /**
   * Hears that the TLB's own register at `place` was `old`. A flush raises the generation; anything else that changes it may bring entries back.
   * What a control register lends may be taken back before anybody looks.
   */
  registerChanged(place: number, old: number): void {
    if (place === this.lent) return this.tablesChanged(true);
    if (place === this.generation) this.generationChanged(old);
  }

  /** Global entries outlive a flush, and tables that other ones took the place of. */
  private generationChanged(old: number): void {
    const { memory } = this.machine;
    if (memory.words[this.generation] <= old) this.risk = ANYTHING;
    else if (memory.words[memory.tlb + TLB_GLOBAL] > 0) this.risk = Math.max(this.risk, SOMETHING);
    else if (this.risk === SOMETHING) this.risk = NOTHING;
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
    const { cpu } = this.machine;
    const [control0, features] = [cpu.control(register.CR0), cpu.control(register.EFER)];
    const isFollowed = this.trees.level[this.inForce] === 4;
    const isSame = control0 === this.control0 && features === this.features;
    if (isFollowed && this.risk === NOTHING && isSame) return false;
    this.control0 = control0;
    this.features = features;
    const isStale = this.machine.mmu.staleEntries().length > 0;
    // Rights that went with a control register are no change of tables: until a flush they stay what they are.
    this.risk = isStale ? Math.max(this.risk, SOMETHING) : NOTHING;
    return isStale;
  }

  private get inForce(): number {
    return this.machine.mmu.root / PAGE_SIZE;
  }
}
