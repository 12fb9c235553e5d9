/**
 * Ends of a run that unwind whatever kernel code was executing: thrown where they happen, caught by the CPU, which leaves
 * the machine in the run state named. The words of the machine stay as they were at that moment.
 */
import type { Fault } from './mmu.ts';
import { POWERED_OFF, TRIPLE_FAULTED } from './registers.ts';

/**
 * Thrown to end a run at once; the CPU catches it and stays in `state`, with all words as they were. Not for users of a machine to catch.
 */
export class Halt extends Error {
  /** The run state that the machine is left in (registers.ts). */
  readonly state: number;

  constructor(state: number, message: string) {
    super(message);
    this.name = 'Halt';
    this.state = state;
  }
}

/** A trap whose own delivery failed, twice: the processor resets (Intel SDM vol. 3, 6.15, interrupt 8). */
export class TripleFault extends Halt {
  /** The kernel's own fault that could not be delivered, if it was one. */
  fault: Fault | null = null;
  /** What the processor could not reach, if it was that: a virtual address of kernel text or of the kernel's stack. */
  reached: number | null = null;

  constructor(message: string) {
    super(TRIPLE_FAULTED, message);
    this.name = 'TripleFault';
  }
}

/** The kernel's code came to its end without going back to any program, or waiting: a real one would execute whatever lies behind it. */
export class NobodyRuns extends Halt {
  /** `slot` is the process that ran last, 0 if none did. */
  constructor(slot: number) {
    const when = slot === 0 ? 'when the boot was over' : `after a trap of process ${slot}`;
    super(
      TRIPLE_FAULTED,
      `nobody was scheduled ${when}: the kernel came back without resuming a process, and was not idle`,
    );
    this.name = 'NobodyRuns';
  }
}

/** The kernel has switched the machine off. */
export class PowerOff extends Halt {
  constructor() {
    super(POWERED_OFF, 'powered off');
    this.name = 'PowerOff';
  }
}
