/** How long is waited for a machine that runs: until it stands; or, if it does not for long or somebody interrupts, until it was made to. */
import type { Interruption } from '../../limits/interruption.ts';
import type { QemuMachine, Standing } from './machine.ts';

/** In milliseconds. */
export interface Patience {
  /** For the next event. */
  readonly event: number;
  /** For an answer of QEMU. */
  readonly answer: number;
}

/** Why the machine stands that `machine.run()` let run. Throws an UnusableDump if it cannot be made to. */
export const standing = async (
  machine: QemuMachine,
  patience: Patience,
  interruption: Interruption,
): Promise<Standing> => {
  const timers: NodeJS.Timeout[] = [];
  const after = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => void timers.push(setTimeout(resolve, milliseconds)));
  const running = machine.run();
  try {
    const enough = Promise.race([after(patience.event), interruption.asked]).then(() => null);
    const stands = await Promise.race([running, enough]);
    if (stands !== null) return stands;
    machine.interrupt();
    timers.push(setTimeout(() => machine.giveUp('cannot be stopped: QEMU does not answer'), patience.answer));
    return await running;
  } finally {
    timers.forEach(clearTimeout);
  }
};
