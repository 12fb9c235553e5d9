/** What each system call of JOS does, by its contract alone (userland/jos/syscall.ts). */
import { josAbi } from '../../../../kernel/kernel.ts';
import { destroy, exofork, setStatus, setUpcall } from './environment-calls.ts';
import { pageAlloc, pageMap, pageUnmap } from './memory-calls.ts';
import { receive, send } from './message-calls.ts';
import type { Calling, ModelState, Turn } from './state.ts';

/** Judges a call that came back or made its caller wait; returns whose turn it is. The caller runs on, if nothing is returned. */
// biome-ignore lint/suspicious/noConfusingVoidType: most judges have nothing to say of turns.
type Judge = (state: ModelState, call: Calling) => Turn | void;

const CALLS: Readonly<Record<number, Judge>> = {
  [josAbi.SYS_CPUTS]: (state, call) => void state.succeeded(call, []),
  [josAbi.SYS_CGETC]: (state, call) => void state.succeeded(call, []),
  [josAbi.SYS_GETENVID]: (state, call) => void state.succeeded(call, [], call.caller.id),
  [josAbi.SYS_ENV_DESTROY]: destroy,
  [josAbi.SYS_PAGE_ALLOC]: pageAlloc,
  [josAbi.SYS_PAGE_MAP]: pageMap,
  [josAbi.SYS_PAGE_UNMAP]: pageUnmap,
  [josAbi.SYS_EXOFORK]: exofork,
  [josAbi.SYS_ENV_SET_STATUS]: setStatus,
  [josAbi.SYS_ENV_SET_PGFAULT_UPCALL]: setUpcall,
  [josAbi.SYS_YIELD]: () => 'gives way',
  [josAbi.SYS_IPC_TRY_SEND]: send,
  [josAbi.SYS_IPC_RECV]: receive,
};

/** Whether the model knows what system call `number` does. */
export const isModelled = (number: number): boolean => CALLS[number] !== undefined;

/** Judges a call of that number, which is modelled or is none at all. Throws ModelBroken. */
export const judgeCall = (state: ModelState, number: number, call: Calling): Turn => {
  const judge = CALLS[number] ?? refused;
  return judge(state, call) ?? 'runs on';
};

const refused: Judge = (state, call) => void state.succeeded(call, [-josAbi.E_INVAL]);

/** Whether what the call returns means nothing, or is known only later. */
export const isOpenResult = (number: number): boolean => number === josAbi.SYS_YIELD || number === josAbi.SYS_IPC_RECV;
