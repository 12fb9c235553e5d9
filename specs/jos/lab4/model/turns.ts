/** Whose turn it is, as the model has it: round robin over the table, from the one after whoever ran last. */
import { josAbi } from '../../../../kernel/kernel.ts';
import { ModelBroken } from '../../../judge/model-broken.ts';
import { idText } from '../observation.ts';
import type { ModelEnv } from './environment.ts';
import type { ModelState, Turn } from './state.ts';

const { ENV_NOT_RUNNABLE, ENV_RUNNABLE, ENV_RUNNING, NENV } = josAbi;

/** Notes that the environment at place `slot` runs now, or with -1 nobody; throws ModelBroken if that is not right after `turn`. */
export const passTurn = (state: ModelState, turn: Turn, slot: number, isChosen: boolean): void => {
  const able = whoMayRun(state, turn, isChosen);
  const isRight = slot < 0 ? able.length === 0 : able.some((env) => env.slot === slot);
  if (!isRight) throw new ModelBroken(`${runsText(state, slot)}, where it was the turn of ${turnText(able)}`);
  const before = state.envs.get(state.current);
  if (before?.status === ENV_RUNNING && turn !== 'all wait') before.status = ENV_RUNNABLE;
  const now = state.envs.get(slot);
  if (now === undefined) return;
  now.status = ENV_RUNNING;
  now.isBlocked = false;
  state.current = slot;
  state.hasEnded = false;
};

/** Those of whom any one may run; nobody if all wait. `isChosen` says that somebody chose among all who can. */
const whoMayRun = (state: ModelState, turn: Turn, isChosen: boolean): readonly ModelEnv[] => {
  const current = state.hasEnded ? undefined : state.envs.get(state.current);
  if (turn === 'all wait') return [];
  if (turn === 'runs on' && current?.status === ENV_RUNNING) return [current];
  const order = inOrder(state, state.current + 1);
  if (isChosen || state.contract.schedule === 'any') return order;
  // Where the current environment has ended, a kernel may begin from the start of the table, or go on from there.
  const firsts = [order, ...(state.hasEnded ? [inOrder(state, 0)] : [])].flatMap((list) => list.slice(0, 1));
  return turn === 'either' && current !== undefined ? [...firsts, current] : firsts;
};

/** Whoever can run, from place `from` of the table on, all around; who runs already comes last. */
const inOrder = ({ envs }: ModelState, from: number): ModelEnv[] => {
  const place = ({ slot, status }: ModelEnv): number => (status === ENV_RUNNING ? NENV : (slot - from + NENV) % NENV);
  return [...envs.values()]
    .filter(({ status }) => status === ENV_RUNNABLE || status === ENV_RUNNING)
    .toSorted((a, b) => place(a) - place(b));
};

const turnText = (able: readonly ModelEnv[]): string =>
  able.length === 0 ? 'nobody' : able.map(({ id }) => idText(id)).join(' or ');

const runsText = ({ envs }: ModelState, slot: number): string => {
  if (slot < 0) return 'nobody runs';
  const env = envs.get(slot);
  if (env === undefined) return `place ${slot} runs`;
  return `environment ${idText(env.id)}${env.status === ENV_NOT_RUNNABLE ? ', which is not runnable,' : ''} runs`;
};
