/** Those who listen to a machine. Looking changes nothing, and where nobody listens no event is made. */
import type { EventType, MachineEvent } from './event.ts';

export type Listener = (event: MachineEvent) => void;

/** Who follows physical pages: told in numbers, because there are several such changes for each system call. */
export interface PageFollower {
  /** The reference count of `page` was `before` and is `count` now. */
  counted(page: number, before: number, count: number): void;
  /** The tables under `root` map `va` to `pa` from now on, or no longer; all are addresses. */
  mapped(root: number, va: number, pa: number): void;
  unmapped(root: number, va: number, pa: number): void;
}

/** What happens many times between two entries into the kernel, and is made only for those who want it. */
const TRANSLATIONS: readonly EventType[] = ['tlb fill', 'flush', 'invalidate'];
const PAGES: readonly EventType[] = ['page', 'map', 'unmap'];

export class Listeners {
  /** Those who want everything or a type, in the order in which they were added. */
  private readonly listeners: { readonly listener: Listener; readonly types: readonly EventType[] | null }[] = [];
  private readonly byType = new Map<EventType, Listener[]>();
  private readonly followers: PageFollower[] = [];
  private pageEvents = false;
  /** Whether anybody listens, at all, to operations, to what the MMU does, and to changes of pages: to be asked before telling of one. */
  any = false;
  operations = false;
  translations = false;
  pages = false;

  /**
   * Tells `listener` every event from now on, or those of `types`. Others may not be made at all, so that a listener that
   * says what it wants costs less. What it throws ends the run there (execution.run).
   */
  add(listener: Listener, types: readonly EventType[] | null = null): void {
    this.listeners.push({ listener, types });
    this.byType.clear();
    this.any = true;
    this.operations ||= types === null || types.includes('operation');
    this.translations ||= types === null || types.some((type) => TRANSLATIONS.includes(type));
    this.pageEvents ||= types === null || types.some((type) => PAGES.includes(type));
    this.pages ||= this.pageEvents;
  }

  /** Tells `follower` every change of a page from now on, before listeners hear of it. */
  follow(follower: PageFollower): void {
    this.followers.push(follower);
    this.pages = true;
  }

  /** Tells of a page's new reference count. */
  counted(page: number, before: number, count: number): void {
    for (const follower of this.followers) follower.counted(page, before, count);
    if (this.pageEvents) this.tell({ type: 'page', page, before, count });
  }

  /** Tells of a new mapping, with the permissions of its entry. */
  mapped(root: number, va: number, pa: number, permissions: number): void {
    for (const follower of this.followers) follower.mapped(root, va, pa);
    if (this.pageEvents) this.tell({ type: 'map', root, va, pa, permissions });
  }

  unmapped(root: number, va: number, pa: number): void {
    for (const follower of this.followers) follower.unmapped(root, va, pa);
    if (this.pageEvents) this.tell({ type: 'unmap', root, va, pa });
  }

  /** Tells all listeners that want such an event, in the order in which they were added. */
  tell(event: MachineEvent): void {
    const listeners = this.byType.get(event.type) ?? this.wanting(event.type);
    for (let i = 0; i < listeners.length; i++) listeners[i](event);
  }

  private wanting(type: EventType): Listener[] {
    const found = this.listeners.filter(({ types }) => types === null || types.includes(type));
    const listeners = found.map(({ listener }) => listener);
    this.byType.set(type, listeners);
    return listeners;
  }
}
