/** What invariants and the model of environments see: a state counted from scratch, with the environments that there are. */
import type { Ppn } from '../../../hardware/hardware.ts';
import type { EnvironmentsView, EnvironmentView, JosLab4, Mapping } from '../../../kernel/kernel.ts';
import { Observation } from '../../judge/observation.ts';
import type { Transition } from '../../judge/watch/transition.ts';

const NONE: ReadonlySet<Ppn> = new Set();

export class EnvironmentsObservation extends Observation {
  declare readonly view: EnvironmentsView;
  /** Environments that are not free, by their place in the table. */
  readonly envs: readonly EnvironmentView[];
  /** Pages that programs themselves mapped more than once, other than for copy-on-write. */
  readonly sharedOnPurpose: ReadonlySet<Ppn>;
  private readonly mappings: ReadonlyMap<number, readonly Mapping[]>;

  constructor(kernel: Pick<JosLab4, 'machine' | 'view'>, transition: Transition | null = null, sharedOnPurpose = NONE) {
    super(kernel, transition);
    this.envs = kernel.view.processes();
    this.sharedOnPurpose = sharedOnPurpose;
    this.mappings = new Map(this.spaces.map(({ owner, mappings }) => [owner.pid, mappings]));
  }

  /** What the environment of that id maps below UTOP. */
  mappingsOf(id: number): readonly Mapping[] {
    return this.mappings.get(id) ?? [];
  }
}

/** `0x400000`. */
export const hex = (value: number): string => `0x${(value >>> 0).toString(16)}`;
export const idText = (id: number): string => id.toString(16).padStart(8, '0');
export const idOf = ({ pid }: Pick<EnvironmentView, 'pid'>): string => idText(pid);
