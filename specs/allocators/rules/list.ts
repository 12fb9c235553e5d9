/** All rules of allocators, in the order in which docs/fuzzing.md lists them. Of those that speak of a promise, only who made it is judged. */
import { comesBack, ownMemory } from './access.ts';
import { freePagesUntouched, payloadPreserved, zeroedWhenAsked } from './contents.ts';
import { exactCount, freeAccepted } from './count.ts';
import { coalesced, metadataAgrees, nothingLeaks, stateInMemory } from './description.ts';
import { wholeAgain } from './ending.ts';
import { aligned, failureMeansFull, inPlace, insideBounds, noOverlap, refusesNonsense } from './placement.ts';
import { doubleFreeRefused, foreignFreeRefused } from './refusal.ts';
import type { Rule } from './rule.ts';
import { wholeNumbers } from './whole-number.ts';

/** The rules that allocators are held to, in the order in which a broken one is named. */
export const RULES: readonly Rule[] = [
  comesBack,
  ownMemory,
  wholeNumbers,
  insideBounds,
  aligned,
  noOverlap,
  refusesNonsense,
  failureMeansFull,
  payloadPreserved,
  zeroedWhenAsked,
  freePagesUntouched,
  freeAccepted,
  doubleFreeRefused,
  foreignFreeRefused,
  exactCount,
  metadataAgrees,
  nothingLeaks,
  coalesced,
  wholeAgain,
  stateInMemory,
  inPlace,
];
