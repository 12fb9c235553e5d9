/**
 * A model of environments: what each maps below UTOP, by the contracts of the system calls alone (userland/jos/syscall.ts). Held against the
 * kernel after every trap. A page that one environment has and did not get by its own calls, by its parent's or by a message is a departure.
 */
import { type MachineEvent, type Ppn, ppnOf } from '../../../hardware/hardware.ts';
import {
  type EnvironmentView,
  type JosLab4,
  josAbi,
  type Mapping,
  mayReturn,
  memlayout,
} from '../../../kernel/kernel.ts';
import { ModelBroken } from '../../judge/model-broken.ts';
import { type EnvironmentsObservation, hex, idOf } from './observation.ts';

const { E_NO_MEM, PGSIZE, PTE_P, PTE_U, PTE_W, UTOP } = memlayout;
const { E_BAD_ENV, E_INVAL, E_IPC_NOT_RECV, E_NO_FREE_ENV, ENV_NOT_RUNNABLE, ENV_RUNNABLE } = josAbi;
const UP = PTE_U | PTE_P;

type Called = Extract<MachineEvent, { type: 'system call' }>;
type Entry = Called | Extract<MachineEvent, { type: 'timer' | 'exception' }>;

/** A page as an environment has it. */
interface Held {
  readonly page: Ppn;
  readonly flags: number;
}

/** An environment, as far as its calls decide. */
interface ModelEnv {
  readonly id: number;
  readonly parentId: number;
  readonly memory: Map<number, Held>;
  /** Where it waits for a page with a message; null if it does not wait. */
  waitsAt: number | null;
}

/** Whether the model knows what system call `number` does. */
export const isModelled = (number: number): boolean => josAbi.SYSCALL_NAMES[number] !== undefined;

export class EnvironmentModel {
  private readonly kernel: JosLab4;
  private readonly envs = new Map<number, ModelEnv>();
  /** Why the kernel was last entered, and with which arguments if it was a call; null since the last comparison. */
  private entry: Entry | null = null;
  private args: readonly number[] = [];
  /** Whether an allocation was made to fail since the last comparison. */
  private denied = false;
  private before: EnvironmentsObservation;
  private freeBefore: number;
  /** Pages that programs themselves mapped more than once, other than for copy-on-write, and that are mapped more than once still. */
  readonly sharedOnPurpose = new Set<Ppn>();
  /** Results that system calls came to: `sys_page_map -3`. */
  readonly results = new Set<string>();

  /** Takes the state of a kernel that has just started its first environments for granted. To be told of every event from there on. */
  constructor(kernel: JosLab4, started: EnvironmentsObservation) {
    this.kernel = kernel;
    this.before = started;
    for (const env of started.envs) this.envs.set(env.slot, modelOf(env, started));
    this.freeBefore = kernel.view.freePages();
  }

  hear(event: MachineEvent): void {
    if (event.type === 'choice' && event.question === 'allocation' && event.choice === 1) this.denied = true;
    if (event.type !== 'timer' && event.type !== 'exception' && event.type !== 'system call') return;
    this.entry = event;
    this.args = this.kernel.machine.execution.callArguments();
  }

  /** Compares `now`, the state at the end of a trap, with what the contracts say. Throws ModelBroken. */
  compare(now: EnvironmentsObservation): void {
    if (this.entry?.type === 'system call') this.call(this.entry, now);
    else if (this.entry?.type === 'exception') this.mayEnd(this.entry.slot, now);
    this.compareAll(now);
    for (const page of this.sharedOnPurpose)
      if ((now.references.get(page)?.length ?? 0) <= 1) this.sharedOnPurpose.delete(page);
    this.before = now;
    this.freeBefore = this.kernel.view.freePages();
    this.entry = null;
    this.denied = false;
  }

  // What each call does

