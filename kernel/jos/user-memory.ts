/** Whether a program may use the memory that it names in a system call (user_mem_check of kern/pmap.c). */
import type { Env } from './env.ts';
import { hex8 } from './init.ts';
import { PGSIZE, PTE_P, PTE_U, ROUNDDOWN, ULIM } from './memlayout.ts';
import { NULL } from './pages.ts';
import { JosScheduler } from './sched.ts';

export abstract class JosUserMemory extends JosScheduler {
  /** The first of `bytes` bytes from `address` on that the program may not use with all of `perm`, or -1 if it may use them all. */
  userMemCheck(env: Env, address: number, bytes: number, perm: number): number {
    const needed = perm | PTE_P | PTE_U;
    for (let page = ROUNDDOWN(address, PGSIZE); page < address + bytes; page += PGSIZE) {
      const entry = page < ULIM ? this.pgdirWalk(env.pgdir, page, false) : NULL;
      if (entry === NULL || (this.load(entry) & needed) !== needed) return Math.max(page, address);
    }
    return -1;
  }

  /** Ends `env` with a message, and returns false, unless it may use those bytes. */
  userMemAssert(env: Env, address: number, bytes: number, perm: number): boolean {
    const bad = this.userMemCheck(env, address, bytes, perm);
    if (bad < 0) return true;
    this.cprintf(`[${hex8(env.id)}] user_mem_check assertion failure for va ${hex8(bad)}`);
    this.envDestroy(env);
    return false;
  }
}
