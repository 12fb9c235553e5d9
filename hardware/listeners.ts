/** Those who listen to a machine. Looking changes nothing, and where nobody listens no event is made. */
import type { EventType, MachineEvent } from './event.ts';

export type Listener = (event: MachineEvent) => void;

/** What happens many times between two entries into the kernel, and is made only for those who want it. */
const TRANSLATIONS: readonly EventType[] = ['tlb fill', 'flush', 'invalidate'];

export class Listeners {
  /** Those who want everything or a type, in the order in which they were added. */
  private readonly listeners: { readonly listener: Listener; readonly types: readonly EventType[] | null }[] = [];
  private readonly byType = new Map<EventType, Listener[]>();
  /** Whether anybody listens, at all, to operations, and to what the MMU does: to be asked before an event is made. */
  any = false;
  operations = false;
  translations = false;

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
