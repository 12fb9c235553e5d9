/** How a run ended. */
import type { InvariantBroken, ModelBroken } from '../../specs/specs.ts';

/** Why a run ended. */
export const END_REASONS = [
  'until reached',
  'saturated',
  'idle',
  'panicked',
  'powered off',
  'triple fault',
  'invariant broken',
  'program stuck',
  'error',
] as const;
export type EndReason = (typeof END_REASONS)[number];

/** How a run ended, and what was said of that. */
export interface Ending {
  readonly reason: EndReason;
  /** What there is to say beside the reason, if anything. */
  readonly message?: string | undefined;
  readonly broken: InvariantBroken | ModelBroken | null;
}
