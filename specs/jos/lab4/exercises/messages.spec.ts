/** Whatever a message does wrong is found out: its value, its sender, its page, its rights, its result, and who waits. */
import { expect, test } from 'vitest';
import { trapframe, type Va } from '../../../../hardware/hardware.ts';
import { type Env, JosLab4, josAbi, memlayout } from '../../../../kernel/kernel.ts';
import { MESSAGES } from './messages.ts';
import { type Methods, WrongKernel } from './wrong-kernel.ts';

const { PGSIZE, PTE_W, UTOP } = memlayout;
const TRUE = JosLab4.prototype;
const wrong = new WrongKernel();

/** Messages whose receiver is treated otherwise afterwards, or whose sender gets another result. */
const after = (deed: (target: Env, env: Env, value: number, perm: number) => number): Methods => ({
  sysIpcTrySend(env, id, value, source, perm) {
    const sent = TRUE.sysIpcTrySend.call(this, env, id, value, source, perm);
    const target = this.envid2env(id, false);
    return sent === 0 && target !== null ? deed(target, env, value, perm) : sent;
  },
});

type Parameters4 = Parameters<JosLab4['sendPage']>;
type SendPage = (kernel: JosLab4, ...[env, target, source, perm]: Parameters4) => number;
const paging = (sendPage: SendPage): Methods => ({
  sendPage(...parameters) {
    return sendPage(this, ...parameters);
  },
});

const receiving = (sysIpcRecv: (kernel: JosLab4, env: Env, target: number) => number): Methods => ({
  sysIpcRecv(env, target) {
    return sysIpcRecv(this, env, target);
  },
});

/** Waits as it should, for a page at `target`. */
const wait = (kernel: JosLab4, env: Env, target: number): number => {
  Object.assign(env, { ipcRecving: true, ipcDstva: target, status: josAbi.ENV_NOT_RUNNABLE });
  kernel.schedYield();
  return Number.MIN_SAFE_INTEGER;
};

const forChildrenOnly: Methods = {
  sysIpcTrySend(...parameters) {
    if (this.envid2env(parameters[1], true) === null) return -josAbi.E_BAD_ENV;
    return TRUE.sysIpcTrySend.apply(this, parameters);
  },
};
const deafAfterRefusal: Methods = {
  sysIpcTrySend(...parameters) {
    const sent = TRUE.sysIpcTrySend.apply(this, parameters);
    const target = this.envid2env(parameters[1], false);
    if (sent === -josAbi.E_INVAL && target !== null) target.ipcRecving = false;
    return sent;
  },
};
const anybodyReceives: Methods = {
  sysIpcTrySend(...parameters) {
    const target = this.envid2env(parameters[1], false);
    if (target !== null) target.ipcRecving = true;
    return TRUE.sysIpcTrySend.apply(this, parameters);
  },
};

const sent = (target: Env, value: number, from: number, perm: number): number => {
  target.putMessage(value, from, perm);
  return 0;
};

