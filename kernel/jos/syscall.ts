/** System calls (kern/syscall.c). What each does for its caller stands on the programs' side, in userland/jos/syscall.ts. */
import { trapframe, type Va, va } from '../../hardware/hardware.ts';
import * as abi from './abi.ts';
import type { Env } from './env.ts';
import { hex8 } from './init.ts';
import { ALLOC_ZERO, E_NO_MEM, PGSIZE, PTE_P, PTE_U, PTE_W, UTOP } from './memlayout.ts';
import { type Looked, NULL } from './pages.ts';
import { JosTraps, NO_RETURN } from './trap.ts';

export abstract class JosSystemCalls extends JosTraps {
  override syscall(env: Env, number: number): number {
    const arg = (n: number): number => env.argument(n);
    switch (number) {
      case abi.SYS_CPUTS:
        return this.sysCputs(env, arg(0), arg(1));
      case abi.SYS_CGETC:
        return this.sysCgetc();
      case abi.SYS_GETENVID:
        return env.id;
      case abi.SYS_ENV_DESTROY:
        return this.sysEnvDestroy(env, arg(0));
      case abi.SYS_PAGE_ALLOC:
        return this.sysPageAlloc(arg(0), arg(1), arg(2));
      case abi.SYS_PAGE_MAP:
        return this.sysPageMap(arg(0), arg(1), arg(2), arg(3), arg(4));
      case abi.SYS_PAGE_UNMAP:
        return this.sysPageUnmap(arg(0), arg(1));
      case abi.SYS_EXOFORK:
        return this.sysExofork(env);
      case abi.SYS_ENV_SET_STATUS:
        return this.sysEnvSetStatus(arg(0), arg(1));
      case abi.SYS_ENV_SET_PGFAULT_UPCALL:
        return this.sysEnvSetPgfaultUpcall(arg(0), arg(1));
      case abi.SYS_YIELD:
        return this.sysYield();
      case abi.SYS_IPC_TRY_SEND:
        return this.sysIpcTrySend(env, arg(0), arg(1), arg(2), arg(3));
      case abi.SYS_IPC_RECV:
        return this.sysIpcRecv(env, arg(0));
      default:
        return -abi.E_INVAL;
    }
  }

  sysCputs(env: Env, address: number, length: number): number {
    if (!this.userMemAssert(env, address, length, 0)) return NO_RETURN;
    let text = '';
    for (let i = 0; i < length; i++) text += String.fromCharCode(this.supervisor.load8(va(address + i)));
    if (this.listeners.any) this.listeners.tell({ type: 'output', slot: env.index, text });
    return 0;
  }

  /** A key that was typed, or 0. */
  sysCgetc(): number {
    return Math.max(0, this.machine.keyboard.read());
  }

  sysEnvDestroy(env: Env, id: number): number {
    const target = this.envid2env(id, true);
    if (target === null) return -abi.E_BAD_ENV;
    const isCaller = target.address === env.address;
    const end = isCaller ? 'exiting gracefully' : `destroying ${hex8(target.id)}`;
    this.cprintf(`[${hex8(env.id)}] ${end}`);
    this.envDestroy(target);
    return isCaller ? NO_RETURN : 0;
  }

  sysYield(): number {
    this.schedYield();
    return NO_RETURN;
  }

  // Memory

  sysPageAlloc(id: number, address: number, perm: number): number {
    const env = this.envid2env(id, true);
    if (env === null) return -abi.E_BAD_ENV;
    if (!this.isUserPage(address) || !this.isAllowed(perm)) return -abi.E_INVAL;
    const page = this.pageAlloc(ALLOC_ZERO);
    if (page === NULL) return -E_NO_MEM;
    const failed = this.pageInsert(env.pgdir, page, address, perm);
    if (failed < 0) this.pageFree(page);
    return failed;
  }