  private call({ slot: index, number }: Called, now: EnvironmentsObservation): void {
    const caller = this.envs.get(index);
    if (caller === undefined) throw new ModelBroken(`place ${index} made a system call, and no environment is there`);
    const state = now.envs.find(({ slot, pid }) => slot === index && pid === caller.id);
    const result = state?.eax ?? 0;
    const [a, b, c, d, e] = this.args;
    switch (number) {
      case josAbi.SYS_CPUTS:
        if (!this.mayRead(caller, a, b)) this.mustEnd(caller, index, now);
        return;
      case josAbi.SYS_GETENVID:
        return this.expect('sys_getenvid', result, [caller.id]);
      case josAbi.SYS_ENV_DESTROY:
        return this.destroy(caller, a, result, state);
      case josAbi.SYS_PAGE_ALLOC:
        return this.pageAlloc(caller, [a, b, c], result, now);
      case josAbi.SYS_PAGE_MAP:
        return this.pageMap(caller, [a, b, c, d, e], result);
      case josAbi.SYS_PAGE_UNMAP:
        return this.pageUnmap(caller, a, b, result);
      case josAbi.SYS_EXOFORK:
        return this.exofork(caller, result, now);
      case josAbi.SYS_ENV_SET_STATUS:
        return this.expect('sys_env_set_status', result, [this.statusResult(caller, a, b)]);
      case josAbi.SYS_ENV_SET_PGFAULT_UPCALL:
        return this.expect('sys_env_set_pgfault_upcall', result, [this.touchable(caller, a) === null ? -E_BAD_ENV : 0]);
      case josAbi.SYS_IPC_TRY_SEND:
        return this.send(caller, [a, b, c, d], result);
      case josAbi.SYS_IPC_RECV:
        return this.receive(caller, a, result);
      case josAbi.SYS_CGETC:
      case josAbi.SYS_YIELD:
        return;
      default:
        this.other(number, result, now);
    }
  }

  /**
   * A call of the kernel's own, if it says that it has such: what it made of environments and their memory is taken for granted, and left to
   * the invariants. But it returns what it says it does. Any other number is refused.
   */
  private other(number: number, result: number, now: EnvironmentsObservation): void {
    const description = this.kernel.view.calls.find((described) => described.number === number);
    if (description === undefined) return this.expect(`system call ${number}`, result, [-E_INVAL]);
    this.envs.clear();
    for (const env of now.envs) this.envs.set(env.slot, modelOf(env, now));
    if (!mayReturn(description, result))
      throw new ModelBroken(`${description.name} returned ${result}, which is none of its results`);
  }

  private destroy(caller: ModelEnv, id: number, result: number, state: EnvironmentView | undefined): void {
    const target = this.touchable(caller, id);
    if (target === null) return this.expect('sys_env_destroy', result, [-E_BAD_ENV]);
    this.envs.delete(josAbi.ENVX(target.id));
    if (target.id !== caller.id) this.expect('sys_env_destroy', result, [0]);
    else if (state !== undefined) throw new ModelBroken('sys_env_destroy of the caller came back');
  }

  private pageAlloc(
    caller: ModelEnv,
    [id, va, perm]: readonly number[],
    result: number,
    now: EnvironmentsObservation,
  ): void {
    const target = this.touchable(caller, id);
    if (target === null) return this.expect('sys_page_alloc', result, [-E_BAD_ENV]);
    if (!isUserPage(va) || !isAllowed(perm)) return this.expect('sys_page_alloc', result, [-E_INVAL]);
    this.expect('sys_page_alloc', result, this.withoutMemory([0]));
    if (result === 0) target.memory.set(va, { page: this.freshPage(target, va, now), flags: perm });
  }

  /** The page that a fresh mapping got: nobody may have used it before, and it holds zeros. */
  private freshPage(target: ModelEnv, va: number, now: EnvironmentsObservation): Ppn {
    const mapping = now.mappingsOf(target.id).find((mapped) => mapped.va === va);
    const page = mapping === undefined ? undefined : ppnOf(mapping.pa);
    if (page === undefined) throw new ModelBroken(`sys_page_alloc succeeded, and nothing is mapped at ${hex(va)}`);
    const used = this.before.references.has(page);
    if (used || !now.isAllocatable(page))
      throw new ModelBroken(`sys_page_alloc gave page ${hex(page * PGSIZE)}, which was in use`);
    const words = this.kernel.machine.memory.words.subarray(page * 1024, (page + 1) * 1024);
    if (words.some((word) => word !== 0))
      throw new ModelBroken(`sys_page_alloc gave page ${hex(page * PGSIZE)}, which is not zero`);
    return page;
  }

