/** What the bench measures: each workload gives nanoseconds for one unit of its work, the best of a few rounds. */
import { type Executable, va } from '../hardware/hardware.ts';
import type { Program } from '../hardware/operation.ts';
import { WeensyKernel } from '../kernel/kernel.ts';
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

export interface Measurement {
  readonly name: string;
  readonly nanoseconds: number;
  /** Nanoseconds in units of R. */
  readonly multiple: number;
  readonly goal?: number;
}

export interface Workload {
  readonly name: string;
  /** What the design asks for, in units of R. */
  readonly goal?: number;
  readonly measure: () => number;
}

const ROUNDS = 5;
const CALLS_A_TURN = 64;
const BSS = 0x101000;
const HEAP = 0x110000;

/** Nanoseconds a unit, the best of several rounds of `units` units after one that warms up. */
const best = (units: number, work: () => void): number => {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round <= ROUNDS; round++) {
    const start = process.hrtime.bigint();
    work();
    const taken = Number(process.hrtime.bigint() - start) / units;
    if (round > 0) least = Math.min(least, taken);
  }
  return least;
};

/** R: one `next` of a generator that yields a number. */
export const measureResumption = (): number => {
  function* counter(): Generator<number, void, number> {
    for (let sum = 0; ; ) sum += yield sum & 7;
  }
  const generator = counter();
  const resumptions = 1_000_000;
  return best(resumptions, () => {
    for (let i = 0; i < resumptions; i++) generator.next(i);
  });
};

const program = (main: () => Program): Executable => defineProgram({ name: 'bench', entries: { main }, bssSize: 4096 });

/** A booted kernel that has run for a while. */
const warm = (programs: readonly Executable[], events = 2000): WeensyKernel => {
  const kernel = new WeensyKernel({ programs });
  kernel.boot();
  kernel.machine.run(Number.POSITIVE_INFINITY, events);
  return kernel;
};

/** Cost of one event, `perUnit` of which make a unit of work. */
const events = (programs: readonly Executable[], perUnit = 1, units = 60_000): number => {
  const { machine } = warm(programs);
  return best(units, () => machine.run(Number.POSITIVE_INFINITY, units * perUnit));
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

const operations = (executable: Executable): number => {
  const { machine } = warm([executable], 0);
  const units = 400_000;
  return best(units, () => machine.run(units));
};

/** Translations of one mapped address: with its entry cached, or dropped before each. */
const translations = (hit: boolean): number => {
  const { mmu } = warm([allocator(1)]).machine;
  const units = 1_000_000;
  return best(units, () => {
    for (let i = 0; i < units; i++) {
      if (!hit) mmu.tlb.invalidate(BSS);
      mmu.translate(va(BSS), USER_READ);
    }
  });
};
const USER_READ = 3;

const boots = (): number => {
  const programs = [exitProgram()];
  return best(50, () => {
    for (let i = 0; i < 50; i++) new WeensyKernel({ programs }).boot();
  });
};

/** One of mark, run a hundred events and undo; or the same by snapshot. Without the cost of the events themselves. */
const rewinding = (bySnapshot: boolean): number => {
  const { machine } = warm([exitProgram()]);
  const units = 200;
  const run = (): void => machine.run(Number.POSITIVE_INFINITY, 100);
  const snapshot = machine.snapshot();
  return best(units, () => {
    for (let i = 0; i < units; i++) {
      const mark = bySnapshot ? null : machine.mark();
      run();
      if (mark === null) machine.restore(snapshot);
      else machine.undo(mark);
    }
  });
};

/** The exit mix with journal and fingerprint on; every hundred events the journal starts anew, as after an explorer's step back. */
const watched = (): number => {
  const { machine } = warm([exitProgram()]);
  machine.fingerprint();
  const units = 20_000;
  const eventsAMark = 100;
  return best(units, () => {
    for (let i = 0; i < units; i += eventsAMark) {
      machine.memory.forgetJournal();
      machine.mark();
      machine.run(Number.POSITIVE_INFINITY, eventsAMark);
    }
  });
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
  { name: 'boot to the first operation', measure: boots },
  { name: '100 events of the mix, undone', measure: () => rewinding(false) },
  { name: '100 events of the mix, restored', measure: () => rewinding(true) },
];
