/** Entries of page tables, and accesses that fault: which entry decides, and how it came to hold what it does. */
import {
  addressText,
  PAGE_SIZE,
  PTE_A,
  PTE_D,
  PTE_P,
  PTE_U,
  PTE_W,
  type Va,
  type WalkStep,
} from '../../../hardware/hardware.ts';
import type { SpaceView } from '../../../kernel/kernel.ts';
import type { Reason, Story } from './story.ts';
import { reasonsOfWord } from './values.ts';

/** What is said of a thing now, and how it came to be so. */
export interface Explained {
  /** A sentence without a full stop. */
  readonly now: string;
  readonly reasons: readonly Reason[];
}

/** All bits of an entry but A and D, which hardware sets (Intel SDM vol. 3, 4.8). */
const OF_THE_KERNEL = ~(PTE_A | PTE_D);

const hex = (value: number): string => `0x${(value >>> 0).toString(16)}`;

/** The last entry that a walk for `va` in `space` comes to, and how it came to hold what it does. */
export const explainEntry = (story: Story, va: Va, space: SpaceView): Explained => {
  const steps = stepsOf(story, va, space);
  if (steps.length === 0)
    return { now: `${addressText(va)} is no canonical address: no entry translates it`, reasons: [] };
  const last = steps[steps.length - 1];
  const whose = `${addressText(va)} of ${story.view.nameOf(space.pid)}`;
  return {
    now: `the ${nameOf(last)} for ${whose} is ${textOf(last)}`,
    reasons: reasonsOfWord(story, last.entryPa, OF_THE_KERNEL),
  };
};

/** Why a program's read or write of `va` in `space` faults; that it does not, if so. */
export const explainAccess = (story: Story, va: Va, space: SpaceView, access: 'read' | 'write'): Explained => {
  const whose = `${access === 'read' ? 'a read' : 'a write'} of ${addressText(va)} by ${story.view.nameOf(space.pid)}`;
  const steps = stepsOf(story, va, space);
  if (steps.length === 0)
    return { now: `${whose} is a general-protection fault: the address is not canonical`, reasons: [] };
  const failing = steps.find(({ low }) => !isAllowed(low, access));
  if (failing === undefined) return { now: `${whose} goes through: every entry on the way allows it`, reasons: [] };
  const { low } = failing;
  const lacks = low & PTE_P ? `does not allow it (${textOf(failing)})` : 'is not present';
  const reasons = reasonsOfWord(story, failing.entryPa, OF_THE_KERNEL);
  const never = reasons.length === 0 ? ', and was so from the beginning' : '';
  return { now: `${whose} faults: the ${nameOf(failing)} ${lacks}${never}`, reasons };
};

const isAllowed = (low: number, access: 'read' | 'write'): boolean =>
  (low & PTE_P) !== 0 && (low & PTE_U) !== 0 && (access === 'read' || (low & PTE_W) !== 0);

const stepsOf = ({ machine }: Story, va: Va, { root }: SpaceView): readonly WalkStep[] =>
  machine.mmu.steps(va, root * PAGE_SIZE);

const nameOf = ({ level, entryPa }: WalkStep): string => `L${level} entry at ${hex(entryPa)}`;

const textOf = ({ low }: WalkStep): string => {
  const rights = [
    low & PTE_P ? 'present' : 'absent',
    low & PTE_W ? 'writable' : 'read-only',
    low & PTE_U ? 'for programs' : 'for the kernel alone',
  ];
  return `${hex(low)}: ${low & PTE_P ? rights.join(', ') : rights[0]}`;
};