  private pageMap(
    caller: ModelEnv,
    [sourceId, source, targetId, target, perm]: readonly number[],
    result: number,
  ): void {
    const from = this.touchable(caller, sourceId);
    const to = this.touchable(caller, targetId);
    if (from === null || to === null) return this.expect('sys_page_map', result, [-E_BAD_ENV]);
    const held = from.memory.get(source);
    const valid =
      isUserPage(source) && isUserPage(target) && isAllowed(perm) && held !== undefined && mayPass(held, perm);
    if (!valid) return this.expect('sys_page_map', result, [-E_INVAL]);
    this.expect('sys_page_map', result, this.withoutMemory([0]));
    if (result === 0) this.give(to, target, held.page, perm);
  }

  private give(to: ModelEnv, va: number, page: Ppn, flags: number): void {
    to.memory.set(va, { page, flags });
    if ((flags & josAbi.PTE_COW) === 0) this.sharedOnPurpose.add(page);
  }

  private pageUnmap(caller: ModelEnv, id: number, va: number, result: number): void {
    const target = this.touchable(caller, id);
    if (target === null) return this.expect('sys_page_unmap', result, [-E_BAD_ENV]);
    this.expect('sys_page_unmap', result, [isUserPage(va) ? 0 : -E_INVAL]);
    if (result === 0) target.memory.delete(va);
  }

  private exofork(caller: ModelEnv, result: number, now: EnvironmentsObservation): void {
    if (result <= 0) return this.expect('sys_exofork', result, this.withoutMemory([-E_NO_FREE_ENV]));
    const index = josAbi.ENVX(result);
    if (this.envs.has(index)) throw new ModelBroken(`sys_exofork gave ${hex(result)}, whose place is taken`);
    const child = now.envs.find(({ pid }) => pid === result);
    if (child?.eax !== 0 || child.status !== ENV_NOT_RUNNABLE)
      throw new ModelBroken('a child of sys_exofork starts not runnable, with 0 in eax');
    this.results.add('sys_exofork 0');
    this.envs.set(index, { id: result, parentId: caller.id, memory: new Map(), waitsAt: null });
  }

  private statusResult(caller: ModelEnv, id: number, status: number): number {
    if (this.touchable(caller, id) === null) return -E_BAD_ENV;
    return status === ENV_RUNNABLE || status === ENV_NOT_RUNNABLE ? 0 : -E_INVAL;
  }

  private send(caller: ModelEnv, [id, , va, perm]: readonly number[], result: number): void {
    const target = this.named(caller, id);
    if (target === null) return this.expect('sys_ipc_try_send', result, [-E_BAD_ENV]);
    if (target.waitsAt === null) return this.expect('sys_ipc_try_send', result, [-E_IPC_NOT_RECV]);
    const held = caller.memory.get(va);
    const hasPage = va < UTOP;
    const valid = !hasPage || (isUserPage(va) && isAllowed(perm) && held !== undefined && mayPass(held, perm));
    if (!valid) return this.expect('sys_ipc_try_send', result, [-E_INVAL]);
    this.expect('sys_ipc_try_send', result, hasPage ? this.withoutMemory([0]) : [0]);
    if (result < 0) return;
    if (hasPage && held !== undefined && target.waitsAt < UTOP) this.give(target, target.waitsAt, held.page, perm);
    target.waitsAt = null;
  }

  private receive(caller: ModelEnv, va: number, result: number): void {
    if (va < UTOP && va % PGSIZE !== 0) return this.expect('sys_ipc_recv', result, [-E_INVAL]);
    this.results.add('sys_ipc_recv 0');
    caller.waitsAt = va;
  }

  // Who is meant, and what may come of it

  /** The environment of that id, 0 for the caller. */
  private named(caller: ModelEnv, id: number): ModelEnv | null {
    if (id === 0) return caller;
    const found = this.envs.get(josAbi.ENVX(id));
    return found?.id === (id | 0) ? found : null;
  }

