/** What the kernel shows to whoever judges it: read from memory, with no effect. */
import { frame, PAGE_SIZE, type Pa, type Ppn, pa, ppnOf } from 'ringfence/hardware';
import { type PageKind, type ProcessView, TableView, type WordRange } from 'ringfence/kernel';
import * as abi from './abi.ts';

export class TinyView extends TableView {
  readonly pages = abi.PAGES;
  readonly kernelRoot = ppnOf(abi.ROOT);
  readonly userStart = abi.START;
  readonly userEnd = abi.END;
  readonly counts = { start: pa(abi.COUNTS), end: pa(abi.COUNTS + abi.PAGES), bytes: 1, stride: 1 } as const;
  readonly calls = abi.CALLS;

  kindOf(page: Ppn): PageKind {
    return page * PAGE_SIZE < abi.FREE ? 'kernel' : 'allocatable';
  }

  override processes(): ProcessView[] {
    const roots = Array.from({ length: abi.SLOTS }, (_, pid) => ppnOf(this.words[abi.slotOf(pid) / 4] as Pa));
    const slots = roots.map((root, pid) => ({ pid, slot: pid, root, name: '', state: 'runnable', isRunnable: true }));
    return slots.filter(({ root }) => root > 0);
  }

  missingOf({ pid }: ProcessView): string | null {
    const saved = this.words.subarray(abi.registersOf(pid) / 4, abi.slotOf(pid + 1) / 4);
    if ((saved[frame.CS] & 3) !== 3) return 'code segment of ring 3';
    return saved[frame.RFLAGS] & frame.FLAG_INTERRUPT ? null : 'interrupt flag';
  }

  /** Any call leaves its caller's registers on the caller's kernel stack. */
  scratch(pid: number): WordRange[] {
    return [{ start: pa(abi.registersOf(pid)), end: pa(abi.slotOf(pid + 1)) }];
  }

  protected override get stackStart(): number {
    return abi.STACK;
  }
}
