/** What the model of environments holds between two entries into the kernel, and what it expects of a system call. */
import type { Ppn } from '../../../../hardware/hardware.ts';
import { josAbi, memlayout } from '../../../../kernel/kernel.ts';
import type { Contract } from '../../../judge/contract.ts';
import { ModelBroken } from '../../../judge/model-broken.ts';
import type { EnvironmentsObservation } from '../observation.ts';
import { copyOf, type Held, type ModelEnv } from './environment.ts';

const { E_NO_MEM } = memlayout;

/** What the handouts of lab 4 leave open in part. Pages and places in the table may be taken in any order in any case. */
export type Lab4Contract = Pick<Contract, 'errors' | 'schedule'>;

/** A system call at its end: who made it, with what, what came of it, and the states around it. */
export interface Calling {
  readonly name: string;
  readonly caller: ModelEnv;
  readonly args: readonly number[];
  readonly result: number;
  readonly before: EnvironmentsObservation;
  readonly now: EnvironmentsObservation;
  /** Whether memory was short, or an allocation was made to fail: then -E_NO_MEM is right, too. */
  readonly isShort: boolean;
  /** Whether no environment was free. */
  readonly isFull: boolean;
}

/** Whether the current environment runs on after what it did, lets others run first, may do either, or all wait for a key. */
export type Turn = 'runs on' | 'gives way' | 'either' | 'all wait';

/** Stands for whatever number above 0 a call gives. */
export const ANY_ID = 'a number above 0';

export class ModelState {
  readonly contract: Lab4Contract;
  readonly envs = new Map<number, ModelEnv>();
  /** The place of the environment that runs, or ran last; and whether it has ended since. */
  current = -1;
  hasEnded = false;
  /** The id that each place of the table had last: nobody has it again. */
  readonly lastIds = new Map<number, number>();
  /** Pages that programs themselves mapped more than once, other than for copy-on-write, and that are mapped more than once still. */
  readonly sharedOnPurpose = new Set<Ppn>();
  /** Results that system calls came to: `sys_page_map -3`. */
  readonly results = new Set<string>();

  constructor(contract: Lab4Contract) {
    this.contract = contract;
  }

  /** Makes this state equal to `other`, but for the results. */
  become(other: ModelState): void {
    this.envs.clear();
    for (const env of other.envs.values()) this.envs.set(env.slot, copyOf(env));
    this.sharedOnPurpose.clear();
    for (const page of other.sharedOnPurpose) this.sharedOnPurpose.add(page);
    this.lastIds.clear();
    for (const [slot, id] of other.lastIds) this.lastIds.set(slot, id);
    this.current = other.current;
    this.hasEnded = other.hasEnded;
  }

  /** The environment of that id, 0 for the caller; null if there is none. */
  named(caller: ModelEnv, id: number): ModelEnv | null {
    if (id === 0) return caller;
    const found = this.envs.get(josAbi.ENVX(id));
    return found?.id === (id | 0) ? found : null;
  }

  /** The same, if the caller may do something to it. */
  touchable(caller: ModelEnv, id: number): ModelEnv | null {
    const found = this.named(caller, id);
    return found === caller || found?.parentId === caller.id ? found : null;
  }

  /** Has `env` end, with all that it has. */
  end(env: ModelEnv): void {
    this.envs.delete(env.slot);
    this.lastIds.set(env.slot, env.id);
    if (env.slot === this.current) this.hasEnded = true;
  }

  /** Gives `to` a page that somebody has already. */
  give(to: ModelEnv, va: number, page: Ppn, flags: number): void {
    to.memory.set(va, { page, flags } satisfies Held);
    if ((flags & josAbi.PTE_COW) === 0) this.sharedOnPurpose.add(page);
  }

  /**
   * Whether `call` succeeded. Throws ModelBroken unless it returned one of the `errors` that it had reason for, where there are any, or else
   * what is `right`.
   */
  succeeded(call: Calling, errors: readonly number[], right: number | typeof ANY_ID = 0): boolean {
    const { name, result, isShort } = call;
    this.results.add(`${name} ${Math.min(result, 0)}`);
    const allowed = [...(errors.length > 0 ? errors : [right]), ...(isShort ? [-E_NO_MEM] : [])];
    if (!allowed.some((one) => this.isAsGood(result, one)))
      throw new ModelBroken(`${name} returned ${result}, where ${allowed.join(' or ')} was right`);
    return result >= 0;
  }

  private isAsGood(result: number, right: number | typeof ANY_ID): boolean {
    if (right === ANY_ID) return result > 0;
    return result === right || (this.contract.errors === 'any' && result < 0 && right < 0);
  }
}
