/** The end of a run in figures: what each process did, and what the machine did. */
import { counter, ppnOf } from '../../hardware/hardware.ts';
import type { KernelView, ProcessView } from '../../kernel/kernel.ts';
import { labelOf, programOf } from '../drawing/owner.ts';
import { freePagesOf, type Kernel, type System } from '../kernels/kind.ts';
import { align, grouped, type Table } from './table.ts';

const HEAD = ['pid', 'program', 'state', 'pages', 'user cycles', 'kernel cycles', 'system calls'];
const TEXT_COLUMNS: readonly number[] = [1, 2];

const percent = (part: number, whole: number): string => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`);

/** All lines of the summary. */
export const summaryLines = (system: System): string[] => [
  ...tableLines(system.summary()),
  ...(system.machineLines?.() ?? machineLines(system.kernel)),
];

/** None of a table without rows. */
const tableLines = (table: Table): string[] => (table.rows.length > 1 ? [...align(table), ''] : []);

/** A row for each of `slots` slots in which somebody is or was; what the kernel did before is counted for one that never made a call. */
export const processTable = (kernel: Kernel, slots: number): Table => {
  const { machine, view } = kernel;
  const live = new Map((view.processes?.() ?? []).map((process) => [process.slot, process]));
  const rows = [HEAD];
  for (let slot = 0; slot < slots; slot++) {
    const process = live.get(slot);
    const [user, inKernel, calls] = [counter.USER_CYCLES, counter.KERNEL_CYCLES, counter.SLOT_SYSTEM_CALLS].map(
      (field) => machine.counters[counter.slotCounter(slot, field)],
    );
    if (process === undefined && user + inKernel === 0) continue;
    const isBoot = process === undefined && calls + user === 0;
    const name = isBoot ? '(boot)' : process === undefined ? '(ended)' : programOf(kernel, process);
    const pages = process === undefined ? '' : grouped(pagesOf(view, process));
    const state = process?.state ?? (isBoot ? '' : 'free');
    const label = process === undefined ? String(slot) : labelOf(view, process.pid);
    rows.push([label, name, state, pages, grouped(user), grouped(inKernel), grouped(calls)]);
  }
  return { rows, textColumns: TEXT_COLUMNS };
};

/** Pages that a process refers to, its tables among them; shared ones count for each. */
const pagesOf = (view: KernelView, { root }: ProcessView): number => {
  const own = view.mappings(root).filter(({ pa }) => view.kindOf(ppnOf(pa)) === 'allocatable');
  return own.length + view.tables(root).length + 1;
};

/** What the machine counted. */
const machineLines = ({ machine, view }: Kernel): string[] => {
  const count = (field: number): number => machine.counters[field];
  const hits = count(counter.TLB_HITS);
  const misses = count(counter.TLB_MISSES);
  const free = `${grouped(freePagesOf(view))} of ${grouped(view.pages)} pages free`;
  return [
    `   ${grouped(count(counter.CYCLES))} cycles, ${grouped(count(counter.OPERATIONS))} operations, ${free}`,
    `   TLB ${percent(hits, hits + misses)} hits, ${grouped(misses)} walks, ${grouped(count(counter.FLUSHES))} flushes; ` +
      `${grouped(count(counter.FAULTS))} faults, ${grouped(count(counter.INTERRUPTS))} timer interrupts, ` +
      `${grouped(count(counter.CONTEXT_SWITCHES))} context switches`,
  ];
};
