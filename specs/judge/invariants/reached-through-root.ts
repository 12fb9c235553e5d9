import { PAGE_SIZE, ppn, register } from '../../../hardware/hardware.ts';
import type { Invariant, Violation } from '../invariant.ts';
import { describeReferences, type Observation } from '../observation.ts';

export const reachedThroughRoot: Invariant = {
  name: 'reached through root',
  sentence:
    'An address space is reached through its root alone: its own process runs on it, and nothing else leads there.',
  why: 'A process on the tables of another is that other, as far as memory goes; and a root that is shared dies twice.',
  violations: (observation) => [...sharedRoots(observation), ...wrongTables(observation)],
};

/** Roots that are also something else: a second root, a table, or a mapping. */
const sharedRoots = ({ view, spaces, references }: Observation): Violation[] =>
  spaces.flatMap(({ owner }) => {
    const who = references.get(owner.root) ?? [];
    if (who.length === 1) return [];
    const expected = `the root of ${view.nameOf(owner.pid)} and nothing else`;
    return [{ page: owner.root, process: owner.pid, expected, found: describeReferences(view, who) }];
  });

/** The tables that the CPU is on, where they are not those of the process that runs. */
const wrongTables = (observation: Observation): Violation[] => {
  const { cpu, mmu } = observation.machine;
  if (cpu.runState !== register.RUNNING) return [];
  const pid = observation.pidOf(cpu.slot);
  const running = observation.spaces.find(({ owner }) => owner.pid === pid)?.owner;
  const inForce = ppn(mmu.root / PAGE_SIZE);
  if (running === undefined || running.root === inForce) return [];
  const expected = `CR3 at its own root, page 0x${running.root.toString(16)}`;
  return [{ process: pid, page: inForce, expected, found: `CR3 at page 0x${inForce.toString(16)}` }];
};
