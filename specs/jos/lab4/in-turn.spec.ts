/** Each allocation of each system call fails in turn, whoever wrote page_alloc: what is wrong after that is found out, and told. */
import { expect, test } from 'vitest';
import { va } from '../../../hardware/hardware.ts';
import { JosLab4, josAbi, memlayout } from '../../../kernel/kernel.ts';
import { campaign } from '../../judge/campaign/campaign.ts';
import { STRICT } from '../../judge/contract.ts';
import { failureReport } from '../../judge/report.ts';
import { MESSAGES } from './exercises/messages.ts';
import { type Methods, WrongKernel } from './exercises/wrong-kernel.ts';
import { Lab4Trial } from './trial.ts';

const { ALLOC_ZERO, E_NO_MEM, PGSIZE } = memlayout;
const TRUE = JosLab4.prototype;
const wrong = new WrongKernel(STRICT, 'in turn');
const deaf = new WrongKernel();
const EXERCISE = MESSAGES.slice(0, 1);

/** page_alloc written anew: it asks no oracle. */
const ownPageAlloc: Methods = {
  pageAlloc(flags) {
    const pp = this.pageFreeList;
    if (pp === 0) return pp;
    this.pageFreeList = this.ppLink(pp);
    this.setPpLink(pp, va(0));
    if (flags & ALLOC_ZERO) this.memset(this.page2kva(pp), 0, PGSIZE);
    return pp;
  },
};

const WRONG: Readonly<Record<string, Methods>> = {
  'does not give back the page that cannot be mapped': {
    sysPageAlloc(id, address, perm) {
      const env = this.envid2env(id, true);
      if (env === null) return -josAbi.E_BAD_ENV;
      if (!this.isUserPage(address) || !this.isAllowed(perm)) return -josAbi.E_INVAL;
      const page = this.pageAlloc(ALLOC_ZERO);
      return page === 0 ? -E_NO_MEM : this.pageInsert(env.pgdir, page, address, perm);
    },
  },
  'does not ask whether there was a page': {
    sysPageAlloc(id, address, perm) {
      const env = this.envid2env(id, true);
      if (env === null) return -josAbi.E_BAD_ENV;
      if (!this.isUserPage(address) || !this.isAllowed(perm)) return -josAbi.E_INVAL;
      return this.pageInsert(env.pgdir, this.pageAlloc(ALLOC_ZERO), address, perm);
    },
  },
  'says that there is no environment where there is no memory': {
    envAlloc(parentId) {
      const made = TRUE.envAlloc.call(this, parentId);
      return made === -E_NO_MEM ? -josAbi.E_NO_FREE_ENV : made;
    },
  },
  'loses an environment for which there is no directory': {
    envSetupVm(env) {
      const failed = TRUE.envSetupVm.call(this, env);
      if (failed < 0) this.envFreeList = env.link;
      return failed;
    },
  },
  'does not ask whether there was a directory': {
    envSetupVm(env) {
      return Math.max(0, TRUE.envSetupVm.call(this, env));
    },
  },
  'does not ask whether there was an environment': {
    envAlloc(parentId) {
      if (this.envFreeList === 0) this.envFreeList = this.envNumber(0).address;
      return TRUE.envAlloc.call(this, parentId);
    },
  },
  'does not say that a page could not be mapped': {
    sysPageMap(...parameters) {
      const result = TRUE.sysPageMap.apply(this, parameters);
      return result === -E_NO_MEM ? 0 : result;
    },
  },
  'says it without the minus sign': {
    sysPageMap(...parameters) {
      const result = TRUE.sysPageMap.apply(this, parameters);
      return result === -E_NO_MEM ? E_NO_MEM : result;
    },
  },
  'unmaps what was there before it knows': {
    sysPageMap(sourceId, source, targetId, target, perm) {
      const result = TRUE.sysPageMap.call(this, sourceId, source, targetId, target, perm);
      const from = this.envid2env(sourceId, true);
      if (result === -E_NO_MEM && from !== null) this.pageRemove(from.pgdir, source);
      return result;
    },
  },
  'takes a message for delivered that had no page': {
    sysIpcTrySend(...parameters) {
      const result = TRUE.sysIpcTrySend.apply(this, parameters);
      const target = this.envid2env(parameters[1], false);
      if (result === -E_NO_MEM && target !== null) target.ipcRecving = false;
      return result;
    },
  },
  'counts the page that it could not send': {
    sendPage(env, target, source, perm) {
      const result = TRUE.sendPage.call(this, env, target, source, perm);
      const looked = result === -E_NO_MEM ? this.pageLookup(env.pgdir, source) : null;
      if (looked !== null) this.setPpRef(looked.page, this.ppRef(looked.page) + 1);
      return result;
    },
  },
};

test.each(Object.entries(WRONG))('a kernel that %s is found out, also if its page_alloc is its own', (_, methods) => {
  expect(deaf.firstFailure(methods, EXERCISE)).toBeNull();
  expect(wrong.firstFailure(methods, EXERCISE)).not.toBeNull();
  expect(wrong.firstFailure({ ...methods, ...ownPageAlloc }, EXERCISE)).not.toBeNull();
});

test('a kernel whose page_alloc is its own passes, and all its allocations fail in turn', () => {
  class Own extends JosLab4 {}
  Object.assign(Own.prototype, ownPageAlloc);
  const failed = (Kernel: typeof JosLab4): string[] => {
    const trial = new Lab4Trial(Kernel);
    const [messages] = trial.swept.filter(({ exercise }) => exercise === 'messages');
    trial.attempt(messages);
    const denials = trial.denials.map(({ call, number }) => `${call} ${number}`);
    return [...new Set(denials)].toSorted();
  };
  const all = failed(Own);
  expect(all).toEqual(failed(JosLab4));
  expect(all).toEqual([
    'sys_exofork 1',
    'sys_ipc_try_send 1',
    'sys_page_alloc 1',
    'sys_page_alloc 2',
    'sys_page_map 1',
  ]);
});

test('the report says which allocation of which call it takes', () => {
  class Loses extends JosLab4 {}
  Object.assign(Loses.prototype, WRONG['does not give back the page that cannot be mapped']);
  const trial = new Lab4Trial(Loses);
  const saved = trial.swept.filter(({ exercise }) => exercise === 'messages');
  const { failure } = campaign(trial, { seed: 1, runs: 1, saved, shortens: true });
  const report = failure === null ? [] : failureReport(trial, failure);
  expect(report[0]).toMatch(/^The kernel broke an invariant: nothing leaks/);
  expect(report.at(-1)).toBe('the second allocation fails in the first system call that allocates');
});
