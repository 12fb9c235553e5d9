/** Libraries that work in another way than the one here, each with a twin that gets that way wrong. */
import type { jos } from '../../../../../userland/userland.ts';

export interface Variant {
  /** What it does, and what its twin does: `copies every page at once`, `forgets the last page`. */
  readonly does: string;
  readonly twinDoes: string;
  readonly Right: typeof jos.JosLibrary;
  readonly Wrong: typeof jos.JosLibrary;
  /** The invariant that the twin breaks. */
  readonly breaks: string;
}
