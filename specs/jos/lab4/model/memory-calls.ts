/** System calls that map and unmap pages, as the model has them. */
import { type Ppn, ppnOf } from '../../../../hardware/hardware.ts';
import { josAbi, memlayout } from '../../../../kernel/kernel.ts';
import { ModelBroken } from '../../../judge/model-broken.ts';
import { hex } from '../observation.ts';
import type { Held, ModelEnv } from './environment.ts';
import type { Calling, ModelState } from './state.ts';

const { PGSIZE, PTE_P, PTE_U, PTE_W, UTOP } = memlayout;
const { E_BAD_ENV, E_INVAL } = josAbi;
const UP = PTE_U | PTE_P;

export const pageAlloc = (state: ModelState, call: Calling): void => {
  const [id, va, perm] = call.args;
  const target = state.touchable(call.caller, id);
  const errors = [...badEnv(target), ...invalid(isUserPage(va) && isAllowed(perm))];
  if (!state.succeeded(call, errors) || target === null) return;
  target.memory.set(va, { page: freshPage(target, va, call), flags: perm });
};

/** The page that a fresh mapping got: nobody may have used it before, and it holds zeros. */
const freshPage = (target: ModelEnv, va: number, { before, now }: Calling): Ppn => {
  const mapping = now.mappingsOf(target.id).find((mapped) => mapped.va === va);
  if (mapping === undefined) throw new ModelBroken(`sys_page_alloc succeeded, and nothing is mapped at ${hex(va)}`);
  const page = ppnOf(mapping.pa);
  const given = `sys_page_alloc gave page ${hex(page * PGSIZE)}`;
  if (before.references.has(page) || !now.isAllocatable(page)) throw new ModelBroken(`${given}, which was in use`);
  const words = now.machine.memory.words.subarray(page * 1024, (page + 1) * 1024);
  if (words.some((word) => word !== 0)) throw new ModelBroken(`${given}, which is not zero`);
  return page;
};

export const pageMap = (state: ModelState, call: Calling): void => {
  const [sourceId, source, targetId, va, perm] = call.args;
  const from = state.touchable(call.caller, sourceId);
  const to = state.touchable(call.caller, targetId);
  const held = from?.memory.get(source);
  const isRight = isUserPage(source) && isUserPage(va) && isAllowed(perm) && (from === null || mayPass(held, perm));
  const errors = [...badEnv(from && to), ...invalid(isRight)];
  if (state.succeeded(call, errors) && to !== null && held !== undefined) state.give(to, va, held.page, perm);
};

export const pageUnmap = (state: ModelState, call: Calling): void => {
  const [id, va] = call.args;
  const target = state.touchable(call.caller, id);
  if (state.succeeded(call, [...badEnv(target), ...invalid(isUserPage(va))])) target?.memory.delete(va);
};

/** The error of a call that names `target`, if there is none such that the caller may touch. */
export const badEnv = (target: ModelEnv | null): readonly number[] => (target === null ? [-E_BAD_ENV] : []);

/** The error of a call whose arguments are not right. */
export const invalid = (isRight: boolean): readonly number[] => (isRight ? [] : [-E_INVAL]);

export const isUserPage = (va: number): boolean => va < UTOP && va % PGSIZE === 0;

/** Whether a program may ask for those rights. */
export const isAllowed = (perm: number): boolean => (perm & UP) === UP && (perm & ~josAbi.PTE_SYSCALL) === 0;

/** Whether there is a page, and whoever has it may pass it on with `perm`. */
export const mayPass = (held: Held | undefined, perm: number): held is Held =>
  held !== undefined && ((perm & PTE_W) === 0 || (held.flags & PTE_W) !== 0);
