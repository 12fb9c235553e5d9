/** The two sides of the border of an invariant: least changes that break it, and widest ones that do not. */
import type { Invariant, Violation } from '../../../judge/invariant.ts';
import type { Scene } from './scene.ts';

/** Something that is changed in a state in which all is well. */
export interface Change {
  readonly what: string;
  readonly change: () => void;
  /** Of one that breaks the invariant: what is said of it, as far as it is given. */
  readonly says?: Partial<Pick<Violation, 'page' | 'process' | 'found' | 'expected'>>;
}

export type Side = (scene: Scene) => readonly Change[];

export interface Sides {
  readonly invariant: Invariant;
  /** Changes that break it, and nothing that is named before it. */
  readonly breaks: Side;
  /** Changes that break nothing, though they come near. */
  readonly spares: Side;
  /** Whether they are made within a call that fails, just before it returns. */
  readonly inCall?: true;
}
