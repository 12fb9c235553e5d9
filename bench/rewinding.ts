/** Workloads of rewinding: snapshots and the journal, and boots from nothing and from a snapshot. */
import type { Machine, Snapshot } from '../hardware/hardware.ts';
import { WeensyKernel } from '../kernel/kernel.ts';
import { MachinePlaying, Timeline } from '../specs/specs.ts';
import { exitProgram } from '../userland/userland.ts';
import { booted, warm } from './kernels.ts';
import { best, bestCall, type Sample, timeOf } from './timing.ts';

const BOOTS = 50;
const CALLS = 200;
const EVENTS = 100;

const runOn = (machine: Machine): void => machine.run(Number.POSITIVE_INFINITY, EVENTS);

/** One of mark, run a hundred events and undo; or the same by snapshot. */
export const thereAndBack = (bySnapshot: boolean): Sample => {
  const { machine } = warm([exitProgram()]);
  const snapshot = machine.snapshot();
  const nanoseconds = best(CALLS, () => {
    for (let i = 0; i < CALLS; i++) {
      const mark = bySnapshot ? null : machine.mark();
      runOn(machine);
      if (mark === null) machine.restore(snapshot);
      else machine.undo(mark);
    }
  });
  return { nanoseconds };
};

/** A snapshot after a hundred events since the last one. */
export const snapshots = (): Sample => {
  const { machine } = warm([exitProgram()]);
  const base = machine.snapshot();
  const prepare = (): void => {
    machine.restore(base);
    runOn(machine);
  };
  return perPage(bestCall(CALLS, prepare, () => machine.snapshot()));
};

/** The way back to a snapshot from a hundred events later. */
export const restores = (): Sample => {
  const { machine } = warm([exitProgram()]);
  const base = machine.snapshot();
  return perPage(
    bestCall(
      CALLS,
      () => runOn(machine),
      () => machine.restore(base),
    ),
  );
};

/** The way back to a mark from a hundred events later, by the journal alone. */
export const undos = (): Sample => {
  const { machine } = warm([exitProgram()]);
  let mark = machine.mark();
  const prepare = (): void => {
    mark = machine.mark();
    runOn(machine);
  };
  return perPage(bestCall(CALLS, prepare, () => machine.undo(mark)));
};

/** All three go between the same two moments. */
const perPage = (nanoseconds: number): Sample => {
  const { machine } = warm([exitProgram()]);
  const before = machine.snapshot().memory.pages;
  runOn(machine);
  const after = machine.snapshot().memory.pages;
  const changedPages = after.filter((page, i) => page !== before[i]).length;
  return { nanoseconds, details: { changedPages, nanosecondsAPage: Math.round(nanoseconds / changedPages) } };
};

/** A new machine, whose kernel boots. */
export const boots = (): Sample => {
  const programs = [exitProgram()];
  const nanoseconds = best(BOOTS, () => {
    for (let i = 0; i < BOOTS; i++) booted(programs);
  });
  return { nanoseconds };
};

/** A new machine that is given the memory of one that has booted: equal to it, with the same program on its disk. */
export const bootsBySnapshot = (): Sample => {
  const program = exitProgram();
  const { machine } = booted([program]);
  const snapshot = machine.snapshot();
  if (restored(snapshot, program).fingerprint() !== machine.fingerprint()) {
    throw new Error('a machine booted from a snapshot differs from the one that the snapshot is of');
  }
  const nanoseconds = best(BOOTS, () => {
    for (let i = 0; i < BOOTS; i++) restored(snapshot, program);
  });
  return { nanoseconds };
};

const restored = (snapshot: Snapshot, program: ReturnType<typeof exitProgram>): Machine => {
  const { machine } = new WeensyKernel({ programs: [program] });
  machine.install(program);
  machine.restore(snapshot);
  return machine;
};

/** The same machine, put back to the moment after its boot from a hundred events later. */
export const reboots = (): Sample => {
  const { machine } = booted([exitProgram()]);
  const snapshot = machine.snapshot();
  const nanoseconds = bestCall(
    CALLS,
    () => runOn(machine),
    () => machine.restore(snapshot),
  );
  return { nanoseconds };
};

const MILLION = 1_000_000;
const MOMENTS = 60;

/** Any moment of a million events of p-exit: going there from another, and opening the last one where nothing is known yet. */
export const anyMoment = (): Sample => {
  const kernel = new WeensyKernel({ programs: [exitProgram(1)] });
  const timeline = new Timeline(new MachinePlaying(kernel, { begin: () => kernel.boot() }));
  const opening = timeOf(() => timeline.goToEvent(MILLION));
  const last = timeline.at;
  const ways = Array.from({ length: MOMENTS }, (_, i) => {
    // Multiples of the golden ratio are spread evenly, and each is far from the one before.
    const step = Math.floor(((((i + 1) * (Math.sqrt(5) - 1)) / 2) % 1) * last);
    return timeOf(() => timeline.goTo(step));
  }).toSorted((a, b) => a - b);
  const [worst, megabytes] = [ways[MOMENTS - 1] / 1e6, process.memoryUsage().arrayBuffers / 1e6];
  const details = { worstMilliseconds: worst, openingMilliseconds: opening / 1e6, megabytes };
  return {
    nanoseconds: ways[MOMENTS / 2],
    details: Object.fromEntries(Object.entries(details).map(([name, value]) => [name, Math.round(value)])),
  };
};
