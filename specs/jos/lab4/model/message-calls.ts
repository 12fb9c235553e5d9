/** Messages between environments, as the model has them: who waits, and what whoever waits gets. */
import { josAbi, memlayout } from '../../../../kernel/kernel.ts';
import type { ModelEnv } from './environment.ts';
import { badEnv, invalid, isAllowed, isUserPage, mayPass } from './memory-calls.ts';
import type { Calling, ModelState, Turn } from './state.ts';

const { PGSIZE, UTOP } = memlayout;
const { E_IPC_NOT_RECV, ENV_NOT_RUNNABLE, ENV_RUNNABLE } = josAbi;

export const send = (state: ModelState, call: Calling): Turn => {
  const [id, value, va, perm] = call.args;
  const { caller } = call;
  const target = state.named(caller, id);
  const held = caller.memory.get(va);
  const isRight = va >= UTOP || (isUserPage(va) && isAllowed(perm) && mayPass(held, perm));
  const isDeaf = target !== null && target.waitsAt === null;
  const errors = [...badEnv(target), ...(isDeaf ? [-E_IPC_NOT_RECV] : []), ...invalid(isRight)];
  if (!state.succeeded(call, errors) || target === null) return 'runs on';
  const at = target.waitsAt ?? UTOP;
  const hasPage = va < UTOP && at < UTOP && held !== undefined;
  if (hasPage) state.give(target, at, held.page, perm);
  target.message = { value: value >>> 0, from: caller.id, perm: hasPage ? perm : 0 };
  wake(target);
  return target === caller ? 'either' : 'runs on';
};

/**
 * Its wait is over, and its call returns 0. Whoever was made runnable meanwhile is past that call, and may find the 0 in place of another
 * result.
 */
const wake = (target: ModelEnv): void => {
  const eax = target.isBlocked ? 0 : undefined;
  target.registers = { ...target.registers, eax };
  target.waitsAt = null;
  target.status = ENV_RUNNABLE;
};

/** The message that came before may be forgotten. */
export const receive = (state: ModelState, call: Calling): Turn => {
  const [va] = call.args;
  const { caller } = call;
  const errors = invalid(va >= UTOP || va % PGSIZE === 0);
  caller.message = null;
  if (errors.length > 0) {
    state.succeeded(call, errors);
    return 'runs on';
  }
  state.results.add(`${call.name} 0`);
  Object.assign(caller, { waitsAt: va, isBlocked: true, status: ENV_NOT_RUNNABLE });
  return 'gives way';
};
