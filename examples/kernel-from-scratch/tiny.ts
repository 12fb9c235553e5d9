/** A kernel from scratch: processes that share nothing, counted pages, and `give`, by which a page changes hands. */
import { frame, PAGE_SIZE, type Pa, pa, trap, type Va, va } from 'ringfence/hardware';
import { PTE_PWU, ptiter, type Vmiter } from 'ringfence/kernel';
import * as abi from './abi.ts';
import { TinyHardware } from './k-hardware.ts';

export default class Tiny extends TinyHardware {
  static readonly calls = abi.CALLS;
  static readonly invariants = [abi.FAIR_SHARE];

  /** Takes a page, which then counts 1 and holds zeros; 0 if there is none, or if an oracle says so. */
  kalloc(): Pa {
    const fails = this.machine.choices.choose('allocation', 2) === 1;
    let page = fails ? abi.MEMORY_END : abi.FREE;
    while (page < abi.MEMORY_END && this.supervisor.load8(abi.countOf(page)) > 0) page = pa(page + PAGE_SIZE);
    if (page === abi.MEMORY_END) return pa(0);
    this.supervisor.store8(abi.countOf(page), 1);
    this.supervisor.fillPage(va(page), 0);
    return page;
  }

  kfree(page: Pa): void {
    this.supervisor.store8(abi.countOf(page), this.supervisor.load8(abi.countOf(page)) - 1);
  }

  /** Maps a fresh page where `it` stands, and returns it; or 0, with nothing changed: no more than one table is ever missing there. */
  mapFresh(it: Vmiter, permissions: number): Pa {
    const page = this.kalloc();
    if (page === 0 || it.tryMap(page, permissions) === 0) return page;
    this.kfree(page);
    return pa(0);
  }

  pageAlloc(pid: number, at: Va): number {
    const refusal = this.refusal(pid, at);
    if (refusal !== 0) return refusal;
    return this.mapFresh(this.vmiter(pid, at), PTE_PWU) > 0 ? abi.DONE.value : abi.NO_MEMORY.value;
  }

  /** The page at `at` changes hands; it counts what it did, for where one mapping comes, one goes. */
  give(giver: number, pid: number, at: Va): number {
    if (this.rootOf(pid) === 0) return abi.NO_PROCESS.value;
    const refusal = this.refusal(pid, at);
    if (refusal !== 0) return refusal;
    const from = this.vmiter(giver, at);
    if (!from.present) return abi.NOT_HEAP.value;
    if (this.vmiter(pid, at).tryMap(from.pa, PTE_PWU) < 0) return abi.NO_MEMORY.value;
    this.unmap(from);
    return abi.DONE.value;
  }

  /** Why process `pid` may not get a page at `at`; 0 if it may. */
  refusal(pid: number, at: Va): number {
    if (!abi.isHeap(at)) return abi.NOT_HEAP.value;
    if (this.vmiter(pid, at).present) return abi.TAKEN.value;
    const heap = [...this.mapped(this.rootOf(pid), abi.HEAP, abi.STACK)];
    return heap.length < abi.SHARE ? 0 : abi.FULL.value;
  }

  /** `it` stands in the tables in force: what the TLB knows of the page must go, too. */
  unmap(it: Vmiter): void {
    it.map(pa(0), 0);
    this.supervisor.invalidate(it.va);
  }

  /** Ends process `pid`: its pages, then its tables, on which nobody may be by then. */
  release(pid: number): void {
    const root = this.rootOf(pid);
    this.machine.entry.loadRoot(abi.ROOT);
    this.supervisor.store32(abi.slotOf(pid), 0);
    for (const it of this.mapped(root, abi.START, abi.END)) this.kfree(it.pa);
    for (const table of [...ptiter(this.supervisor, root), root]) this.kfree(table);
  }

  systemCall(saved: Va): void {
    const pid = abi.pidOf(saved);
    const [number, first, second] = [frame.RAX, frame.RDI, frame.RSI].map((at) => this.machine.cpu.get(at));
    if (number === abi.GETPID) this.setRegister(pid, frame.RAX, pid);
    else if (number === abi.YIELD) this.setRegister(pid, frame.RAX, abi.DONE.value);
    else if (number === abi.PAGE_ALLOC) this.setRegister(pid, frame.RAX, this.pageAlloc(pid, va(first)));
    else if (number === abi.GIVE) this.setRegister(pid, frame.RAX, this.give(pid, first, va(second)));
    else this.release(pid);
    this.schedule(number === abi.YIELD ? pid + 1 : pid);
  }

  /** At a tick of the timer it is the next one's turn; whoever causes any other exception is ended. */
  exception(vector: number, saved: Va): void {
    const pid = abi.pidOf(saved);
    if (vector !== trap.TIMER_VECTOR) this.release(pid);
    this.schedule(pid + 1);
  }

  /** Runs the first process from `pid` on, in a circle; with none left, the machine is idle. */
  schedule(pid: number): void {
    const next = abi.inTurn(pid).find((slot) => this.rootOf(slot) > 0);
    if (next === undefined) this.machine.entry.idle();
    else this.run(next);
  }
}