  /** The same, if the caller may do something to it. */
  private touchable(caller: ModelEnv, id: number): ModelEnv | null {
    const found = this.named(caller, id);
    return found === caller || found?.parentId === caller.id ? found : null;
  }

  private mayRead({ memory }: ModelEnv, va: number, length: number): boolean {
    for (let page = va - (va % PGSIZE); page < va + length; page += PGSIZE)
      if (page < UTOP && !memory.has(page)) return false;
    return va + length <= memlayout.ULIM || length === 0;
  }

  /** `results`, or that memory ran out, if it may have. */
  private withoutMemory(results: readonly number[]): readonly number[] {
    const short = this.denied || this.freeBefore <= 1;
    return short ? [...results, -E_NO_MEM] : results;
  }

  private expect(call: string, result: number, allowed: readonly number[]): void {
    this.results.add(`${call} ${Math.min(result, 0)}`);
    if (!allowed.includes(result))
      throw new ModelBroken(`${call} returned ${result}, where ${allowed.join(' or ')} was right`);
  }

  /** The environment at place `index` may be gone: the kernel ends whoever faults without a handler. */
  private mayEnd(index: number, { envs }: EnvironmentsObservation): void {
    const id = this.envs.get(index)?.id;
    if (!envs.some((env) => env.pid === id)) this.envs.delete(index);
  }

  private mustEnd(caller: ModelEnv, index: number, now: EnvironmentsObservation): void {
    if (now.envs.some(({ pid }) => pid === caller.id))
      throw new ModelBroken('a caller named memory that it may not read, and was not ended');
    this.envs.delete(index);
  }

  // The comparison

  private compareAll(now: EnvironmentsObservation): void {
    for (const env of now.envs) {
      const model = this.envs.get(env.slot);
      if (model?.id !== env.pid) throw new ModelBroken(`environment ${idOf(env)} is there, and nobody made it`);
      if (model.parentId !== env.parentId)
        throw new ModelBroken(`environment ${idOf(env)} has another parent than it had`);
      compareMemory(env, now.mappingsOf(env.pid), model);
    }
    for (const { id } of this.envs.values()) {
      if (!now.envs.some((env) => env.pid === id))
        throw new ModelBroken(`environment ${hex(id)} is gone, and nobody ended it`);
    }
  }
}

const modelOf = ({ pid, parentId, recving, dstva }: EnvironmentView, state: EnvironmentsObservation): ModelEnv => ({
  id: pid,
  parentId,
  memory: new Map(state.mappingsOf(pid).map((mapping) => [mapping.va, heldOf(mapping)])),
  waitsAt: recving ? dstva : null,
});

const heldOf = ({ pa, permissions }: Mapping): Held => ({ page: ppnOf(pa), flags: permissions });

const compareMemory = (env: EnvironmentView, mappings: readonly Mapping[], { memory }: ModelEnv): void => {
  for (const mapping of mappings) {
    const { va: address } = mapping;
    const { page, flags } = heldOf(mapping);
    const held = memory.get(address);
    if (held?.page === page && held.flags === flags) continue;
    const right = held === undefined ? 'nothing' : describe(held);
    throw new ModelBroken(
      `environment ${idOf(env)} has ${describe({ page, flags })} at ${hex(address)}, where ${right} was right`,
    );
  }
  if (mappings.length === memory.size) return;
  const here = new Set<number>(mappings.map(({ va }) => va));
  const lost = [...memory.keys()].find((address) => !here.has(address)) ?? 0;
  throw new ModelBroken(`environment ${idOf(env)} has nothing at ${hex(lost)}, where it had a page`);
};

const describe = ({ page, flags }: Held): string => `page ${hex(page * PGSIZE)} with flags ${hex(flags)}`;
const isUserPage = (va: number): boolean => va < UTOP && va % PGSIZE === 0;
const isAllowed = (perm: number): boolean => (perm & UP) === UP && (perm & ~josAbi.PTE_SYSCALL) === 0;
const mayPass = ({ flags }: Held, perm: number): boolean => (perm & PTE_W) === 0 || (flags & PTE_W) !== 0;
