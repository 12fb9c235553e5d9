/** Processes, and what they map. */
import { PAGE_SIZE, type Probe, type Va } from '../../../../hardware/hardware.ts';
import type { ProcessView } from '../../../../kernel/kernel.ts';
import type { State } from '../state.ts';
import type { Value } from '../value.ts';
import { type Name, needsProcesses } from './name.ts';

/** Of a process that is there. */
const told = (
  name: Pick<Name, 'name' | 'gives' | 'meaning'>,
  tell: (process: ProcessView, state: State) => Value,
): Name => ({
  ...{ ...name, takes: ['process'], lacking: needsProcesses },
  of: (state, pid) => {
    const process = state.process(Number(pid));
    return process === null ? null : tell(process, state);
  },
});

/** The root of the tables of a process, or with 0 of the kernel; null if there is no such process. */
const rootOf = (state: State, pid: number): number | null => {
  const root = pid === 0 ? state.view.kernelRoot : state.process(pid)?.root;
  return root === undefined ? null : root * PAGE_SIZE;
};

const probed = (state: State, pid: Value, address: Value): Probe | null => {
  const root = rootOf(state, Number(pid));
  return root === null ? null : state.machine.mmu.probe(Number(address) as Va, root);
};

/** The entry that maps `address`: of its walk the last, if that leads somewhere. */
const entryOf = (state: State, pid: Value, address: Value): number | null => {
  const root = rootOf(state, Number(pid));
  if (root === null) return null;
  const last = state.machine.mmu.steps(Number(address) as Va, root).at(-1);
  return last === undefined ? null : last.low >>> 0;
};

const cachedAt = ({ machine }: State, address: number): number | null => {
  const found = machine.mmu.cachedAt(address as Va);
  return found === null ? null : (found.pa >>> 0) + (address - found.va);
};

export const PROCESSES: readonly Name[] = [
  {
    ...{ name: 'running', takes: [], gives: 'pid', meaning: 'who has the CPU; none if nobody runs' },
    lacking: needsProcesses,
    of: (state) => state.running,
  },
  told(
    { name: 'state', gives: 'text', meaning: 'what the kernel calls its state: "runnable", …' },
    ({ state }) => state,
  ),
  told({ name: 'program', gives: 'text', meaning: 'the program that it runs' }, (process, { machine }) => {
    return process.name || (machine.threadOf(process.slot)?.image.name ?? '');
  }),
  {
    ...{ name: 'root', takes: ['process'], gives: 'address', meaning: "where its root table lies; of 0, the kernel's" },
    of: (state, pid) => rootOf(state, Number(pid)),
  },
  {
    ...{ name: 'mapped', takes: ['process', 'virtual address'], gives: 'condition' },
    meaning: 'whether its tables map that address',
    of: (state, pid, address) => probed(state, pid, address) !== null,
  },
  {
    ...{ name: 'pa', takes: ['process', 'virtual address'], gives: 'address' },
    meaning: 'the physical address that its tables give',
    of: (state, pid, address) => probed(state, pid, address)?.pa ?? null,
  },
  {
    ...{ name: 'writable', takes: ['process', 'virtual address'], gives: 'condition' },
    meaning: 'whether every level of its tables allows to write there',
    of: (state, pid, address) => probed(state, pid, address)?.writable === true,
  },
  {
    ...{ name: 'entry', takes: ['process', 'virtual address'], gives: 'number' },
    meaning: 'the last entry that a walk for the address comes to: low 32 bits, with flags',
    of: entryOf,
  },
  {
    ...{ name: 'tlb', takes: ['virtual address'], gives: 'address' },
    meaning: 'the physical address that the TLB has for it; none if it has none',
    of: (state, address) => cachedAt(state, Number(address)),
  },
];
