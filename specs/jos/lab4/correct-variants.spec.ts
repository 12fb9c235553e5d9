/** Kernels that are written otherwise where the handouts leave it open, and right, pass: exercises, failing allocations and random programs. */
import { describe, expect, test } from 'vitest';
import { trapframe, type Va, va } from '../../../hardware/hardware.ts';
import { type Env, JosLab4, josAbi, memlayout } from '../../../kernel/kernel.ts';
import { campaign } from '../../judge/campaign/campaign.ts';
import { failureReport } from '../../judge/report.ts';
import { Lab4Trial } from './trial.ts';

const { ALLOC_ZERO, E_NO_MEM, PGSIZE, PTE_U, PTE_W, ROUNDDOWN, ROUNDUP, USTACKTOP, UTOP } = memlayout;
const { E_BAD_ENV, E_INVAL, E_IPC_NOT_RECV, ENV_FREE, ENV_NOT_RUNNABLE, ENV_RUNNABLE, ENV_RUNNING, NENV } = josAbi;

/** Gives programs the second free page, and takes environments from all over the table. */
class OtherOrders extends JosLab4 {
  override pageAlloc(flags: number): Va {
    const first = this.pageFreeList;
    const second = this.curenv === null || first === 0 ? va(0) : this.ppLink(first);
    if (second === 0) return super.pageAlloc(flags);
    this.setPpLink(first, this.ppLink(second));
    this.setPpLink(second, va(0));
    if (flags & ALLOC_ZERO) this.memset(this.page2kva(second), 0, PGSIZE);
    return second;
  }

  override envInit(): void {
    this.curenv = null;
    this.envFreeList = va(0);
    for (let index = 0; index < NENV; index++) {
      const env = this.envNumber((index * 5) % NENV);
      env.status = ENV_FREE;
      env.link = this.envFreeList;
      this.envFreeList = env.address;
    }
  }
}

/** Looks for errors in another order, and gives back what it took on the way. */
class OtherErrors extends JosLab4 {
  override sysPageAlloc(id: number, address: number, perm: number): number {
    const page = this.pageAlloc(ALLOC_ZERO);
    if (page === 0) return -E_NO_MEM;
    const env = this.envid2env(id, true);
    const isRight = this.isUserPage(address) && this.isAllowed(perm);
    const failed = !isRight ? -E_INVAL : env === null ? -E_BAD_ENV : this.pageInsert(env.pgdir, page, address, perm);
    if (failed < 0) this.pageFree(page);
    return failed;
  }

  override sysIpcTrySend(env: Env, id: number, value: number, source: number, perm: number): number {
    if (source < UTOP && (source % PGSIZE !== 0 || !this.isAllowed(perm))) return -E_INVAL;
    const target = this.envid2env(id, false);
    if (target?.ipcRecving === false) return -E_IPC_NOT_RECV;
    return super.sysIpcTrySend(env, id, value, source, perm);
  }
}

/** Loads a program segment by segment, with pages as they are, and zeroes what must be zero itself. */
class OtherLoader extends JosLab4 {
  override regionAlloc(env: Env, address: number, bytes: number): void {
    for (let at = ROUNDDOWN(address, PGSIZE); at < ROUNDUP(address + bytes, PGSIZE); at += PGSIZE) {
      const page = this.pageAlloc(0);
      if (page === 0 || this.pageInsert(env.pgdir, page, at, PTE_W | PTE_U) < 0) this.panic('region_alloc');
    }
  }

  override loadIcode(env: Env, image: Parameters<JosLab4['loadIcode']>[1]): void {
    this.lcr3(env.pgdir);
    for (const { va: start, bytes, size } of image.segments) {
      this.regionAlloc(env, start, size);
      for (let i = 0; i < size; i++) this.supervisor.store8(va(start + i), bytes[i] ?? 0);
    }
    this.regionAlloc(env, USTACKTOP - PGSIZE, PGSIZE);
    env.setRegister(trapframe.TF_EIP, image.entryAddress(0));
  }
}

/** Goes round from whoever ran last, which it keeps in a field that nobody finds. */
class HiddenScheduler extends JosLab4 {
  #last = NENV - 1;

  override envRun(env: Env): void {
    this.#last = env.index;
    super.envRun(env);
  }

  override schedYield(): void {
    for (let step = 1; step <= NENV; step++) {
      const env = this.envNumber((this.lastPlace + step) % NENV);
      const isOwn = env.status === ENV_RUNNING && env.address === this.curenv?.address;
      if (env.status === ENV_RUNNABLE || isOwn) return this.envRun(env);
    }
    this.schedHalt();
  }

  protected get lastPlace(): number {
    return this.#last;
  }
}

/** The same with a field as any other; forgets old messages, and gives the receiver its 0 before it waits. */
class OtherScheduler extends HiddenScheduler {
  private last = NENV - 1;

  override envRun(env: Env): void {
    this.last = env.index;
    super.envRun(env);
  }

  protected override get lastPlace(): number {
    return this.last;
  }

  override sysIpcRecv(env: Env, target: number): number {
    if (target < UTOP && target % PGSIZE !== 0) return -E_INVAL;
    env.putMessage(0, 0, 0);
    env.setRegister(trapframe.TF_EAX, 0);
    Object.assign(env, { ipcRecving: true, ipcDstva: target, status: ENV_NOT_RUNNABLE });
    this.schedYield();
    return Number.MIN_SAFE_INTEGER;
  }
}

describe('A correct kernel with', () => {
  test.each([OtherOrders, OtherErrors, OtherLoader, OtherScheduler, HiddenScheduler])('%o passes', (Kernel) => {
    const trial = new Lab4Trial(Kernel);
    const swept = trial.swept.filter(({ exercise = '' }) => NEEDED.test(exercise));
    const { failure } = campaign(trial, { seed: 5, runs: 2, swept });
    expect(failure === null ? null : failureReport(trial, failure).join('\n')).toBeNull();
  });
});

/** Exercises that come to what these kernels do otherwise. */
const NEEDED = /^(first address|messages|turns of)/;
