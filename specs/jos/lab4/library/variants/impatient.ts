/** Messages that are sent again and again without giving way, until a tick does. */
import { josAbi } from '../../../../../kernel/kernel.ts';
import { jos } from '../../../../../userland/userland.ts';
import type { Helper } from '../running.ts';
import type { Variant } from './variant.ts';

const { E_IPC_NOT_RECV, UTOP } = josAbi;
/** Fewer than fit between two ticks. */
const FEW = 8;

class Impatient extends jos.JosLibrary {
  override *ipcSend(id: number, value: number, va: number = UTOP, perm = 0): Helper<void> {
    for (let tries = 0; tries < this.most; tries++) {
      const sent = yield jos.sysIpcTrySend(id, value, va, perm);
      if (sent === 0) return;
      if (sent !== -E_IPC_NOT_RECV) yield* jos.panic('ipc_send');
    }
  }

  /** Tries, at most. */
  get most(): number {
    return Number.POSITIVE_INFINITY;
  }
}

class GivesUp extends Impatient {
  override get most(): number {
    return FEW;
  }
}

export const impatient: Variant = {
  does: 'sends again and again, and does not give way in between',
  twinDoes: 'gives up after a few times',
  Right: Impatient,
  Wrong: GivesUp,
  breaks: 'programs come to their end',
};
