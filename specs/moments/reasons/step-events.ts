/** What a machine tells of the step that was taken last. */
import type { EventType, MachineEvent } from '../../../hardware/hardware.ts';
import type { Watched } from '../../../kernel/kernel.ts';

/** The events that say what a step was, and what was chosen in it. */
const TYPES: readonly EventType[] = [
  ...(['system call', 'return', 'exception', 'timer', 'setup', 'idle', 'switch', 'choice'] as const),
  ...(['out of memory', 'tlb fill', 'flush', 'invalidate'] as const),
];

/** Events of a machine since they were last forgotten: to be made before its kernel boots. */
export class StepEvents {
  private readonly events: MachineEvent[] = [];

  /** Listens to `kernel` from now on. */
  constructor({ machine }: Watched) {
    machine.listen((event) => {
      // What many steps come to, one after the other, is of no interest.
      if (this.events.length > MOST) this.events.length = 0;
      this.events.push(event);
    }, TYPES);
  }

  /** Forgets what was told so far. */
  clear(): void {
    this.events.length = 0;
  }

  /** What was told since it was last cleared. */
  get told(): readonly MachineEvent[] {
    return this.events;
  }
}

const MOST = 10_000;
