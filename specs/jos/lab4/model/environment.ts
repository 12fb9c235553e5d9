/** An environment as the model knows it: all that its own calls, its parent's and messages decide. */
import { type Ppn, ppnOf } from '../../../../hardware/hardware.ts';
import type { EnvironmentView, Mapping } from '../../../../kernel/kernel.ts';
import { type EnvironmentsObservation, hex } from '../observation.ts';
import type { Registers } from './registers.ts';

/** A page as an environment has it. */
export interface Held {
  readonly page: Ppn;
  readonly flags: number;
}

export type Message = EnvironmentView['message'];

export interface ModelEnv {
  readonly slot: number;
  readonly id: number;
  readonly parentId: number;
  /** What it has below UTOP, by address. */
  readonly memory: Map<number, Held>;
  status: number;
  /** Where its page faults go; 0 if nowhere. */
  upcall: number;
  /** Where it wants a page with the message that it waits for; null if it would not take one. */
  waitsAt: number | null;
  /** Whether it has not run since it began to wait. */
  isBlocked: boolean;
  /** The message that came last; null if none did since it asked. */
  message: Message | null;
  /** What it goes on with. */
  registers: Registers;
}

/** The environment that `env` is in the state `now`, taken for granted. */
export const modelOf = (env: EnvironmentView, now: EnvironmentsObservation, registers: Registers): ModelEnv => ({
  slot: env.slot,
  id: env.pid,
  parentId: env.parentId,
  memory: new Map(now.mappingsOf(env.pid).map((mapping) => [mapping.va, heldOf(mapping)])),
  status: env.status,
  upcall: env.upcall,
  waitsAt: env.recving ? env.dstva : null,
  isBlocked: false,
  message: null,
  registers,
});

/** An environment like `env`, which goes its own way from here. */
export const copyOf = (env: ModelEnv): ModelEnv => ({ ...env, memory: new Map(env.memory) });

export const heldOf = ({ pa, permissions }: Mapping): Held => ({ page: ppnOf(pa), flags: permissions });

/** `page 0x3ba000 with flags 0x7`. */
export const describeHeld = ({ page, flags }: Held): string => `page ${hex(page * 4096)} with flags ${hex(flags)}`;
