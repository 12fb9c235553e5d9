/** What exceptions of programs lead to, as the model has it: an upcall on the exception stack, the end of the environment, or the monitor. */
import { type MachineEvent, trap } from '../../../../hardware/hardware.ts';
import { josAbi, memlayout } from '../../../../kernel/kernel.ts';
import { ModelBroken } from '../../../judge/model-broken.ts';
import { type EnvironmentsObservation, hex, idText } from '../observation.ts';
import type { ModelEnv } from './environment.ts';
import type { Registers } from './registers.ts';
import type { ModelState, Turn } from './state.ts';
import { wordAt } from './user-memory.ts';

const { PGSIZE, PTE_W, ROUNDDOWN, UXSTACKTOP } = memlayout;
const { UTF_BYTES } = josAbi;
const STACK = UXSTACKTOP - PGSIZE;

export type Exception = Extract<MachineEvent, { type: 'exception' }>;

/** What came of `event`, which hit `env`, in the state `now`. Throws ModelBroken. */
export const judgeException = (
  state: ModelState,
  env: ModelEnv,
  event: Exception,
  now: EnvironmentsObservation,
): Turn => {
  if (event.vector === trap.BREAKPOINT) return 'all wait';
  const isThere = now.envs.some(({ pid }) => pid === env.id);
  const frame = event.vector === trap.PAGE_FAULT && env.upcall !== 0 ? frameFor(env.registers.esp ?? 0) : null;
  if (frame !== null && isWritable(env, frame)) {
    // Whoever looks at the page of the exception stack alone ends a program whose frame does not fit there, whatever lies below it.
    if (isThere || frame >= STACK) {
      startUpcall(env, frame, event, now);
      return 'runs on';
    }
  }
  if (isThere)
    throw new ModelBroken(`environment ${idText(env.id)} goes on after ${describe(event)}, ${why(env, frame)}`);
  state.end(env);
  return 'gives way';
};

/** Where the frame goes: the top of the exception stack, or below what is there already and a word. */
const frameFor = (esp: number): number => (esp >= STACK && esp < UXSTACKTOP ? esp - 4 : UXSTACKTOP) - UTF_BYTES;

const isWritable = ({ memory }: ModelEnv, frame: number): boolean =>
  [frame, frame + UTF_BYTES - 1].every((byte) => ((memory.get(ROUNDDOWN(byte, PGSIZE))?.flags ?? 0) & PTE_W) !== 0);

/** Holds the frame against the registers that the fault found, and has `env` go on at its upcall. */
const startUpcall = (
  env: ModelEnv,
  frame: number,
  event: Exception,
  { envs, machine }: EnvironmentsObservation,
): void => {
  const root = envs.find(({ pid }) => pid === env.id)?.root;
  if (root === undefined)
    throw new ModelBroken(`environment ${idText(env.id)} is gone after ${describe(event)}, which it handles`);
  for (const [offset, name, right] of frameOf(env.registers, event)) {
    const found = wordAt(machine.memory.words, root, frame + offset);
    if (right === undefined || found === right >>> 0) continue;
    throw new ModelBroken(
      `the frame of an upcall at ${hex(frame)} has ${hex(found)} as ${name}, where ${hex(right)} was right`,
    );
  }
  env.registers = { ...env.registers, eip: env.upcall, esp: frame };
};

type Field = readonly [offset: number, name: string, right: number | undefined];

/** What the frame must hold: all but what pusha pushes for esp. */
const frameOf = (registers: Registers, { address, errorCode }: Exception): readonly Field[] => [
  [josAbi.UTF_FAULT_VA, 'fault_va', address],
  [josAbi.UTF_ERR, 'err', errorCode],
  ...GENERAL.map((name, i): Field => [josAbi.UTF_REGS + i * 4, name, name === 'oesp' ? undefined : registers[name]]),
  [josAbi.UTF_EIP, 'eip', registers.eip],
  [josAbi.UTF_EFLAGS, 'eflags', registers.eflags],
  [josAbi.UTF_ESP, 'esp', registers.esp],
];
const GENERAL = ['edi', 'esi', 'ebp', 'oesp', 'ebx', 'edx', 'ecx', 'eax'] as const;

const describe = ({ vector, address }: Exception): string =>
  vector === trap.PAGE_FAULT ? `a page fault at ${hex(address)}` : `exception ${vector}`;

const why = ({ upcall }: ModelEnv, frame: number | null): string => {
  if (frame !== null) return `though it may not write ${UTF_BYTES} bytes of exception stack at ${hex(frame)}`;
  return upcall === 0 ? 'though it has no upcall' : 'which no upcall handles';
};
