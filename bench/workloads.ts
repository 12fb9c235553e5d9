/** What the bench measures, by name, and the workloads of a machine that runs. */

import { type Executable, va } from '../hardware/hardware.ts';
import type { Program } from '../hardware/operation.ts';
import { Bitmap, Buddy, LifoList } from '../kernel/kernel.ts';
import {
  allocator,
  defineProgram,
  exit,
  exitProgram,
  fork,
  getpid,
  jump,
  load32,
  pageAlloc,
  schedYield,
  store32,
} from '../userland/userland.ts';
import { forkExitAndReap, nullSystemCalls } from './environments.ts';
import { fuzzing } from './fuzzing.ts';
import {
  allocateAndFree,
  insertAndRemove,
  boots as josBoots,
  bootsBySnapshot as josBootsBySnapshot,
  reboots as josReboots,
  loads as kernelLoads,
  lookups,
  walks,
} from './jos.ts';
import { campaigns, checkedEvents, countedEvents } from './judging.ts';
import { warm } from './kernels.ts';
import { anyMoment, boots, bootsBySnapshot, reboots, restores, snapshots, thereAndBack, undos } from './rewinding.ts';
import { best, type Sample } from './timing.ts';

export interface Workload {
  readonly name: string;
  /** What the design asks for, in units of R. */
  readonly goal?: number;
  readonly measure: () => Sample;
}

const CALLS_A_TURN = 64;
const BSS = 0x101000;
const HEAP = 0x110000;

const program = (main: () => Program): Executable => defineProgram({ name: 'bench', entries: { main }, bssSize: 4096 });

/** Cost of one event, `perUnit` of which make a unit of work. */
const events = (programs: readonly Executable[], perUnit = 1, units = 60_000): Sample => {
  const { machine } = warm(programs);
  return { nanoseconds: best(units, () => machine.run(Number.POSITIVE_INFINITY, units * perUnit)) };
};

const getpids = program(function* main(): Program {
  for (let i = 0; i < CALLS_A_TURN; i++) yield getpid();
  return jump(main);
});
const yields = (): Executable =>
  program(function* main(): Program {
    for (let i = 0; i < CALLS_A_TURN; i++) yield schedYield();
    return jump(main);
  });
const pageAllocs = program(function* main(): Program {
  for (let i = 0; i < CALLS_A_TURN; i++) yield pageAlloc(HEAP);
  return jump(main);
});
const forks = program(function* main(): Program {
  if ((yield fork()) !== 0) yield exit();
  return jump(main);
});
const loads = program(function* main(): Program {
  for (let i = 0; i < CALLS_A_TURN; i++) yield load32(BSS);
  return jump(main);
});
const stores = program(function* main(): Program {
  for (let i = 0; i < CALLS_A_TURN; i++) yield store32(BSS, i);
  return jump(main);
});

const operations = (executable: Executable): Sample => {
  const { machine } = warm([executable], 0);
  const units = 400_000;
  return { nanoseconds: best(units, () => machine.run(units)) };
};

/** Translations of one mapped address: with its entry cached, or dropped before each. */
const translations = (hit: boolean): Sample => {
  const { mmu } = warm([allocator(1)]).machine;
  const units = 1_000_000;
  const nanoseconds = best(units, () => {
    for (let i = 0; i < units; i++) {
      if (!hit) mmu.tlb.invalidate(BSS);
      mmu.translate(va(BSS), USER_READ);
    }
  });
  return { nanoseconds };
};
const USER_READ = 3;

/** The exit mix with journal and fingerprint on; every hundred events one is asked for and the other starts anew, as an explorer does. */
const watched = (): Sample => {
  const { machine } = warm([exitProgram()]);
  machine.fingerprint();
  const units = 20_000;
  const eventsAMark = 100;
  const nanoseconds = best(units, () => {
    for (let i = 0; i < units; i += eventsAMark) {
      machine.memory.forgetJournal();
      machine.mark();
      machine.fingerprint();
      machine.run(Number.POSITIVE_INFINITY, eventsAMark);
    }
  });
  return { nanoseconds };
};

export const WORKLOADS: readonly Workload[] = [
  { name: 'getpid', goal: 20, measure: () => events([getpids]) },
  { name: 'yield to another process', goal: 24, measure: () => events([yields(), yields()]) },
  { name: 'page_alloc over a mapped page', goal: 55, measure: () => events([pageAllocs]) },
  { name: 'fork + exit', goal: 700, measure: () => events([forks], 2, 10_000) },
  { name: 'exit mix, per system call', goal: 125, measure: () => events([exitProgram()]) },
  { name: 'exit mix, journal and fingerprint', goal: 175, measure: watched },
  { name: 'load32', measure: () => operations(loads) },
  { name: 'store32', measure: () => operations(stores) },
  { name: 'translation, TLB hit', measure: () => translations(true) },
  { name: 'translation, miss and walk', measure: () => translations(false) },
  { name: 'exit mix, checked at every trap', measure: checkedEvents },
  { name: 'exit mix, counted at every trap', measure: countedEvents },
  { name: 'random scenarios, per operation', goal: 3400, measure: campaigns },
  { name: 'boot to the first operation', measure: boots },
  { name: 'boot from a snapshot, new machine', goal: 6000, measure: bootsBySnapshot },
  { name: 'boot from a snapshot, same machine', measure: reboots },
  { name: 'any moment of a million events', measure: anyMoment },
  { name: 'snapshot after 100 events', measure: snapshots },
  { name: 'restore after 100 events', measure: restores },
  { name: 'undo after 100 events', measure: undos },
  { name: '100 events of the mix, undone', measure: () => thereAndBack(false) },
  { name: '100 events of the mix, restored', measure: () => thereAndBack(true) },
  { name: 'JOS page_alloc + page_free', goal: 6, measure: allocateAndFree },
  { name: 'JOS page_insert + page_remove', goal: 18, measure: insertAndRemove },
  { name: 'JOS pgdir_walk', goal: 5, measure: walks },
  { name: 'JOS page_lookup', goal: 8, measure: lookups },
  { name: 'JOS load by the kernel', measure: kernelLoads },
  { name: 'JOS null system call', goal: 60, measure: nullSystemCalls },
  { name: 'JOS fork + exit + reap', goal: 10_000, measure: forkExitAndReap },
  { name: 'JOS boot of 8 MiB, checks included', measure: josBoots },
  { name: 'JOS boot of 8 MiB from a snapshot', goal: 30_000, measure: josBootsBySnapshot },
  { name: 'JOS boot, snapshot, same machine', measure: josReboots },
  { name: 'fuzz first fit, per operation', goal: 30, measure: () => fuzzing(Bitmap) },
  { name: 'fuzz LIFO list, per operation', goal: 30, measure: () => fuzzing(LifoList) },
  { name: 'fuzz buddy, per operation', goal: 30, measure: () => fuzzing(Buddy) },
];
