/** Those who listen to a machine. Looking changes nothing, and where nobody listens no event is made. */
import type { MachineEvent } from './event.ts';

export type Listener = (event: MachineEvent) => void;

export class Listeners {
  private readonly listeners: Listener[] = [];
  /** Whether anybody listens: to be asked before an event is made. */
  any = false;

  /** Tells `listener` every event from now on. What it throws ends the run there (execution.run). */
  add(listener: Listener): void {
    this.listeners.push(listener);
    this.any = true;
  }

  /** Tells all listeners, in the order in which they were added. */
  tell(event: MachineEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}