const WRONG: Readonly<Record<string, Methods>> = {
  'delivers another value': after((target, env, value, perm) => sent(target, value & 0xffff, env.id, perm)),
  'delivers no value': after((target, env, _, perm) => sent(target, 0, env.id, perm)),
  'says that the receiver sent it': after((target, _, value, perm) => sent(target, value, target.id, perm)),
  'says that nobody sent it': after((target, _, value, perm) => sent(target, value, 0, perm)),
  'says that the place of the sender sent it': after((target, env, value, perm) =>
    sent(target, value, env.index, perm),
  ),
  'tells of a page that was not wanted': after((target, env, value, perm) => sent(target, value, env.id, perm)),
  'tells of no page': after((target, env, value) => sent(target, value, env.id, 0)),
  'does not wake the receiver': after((target) => {
    target.status = josAbi.ENV_NOT_RUNNABLE;
    return 0;
  }),
  'leaves the receiver receiving': after((target) => {
    target.ipcRecving = true;
    return 0;
  }),
  'gives the receiver another result': after((target) => {
    target.setRegister(trapframe.TF_EAX, 1);
    return 0;
  }),
  'gives the sender another result': after(() => 1),
  'gives the sender an error': after(() => -josAbi.E_IPC_NOT_RECV),
  'stops the sender': after((_, env) => {
    env.status = josAbi.ENV_NOT_RUNNABLE;
    return 0;
  }),
  'is for children only': forChildrenOnly,
  'does not wait on after a message that is refused': deafAfterRefusal,
  'reaches those who do not wait': anybodyReceives,
  'maps no page': paging((kernel, env, target, source, perm) => {
    const right = target.ipcDstva;
    target.ipcDstva = UTOP;
    const result = TRUE.sendPage.call(kernel, env, target, source, perm);
    target.ipcDstva = right;
    return result < 0 || source >= UTOP || right >= UTOP ? result : perm;
  }),
  'maps the page where the sender has it': paging((kernel, env, target, source, perm) => {
    if (target.ipcDstva < UTOP && source < UTOP) target.ipcDstva = source - (source % PGSIZE);
    return TRUE.sendPage.call(kernel, env, target, source, perm);
  }),
  'maps the page whether it is wanted or not': paging((kernel, env, target, source, perm) => {
    if (target.ipcDstva >= UTOP) target.ipcDstva = 0x20000000;
    return TRUE.sendPage.call(kernel, env, target, source, perm);
  }),
  'maps the page to be written': paging((kernel, env, target, source, perm) => {
    const result = TRUE.sendPage.call(kernel, env, target, source, perm);
    const looked = result > 0 ? kernel.pageLookup(target.pgdir, target.ipcDstva as Va) : null;
    if (looked !== null) kernel.store(looked.entry, kernel.load(looked.entry) | PTE_W);
    return result;
  }),
  'does not ask whether the sender may write the page': paging((kernel, env, target, source, perm) => {
    const looked = source < UTOP && source % PGSIZE === 0 ? kernel.pageLookup(env.pgdir, source as Va) : null;
    if (looked === null || !kernel.isAllowed(perm) || target.ipcDstva >= UTOP)
      return TRUE.sendPage.call(kernel, env, target, source, perm);
    return kernel.pageInsert(target.pgdir, looked.page, target.ipcDstva as Va, perm) || perm;
  }),
  'does not ask where in its page the address is': paging((kernel, env, target, source, perm) =>
    TRUE.sendPage.call(kernel, env, target, source < UTOP ? source - (source % PGSIZE) : source, perm),
  ),
  'is refused without a page': paging((kernel, env, target, source, perm) =>
    source >= UTOP ? -josAbi.E_INVAL : TRUE.sendPage.call(kernel, env, target, source, perm),
  ),
  'goes where the last page was wanted': receiving((kernel, env, target) =>
    target < UTOP && target % PGSIZE !== 0 ? -josAbi.E_INVAL : wait(kernel, env, target < UTOP ? target : env.ipcDstva),
  ),
  'is not waited for': receiving((_, env, target) => {
    Object.assign(env, { ipcRecving: true, ipcDstva: target });
    return target < UTOP && target % PGSIZE !== 0 ? -josAbi.E_INVAL : 0;
  }),
  'is waited for with any address': receiving((kernel, env, target) => wait(kernel, env, target - (target % PGSIZE))),
  'is waited for with no address above UTOP': receiving((kernel, env, target) =>
    target >= UTOP ? -josAbi.E_INVAL : TRUE.sysIpcRecv.call(kernel, env, target),
  ),
};

test.each(Object.entries(WRONG))('a message that %s is found out', (_, methods) => {
  expect(wrong.firstFailure(methods, MESSAGES)).toMatch(/^(messages|a wait)/);
});

test('the true kernel passes', () => {
  expect(wrong.firstFailure({}, MESSAGES)).toBeNull();
});
