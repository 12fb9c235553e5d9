/** Environments as they are, held against those of the model: who is there, what each maps, and what it goes on with. */
import { type EnvironmentView, josAbi, type Mapping } from '../../../../kernel/kernel.ts';
import { ModelBroken } from '../../../judge/model-broken.ts';
import { type EnvironmentsObservation, hex, idOf, idText } from '../observation.ts';
import { describeHeld, heldOf, type ModelEnv } from './environment.ts';
import type { ModelState } from './state.ts';

/** Throws ModelBroken where `now` and `state` part. */
export const compareAll = ({ envs }: ModelState, now: EnvironmentsObservation): void => {
  for (const env of now.envs) {
    const model = envs.get(env.slot);
    if (model?.id !== env.pid) throw new ModelBroken(`environment ${idOf(env)} is there, and nobody made it`);
    compareMemory(env, now.mappingsOf(env.pid), model);
    const wrong = fieldsOf(env, model).find(([, found, right]) => found !== right);
    if (wrong === undefined) continue;
    const [what, found, right] = wrong;
    throw new ModelBroken(`environment ${idOf(env)} has ${what} ${hex(found)}, where ${hex(right)} was right`);
  }
  for (const { id } of envs.values())
    if (!now.envs.some(({ pid }) => pid === id))
      throw new ModelBroken(`environment ${idText(id)} is gone, and nobody ended it`);
};

type Field = readonly [what: string, found: number, right: number];

/** What its descriptor says, where the model knows better. */
const fieldsOf = (
  env: EnvironmentView,
  { parentId, status, upcall, message, registers, waitsAt }: ModelEnv,
): Field[] => [
  ['parent', env.parentId, parentId],
  ['upcall', env.upcall, upcall],
  ['status', env.status, status],
  ...(message === null ? [] : messageFields(env, message)),
  ['recving', Number(env.recving), Number(waitsAt !== null)],
  // Its registers lie in the descriptor while another runs.
  ...(status === josAbi.ENV_RUNNING || registers.eax === undefined
    ? []
    : [['result', env.eax >>> 0, registers.eax] as const]),
];

const messageFields = ({ message: found }: EnvironmentView, right: EnvironmentView['message']): Field[] => [
  ['a message with value', found.value, right.value],
  ['a message from', found.from, right.from],
  ['a message with permissions', found.perm, right.perm],
];

const compareMemory = (env: EnvironmentView, mappings: readonly Mapping[], { memory }: ModelEnv): void => {
  for (const mapping of mappings) {
    const found = heldOf(mapping);
    const held = memory.get(mapping.va);
    if (held?.page === found.page && held.flags === found.flags) continue;
    const right = held === undefined ? 'nothing' : describeHeld(held);
    throw new ModelBroken(
      `environment ${idOf(env)} has ${describeHeld(found)} at ${hex(mapping.va)}, where ${right} was right`,
    );
  }
  if (mappings.length === memory.size) return;
  const here = new Set<number>(mappings.map(({ va }) => va));
  const lost = [...memory.keys()].find((address) => !here.has(address)) ?? 0;
  throw new ModelBroken(`environment ${idOf(env)} has nothing at ${hex(lost)}, where it had a page`);
};
