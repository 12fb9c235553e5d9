/** What is asked of each moment anew, because it costs less than keeping it up. */
import {
  counter,
  type Machine,
  PAGE_BITS,
  PAGE_SIZE,
  PAGE_WORDS,
  PTE_P,
  PTE_U,
  PTE_W,
  register,
} from '../../../hardware/hardware.ts';
import { firstNonzero } from '../../../hardware/zeros.ts';
import type { WeensyView } from '../../../kernel/kernel.ts';
import type { Transition } from '../../judge/watch/transition.ts';
import type { Trees } from './page-tables.ts';
import type { Slots } from './slots.ts';

const PERMISSIONS = PTE_P | PTE_W | PTE_U;
const HIGHEST = 2 ** 47;
const PAGE_QUADS = PAGE_WORDS / 2;

/** Whether the process that runs, if one does, is on its own tables. */
export const runsOnItsOwn = ({ cpu, mmu }: Machine, view: WeensyView, slots: Slots): boolean => {
  const { slot } = cpu;
  return cpu.runState !== register.RUNNING || !slots.isLive(slot) || view.rootOf(slot) === mmu.root / PAGE_SIZE;
};

const FIRST_USER = counter.slotCounter(0, counter.USER_CYCLES);
const FIRST_KERNEL = counter.slotCounter(0, counter.KERNEL_CYCLES);
const SLOT = counter.slotCounter(1, counter.USER_CYCLES) - FIRST_USER;

/** Whether all cycles are charged to somebody. Added in the order in which the invariant adds them, which decides how they round. */
export const cyclesAddUp = ({ counters }: Machine, view: WeensyView): boolean => {
  const end = view.slotCount * SLOT;
  let charged = 0;
  for (let at = 0; at < end; at += SLOT) {
    charged += counters[FIRST_USER + at];
    charged += counters[FIRST_KERNEL + at];
  }
  return charged === counters[counter.CREDITED];
};

/** Whether `transition` gave its caller a page of zeros to write to, if that is what it was to do. Of strange addresses it says no. */
export const givesFreshPage = (machine: Machine, view: WeensyView, trees: Trees, transition: Transition): boolean => {
  const at = transition.fresh;
  if (at === null) return true;
  if (!(at >= view.userStart && at < HIGHEST && at % PAGE_SIZE === 0)) return false;
  const entry = trees.entryAt(view.rootOf(transition.slot), at);
  const page = entry >> PAGE_BITS;
  if ((entry & PERMISSIONS) !== PERMISSIONS || page < 0 || page >= view.pages) return false;
  const end = (page + 1) * PAGE_QUADS;
  return firstNonzero(machine.memory.quads, page * PAGE_QUADS, end) === end;
};