  sysPageMap(sourceId: number, source: number, targetId: number, target: number, perm: number): number {
    const from = this.envid2env(sourceId, true);
    const to = this.envid2env(targetId, true);
    if (from === null || to === null) return -abi.E_BAD_ENV;
    if (!this.isUserPage(source) || !this.isUserPage(target) || !this.isAllowed(perm)) return -abi.E_INVAL;
    const looked = this.pageLookup(from.pgdir, source);
    if (looked === null || !this.mayPass(looked, perm)) return -abi.E_INVAL;
    return this.pageInsert(to.pgdir, looked.page, target, perm);
  }

  sysPageUnmap(id: number, address: number): number {
    const env = this.envid2env(id, true);
    if (env === null) return -abi.E_BAD_ENV;
    if (!this.isUserPage(address)) return -abi.E_INVAL;
    this.pageRemove(env.pgdir, address);
    return 0;
  }

  /** Whether programs may map a page at `address`. */
  isUserPage(address: number): boolean {
    return address < UTOP && address % PGSIZE === 0;
  }

  /** Whether programs may ask for a mapping with `perm`. */
  isAllowed(perm: number): boolean {
    return (perm & PTE_U) !== 0 && (perm & PTE_P) !== 0 && (perm & ~abi.PTE_SYSCALL) === 0;
  }

  /** Whether a page mapped so may be passed on with `perm`: not to be written by others if the owner may not. */
  mayPass(looked: Looked, perm: number): boolean {
    return (perm & PTE_W) === 0 || (this.load(looked.entry) & PTE_W) !== 0;
  }

  // Environments

  sysExofork(env: Env): number {
    const child = this.envAlloc(env.id);
    if (typeof child === 'number') return child;
    child.status = abi.ENV_NOT_RUNNABLE;
    this.copyRegisters(child, env);
    child.setRegister(trapframe.TF_EAX, 0);
    return child.id;
  }

  /** Copies the saved registers, and with them what stands for the program's locals. */
  copyRegisters(child: Env, parent: Env): void {
    child.saveRegisters(parent.registers);
    this.machine.copyThread(child.index, parent.index);
  }

  sysEnvSetStatus(id: number, status: number): number {
    const env = this.envid2env(id, true);
    if (env === null) return -abi.E_BAD_ENV;
    if (status !== abi.ENV_RUNNABLE && status !== abi.ENV_NOT_RUNNABLE) return -abi.E_INVAL;
    env.status = status;
    return 0;
  }

  sysEnvSetPgfaultUpcall(id: number, entry: number): number {
    const env = this.envid2env(id, true);
    if (env === null) return -abi.E_BAD_ENV;
    env.pgfaultUpcall = entry;
    return 0;
  }

  // Messages

  sysIpcTrySend(env: Env, id: number, value: number, source: number, perm: number): number {
    const target = this.envid2env(id, false);
    if (target === null) return -abi.E_BAD_ENV;
    if (!target.ipcRecving) return -abi.E_IPC_NOT_RECV;
    const sent = this.sendPage(env, target, source, perm);
    if (sent < 0) return sent;
    target.ipcRecving = false;
    target.putMessage(value, env.id, sent);
    target.status = abi.ENV_RUNNABLE;
    target.setRegister(trapframe.TF_EAX, 0);
    return 0;
  }

  /** Maps the sender's page at `source` where the receiver wants one. Returns its permissions; 0 if no page goes over; or an error. */
  sendPage(env: Env, target: Env, source: number, perm: number): number {
    if (source >= UTOP) return 0;
    if (source % PGSIZE !== 0 || !this.isAllowed(perm)) return -abi.E_INVAL;
    const looked = this.pageLookup(env.pgdir, source);
    if (looked === null || !this.mayPass(looked, perm)) return -abi.E_INVAL;
    if (target.ipcDstva >= UTOP) return 0;
    const failed = this.pageInsert(target.pgdir, looked.page, target.ipcDstva as Va, perm);
    return failed < 0 ? failed : perm;
  }

  sysIpcRecv(env: Env, target: number): number {
    if (target < UTOP && target % PGSIZE !== 0) return -abi.E_INVAL;
    env.ipcRecving = true;
    env.ipcDstva = target;
    env.status = abi.ENV_NOT_RUNNABLE;
    this.schedYield();
    return NO_RETURN;
  }
}
