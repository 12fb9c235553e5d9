/** Messages between environments (lib/ipc.c). */
import { load32, type Operation } from '../../hardware/operation.ts';
import * as abi from '../../kernel/jos/abi.ts';
import { panic } from './printf.ts';
import { sysGetenvid, sysIpcRecv, sysIpcTrySend, sysYield } from './syscall.ts';

type Helper<T> = Generator<Operation, T, number>;

/** A message: its value, who sent it, and the permissions of the page that came with it, 0 if none did. */
export interface Message {
  readonly value: number;
  readonly from: number;
  readonly perm: number;
}

/** Sends `value`, and the page at `va` with `perm` if that is below UTOP, to `id`; tries until it is taken. */
export function* ipcSend(id: number, value: number, va: number = abi.UTOP, perm = 0): Helper<void> {
  for (;;) {
    const sent = yield sysIpcTrySend(id, value, va, perm);
    if (sent === 0) return;
    if (sent !== -abi.E_IPC_NOT_RECV) yield* panic(`ipc_send: ${abi.describeError(sent)}`);
    yield sysYield();
  }
}

/**
 * Waits until somebody sends, for ever if nobody does; returns the value, the id of the sender, and the permissions of a page that came
 * with it, 0 if none did. The page is mapped at `va`, unless that is UTOP or above. Panics if the kernel refuses `va` (-E_INVAL).
 */
export function* ipcRecv(va: number = abi.UTOP): Helper<Message> {
  const failed = yield sysIpcRecv(va);
  if (failed < 0) yield* panic(`ipc_recv: ${abi.describeError(failed)}`);
  const id = yield sysGetenvid();
  const env = abi.UENVS + abi.ENVX(id) * abi.ENV_BYTES;
  const value = yield load32(env + abi.ENV_IPC_VALUE);
  const from = yield load32(env + abi.ENV_IPC_FROM);
  const perm = yield load32(env + abi.ENV_IPC_PERM);
  return { value, from, perm };
}
