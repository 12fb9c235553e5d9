/** One of two dumps in a row: whose memory is what, read when it is asked for. */
import { PAGE_SIZE, PAGE_WORDS, type Ppn, PTE_D, PTE_W, ppnOf } from '../../../hardware/hardware.ts';
import type { Mapping, ProcessView } from '../../../kernel/view.ts';
import type { OpenDump } from '../open-dump.ts';

export class Side {
  readonly processes: ReadonlyMap<number, ProcessView>;
  /** The number of who runs; null if nobody does. */
  readonly runner: number | null;
  private readonly dump: OpenDump;
  private readonly mapped = new Map<number, ReadonlyMap<number, Mapping>>();

  constructor(dump: OpenDump) {
    this.dump = dump;
    this.processes = new Map((dump.view.processes?.() ?? []).map((process) => [process.pid, process]));
    this.runner = dump.current === null ? null : dump.view.pidOf(dump.current);
  }

  /** What process `pid` maps of its own part, by address; nothing if it is not there. */
  mappings(pid: number): ReadonlyMap<number, Mapping> {
    const known = this.mapped.get(pid);
    if (known !== undefined) return known;
    const root = this.processes.get(pid)?.root ?? 0;
    const space = root === 0 ? undefined : this.dump.spaces.find(({ owner }) => owner.root === root);
    const found = new Map((space?.mappings ?? []).map((mapping) => [mapping.va as number, mapping]));
    this.mapped.set(pid, found);
    return found;
  }

  /** Whether process `pid` has written through its entry for `va` since that was made: the processor marks it (Intel SDM vol. 3, 4.8). */
  isWritten(pid: number, { va }: Mapping): boolean {
    const root = (this.processes.get(pid)?.root ?? 0) * PAGE_SIZE;
    return ((this.dump.machine.mmu.steps(va, root).at(-1)?.low ?? 0) & PTE_D) !== 0;
  }

  /** Processes that may write the page. */
  writersOf(page: Ppn): number[] {
    return [...this.processes.keys()].filter((pid) =>
      [...this.mappings(pid).values()].some(({ pa, permissions }) => permissions & PTE_W && ppnOf(pa) === page),
    );
  }

  page(page: Ppn): Int32Array {
    return this.dump.machine.memory.words.subarray(page * PAGE_WORDS, (page + 1) * PAGE_WORDS);
  }

  /** The first words in which the registers of process `pid` are saved, `count` of them. */
  savedRegisters(pid: number, count: number): Int32Array {
    const { machine, view } = this.dump;
    const start = view.scratch?.(this.processes.get(pid)?.slot ?? 0)[0]?.start ?? 0;
    return machine.memory.words.subarray(start >> 2, (start >> 2) + count);
  }

  nameOf(pid: number): string {
    return this.dump.view.nameOf(pid);
  }
}
