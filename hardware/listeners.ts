/** Those who listen to a machine. Looking changes nothing, and where nobody listens no event is made. */
import type { EventType, MachineEvent } from './event.ts';

/**
 * Told of each event after it happened. It must not change the machine; what it throws ends the run and reaches whoever runs the machine.
 */
export type Listener = (event: MachineEvent) => void;

/** What happens many times between two entries into the kernel, and is made only for those who want it. */
const TRANSLATIONS: readonly EventType[] = ['tlb fill', 'flush', 'invalidate'];
const PAGES: readonly EventType[] = ['page', 'map', 'unmap'];

interface Wanting {
  readonly listener: Listener;
  /** Null for everything. */
  readonly types: readonly EventType[] | null;
}

/** The listeners of one machine, told in the order in which they were added. Where nobody listens to a type no event of it is made. */
export class Listeners {
  /** Those who want everything or a type, in the order in which they were added. */
  private listeners: readonly Wanting[] = [];
  private readonly byType = new Map<EventType, Listener[]>();
  /** Whether anybody listens, at all, to operations, to what the MMU does, and to changes of pages: to be asked before telling of one. */
  any = false;
  operations = false;
  translations = false;
  pages = false;

  /**
   * Tells `listener` every event from now on, or those of `types`. Others may not be made at all, so that a listener that
   * says what it wants costs less. What it throws ends the run there (execution.run). Returns what ends that.
   */
  add(listener: Listener, types: readonly EventType[] | null = null): () => void {
    const added = { listener, types };
    this.become([...this.listeners, added]);
    return () => this.become(this.listeners.filter((one) => one !== added));
  }

  private become(listeners: readonly Wanting[]): void {
    const isWanted = (wanted: readonly EventType[]): boolean =>
      listeners.some(({ types }) => types === null || types.some((type) => wanted.includes(type)));
    this.listeners = listeners;
    this.byType.clear();
    this.any = listeners.length > 0;
    this.operations = isWanted(['operation']);
    this.translations = isWanted(TRANSLATIONS);
    this.pages = isWanted(PAGES);
  }

  /** Tells of a page's new reference count. */
  counted(page: number, before: number, count: number): void {
    if (this.pages) this.tell({ type: 'page', page, before, count });
  }

  /** Tells of a new mapping, with the permissions of its entry. */
  mapped(root: number, va: number, pa: number, permissions: number): void {
    if (this.pages) this.tell({ type: 'map', root, va, pa, permissions });
  }

  unmapped(root: number, va: number, pa: number): void {
    if (this.pages) this.tell({ type: 'unmap', root, va, pa });
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
