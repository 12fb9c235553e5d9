/**
 * The system calls of JOS, for programs (lib/syscall.c). Those that fail return a negative error; `id` 0 means the caller. Wherever an
 * environment is named, -E_BAD_ENV comes back if there is none of that id, or if it is neither the caller nor a child of it.
 */
import { type Operation, systemCall } from '../../hardware/operation.ts';
import * as abi from '../../kernel/jos/abi.ts';

/**
 * Writes `length` bytes from `va` on to the console. A caller that may not read them all ends at once, with a message of the kernel.
 */
export const sysCputs = (va: number, length: number): Operation => systemCall(abi.SYS_CPUTS, va, length);

/** Returns a key that was typed, or 0. */
export const sysCgetc = (): Operation => systemCall(abi.SYS_CGETC);

/** Returns the id of the caller. Never fails. */
export const sysGetenvid = (): Operation => systemCall(abi.SYS_GETENVID);

/** Ends the environment `id` and gives back its memory: 0, or -E_BAD_ENV. Does not return to a caller that ends itself. */
export const sysEnvDestroy = (id: number): Operation => systemCall(abi.SYS_ENV_DESTROY, id);

/**
 * Maps a fresh page of zeros at `va` of environment `id`, in place of what was there. Returns 0, or with nothing changed
 *  - -E_BAD_ENV: see above,
 *  - -E_INVAL: `va` is not the start of a page below UTOP; or `perm` lacks PTE_P or PTE_U, or has bits outside PTE_SYSCALL,
 *  - -E_NO_MEM: there is no page for it, or for a page table (which stays if it was made).
 */
export const sysPageAlloc = (id: number, va: number, perm: number): Operation =>
  systemCall(abi.SYS_PAGE_ALLOC, id, va, perm);

/**
 * Maps the page that environment `source` has at `sourceVa` at `targetVa` of `target` also, in place of what was there. Returns 0, or
 *  - -E_BAD_ENV: see above, for either,
 *  - -E_INVAL: an address is not the start of a page below UTOP; `perm` as for `sysPageAlloc`; there is no page at `sourceVa`; or `perm`
 *    has PTE_W and the source may not write it,
 *  - -E_NO_MEM: there is no page for a page table.
 */
export const sysPageMap = (
  source: number,
  sourceVa: number,
  target: number,
  targetVa: number,
  perm: number,
): Operation => systemCall(abi.SYS_PAGE_MAP, source, sourceVa, target, targetVa, perm);

/** Unmaps `va` of environment `id`, if a page is there. Returns 0, -E_BAD_ENV, or -E_INVAL if `va` is not the start of a page below UTOP. */
export const sysPageUnmap = (id: number, va: number): Operation => systemCall(abi.SYS_PAGE_UNMAP, id, va);

/**
 * Makes a child with the caller's registers and an empty address space, which does not run yet. Returns its id, and 0 to the child; or
 * -E_NO_FREE_ENV, or -E_NO_MEM.
 */
export const sysExofork = (): Operation => systemCall(abi.SYS_EXOFORK);

/** Makes environment `id` runnable or not. Returns 0, -E_BAD_ENV, or -E_INVAL if `status` is neither ENV_RUNNABLE nor ENV_NOT_RUNNABLE. */
export const sysEnvSetStatus = (id: number, status: number): Operation =>
  systemCall(abi.SYS_ENV_SET_STATUS, id, status);

/** From now on page faults of environment `id` start `entry`, an address, on its exception stack. Returns 0 or -E_BAD_ENV. */
export const sysEnvSetPgfaultUpcall = (id: number, entry: number): Operation =>
  systemCall(abi.SYS_ENV_SET_PGFAULT_UPCALL, id, entry);

/** Lets others run. What it returns means nothing. */
export const sysYield = (): Operation => systemCall(abi.SYS_YIELD);

/**
 * Sends `value` to environment `id`, and if `va` is below UTOP the page there, with `perm`. Returns 0, or with nothing changed
 *  - -E_BAD_ENV: there is none of that id; anybody may send to anybody,
 *  - -E_IPC_NOT_RECV: it does not wait for a message,
 *  - -E_INVAL: `va`, if below UTOP, and `perm`, as for `sysPageMap`,
 *  - -E_NO_MEM: there is no page for a page table of the receiver.
 */
export const sysIpcTrySend = (id: number, value: number, va: number, perm: number): Operation =>
  systemCall(abi.SYS_IPC_TRY_SEND, id, value, va, perm);

/**
 * Waits for a message; a page that comes with it is mapped at `va`, unless that is UTOP or above. Returns 0 once it is there: value, sender
 * and permissions are in the caller's descriptor at UENVS. Or -E_INVAL, if `va` is below UTOP and not the start of a page.
 */
export const sysIpcRecv = (va: number): Operation => systemCall(abi.SYS_IPC_RECV, va);
