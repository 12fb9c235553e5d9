/** An environment of JOS as its descriptor in memory has it, read with no effect on the machine. */
import { va } from '../../hardware/hardware.ts';
import { ENV_STATUS_NAMES, type JosLab4, josAbi } from '../../kernel/kernel.ts';

/** Where the number of lives at a place stands in an id: above the place. */
const GENERATION_SHIFT = 12;

export interface EnvironmentView {
  readonly id: number;
  readonly status: number;
}

/** The environment at `place` of the table, or the last that was there; id 0 if none ever was. */
export const environmentAt = ({ supervisor, variables }: JosLab4, place: number): EnvironmentView => {
  const at = variables.envs + place * josAbi.ENV_BYTES;
  const word = (offset: number): number => supervisor.peek32(va(at + offset)) >>> 0;
  return { id: word(josAbi.ENV_ID), status: word(josAbi.ENV_STATUS) };
};

/** The environment that runs or was interrupted, null if there is none. */
export const currentEnvironment = (kernel: JosLab4): EnvironmentView | null => {
  const { curenv, envs } = kernel.variables;
  return curenv === 0 ? null : environmentAt(kernel, Math.trunc((curenv - envs) / josAbi.ENV_BYTES));
};

/** How many environments have been at the place of the one with that id, it among them. */
export const livesOf = ({ id }: EnvironmentView): number => id >>> GENERATION_SHIFT;

export const statusName = ({ status }: EnvironmentView): string => ENV_STATUS_NAMES[status] ?? `status ${status}`;

/** Its id as the kernel writes it, `00001000`. */
export const idText = ({ id }: EnvironmentView): string => id.toString(16).padStart(8, '0');
