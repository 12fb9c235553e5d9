/** `physpages[]`: the reference count of every physical page, a byte each, as unsigned and as narrow as the real one. */
import {
  type Listeners,
  type Ppn,
  paOf,
  type Supervisor,
  USE_DATA,
  USE_UNUSED,
  type Va,
} from '../../hardware/hardware.ts';
import { PHYSPAGES } from './layout.ts';

export class Physpages {
  private readonly supervisor: Supervisor;
  private readonly listeners: Listeners;

  constructor(supervisor: Supervisor, listeners: Listeners) {
    this.supervisor = supervisor;
    this.listeners = listeners;
  }

  refcount(page: Ppn): number {
    return this.supervisor.load8((PHYSPAGES + page) as Va);
  }

  /** Sets a count, modulo 256. A page counts as used from its first reference to its last. */
  setRefcount(page: Ppn, count: number): void {
    const before = this.refcount(page);
    this.supervisor.store8((PHYSPAGES + page) as Va, count);
    if (before === 0) this.supervisor.noteUse(paOf(page), USE_DATA);
    if ((count & 0xff) === 0) this.supervisor.noteUse(paOf(page), USE_UNUSED);
    if (this.listeners.pages) this.listeners.counted(page, before, count & 0xff);
  }
}
