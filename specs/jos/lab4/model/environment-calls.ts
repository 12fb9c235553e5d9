/** System calls that make, change and end environments, as the model has them. */
import { josAbi } from '../../../../kernel/kernel.ts';
import { ModelBroken } from '../../../judge/model-broken.ts';
import { hex } from '../observation.ts';
import { badEnv, invalid } from './memory-calls.ts';
import { ANY_ID, type Calling, type ModelState, type Turn } from './state.ts';

const { E_NO_FREE_ENV, ENV_NOT_RUNNABLE, ENV_RUNNABLE, NENV } = josAbi;

/** The child has the caller's registers but for the result, no memory, and does not run. Which place it gets is the kernel's affair. */
export const exofork = (state: ModelState, call: Calling): void => {
  const { caller, result, now, name } = call;
  const isFull = call.isFull || state.envs.size === NENV;
  if (!state.succeeded(call, isFull ? [-E_NO_FREE_ENV] : [], ANY_ID)) return;
  const slot = josAbi.ENVX(result);
  if (state.envs.has(slot)) throw new ModelBroken(`${name} gave ${hex(result)}, whose place is taken`);
  if (state.lastIds.get(slot) === result)
    throw new ModelBroken(`${name} gave ${hex(result)}, the id of one that has ended`);
  const child = now.envs.find(({ pid }) => pid === result);
  if (child?.eax !== 0 || child.status !== ENV_NOT_RUNNABLE)
    throw new ModelBroken(`a child of ${name} starts not runnable, with 0 in eax`);
  if (child.root === 0) throw new ModelBroken(`${name} gave ${hex(result)}, which has no page directory`);
  state.envs.set(slot, {
    ...{ slot, id: result, parentId: caller.id, memory: new Map(), status: ENV_NOT_RUNNABLE },
    ...{ upcall: 0, waitsAt: null, isBlocked: false, message: null },
    registers: { ...caller.registers, eax: 0 },
  });
};

export const destroy = (state: ModelState, call: Calling): void => {
  const target = state.touchable(call.caller, call.args[0]);
  if (target === call.caller) throw new ModelBroken('sys_env_destroy of the caller came back');
  if (state.succeeded(call, badEnv(target)) && target !== null) state.end(target);
};

/** A caller that makes itself not runnable does not run on; one that makes itself runnable may. */
export const setStatus = (state: ModelState, call: Calling): Turn => {
  const [id, status] = call.args;
  const target = state.touchable(call.caller, id);
  const isRight = status === ENV_RUNNABLE || status === ENV_NOT_RUNNABLE;
  if (!state.succeeded(call, [...badEnv(target), ...invalid(isRight)]) || target === null) return 'runs on';
  target.status = status;
  if (target !== call.caller) return 'runs on';
  return status === ENV_RUNNABLE ? 'either' : 'gives way';
};

export const setUpcall = (state: ModelState, call: Calling): void => {
  const [id, entry] = call.args;
  const target = state.touchable(call.caller, id);
  if (state.succeeded(call, badEnv(target)) && target !== null) target.upcall = entry;
};
