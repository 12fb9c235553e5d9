/** The table at the end of a run: what each process did, and what the machine did. */
import { counter, ppnOf } from '../../hardware/hardware.ts';
import type { ProcessView, WeensyKernel } from '../../kernel/kernel.ts';

/** Rows of a table; the first has the names of the columns. */
type Table = readonly (readonly string[])[];

const HEAD = ['pid', 'program', 'state', 'pages', 'user cycles', 'kernel cycles', 'system calls'];
/** Columns of text stand to the left, numbers to the right. */
const TEXT_COLUMNS: readonly number[] = [1, 2];

/** A number with commas between thousands. */
export const grouped = (value: number): string => Math.round(value).toLocaleString('en-US');
const percent = (part: number, whole: number): string => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`);

/** All lines of the summary. */
export const summaryLines = (kernel: WeensyKernel): string[] => [
  ...align(rows(kernel), TEXT_COLUMNS),
  '',
  ...machineLines(kernel),
];

const rows = (kernel: WeensyKernel): string[][] => {
  const live = new Map(kernel.view.processes().map((process) => [process.pid, process]));
  const table = [HEAD];
  for (let slot = 0; slot < kernel.ptable.length; slot++) {
    const process = live.get(slot);
    const [user, inKernel, calls] = slotCounts(kernel, slot);
    if (process === undefined && user + inKernel === 0) continue;
    const name = slot === 0 ? '(boot)' : (process?.name ?? '(ended)');
    const pages = process === undefined ? '' : grouped(pagesOf(kernel, process));
    const state = process?.state ?? (slot === 0 ? '' : 'free');
    table.push([String(slot), name, state, pages, grouped(user), grouped(inKernel), grouped(calls)]);
  }
  return table;
};

const slotCounts = ({ machine }: WeensyKernel, slot: number): number[] =>
  [counter.USER_CYCLES, counter.KERNEL_CYCLES, counter.SLOT_SYSTEM_CALLS].map(
    (field) => machine.counters[counter.slotCounter(slot, field)],
  );

/** Pages that a process refers to, its tables among them; shared ones count for each. */
const pagesOf = ({ view }: WeensyKernel, process: ProcessView): number => {
  const own = view.userMappings(process).filter(({ pa }) => view.kindOf(ppnOf(pa)) === 'allocatable');
  return own.length + view.tables(process.root).length + 1;
};

/** `table` in lines, with `textColumns` to the left and all others to the right. */
export const align = (table: Table, textColumns: readonly number[]): string[] => {
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const pad = (text: string, column: number): string =>
    textColumns.includes(column) ? text.padEnd(widths[column]) : text.padStart(widths[column]);
  return table.map((row) => `   ${row.map(pad).join('  ')}`.trimEnd());
};

const machineLines = ({ machine, view }: WeensyKernel): string[] => {
  const count = (field: number): number => machine.counters[field];
  const hits = count(counter.TLB_HITS);
  const misses = count(counter.TLB_MISSES);
  const free = `${grouped(view.freePages())} of ${grouped(view.pages)} pages free`;
  return [
    `   ${grouped(count(counter.CYCLES))} cycles, ${grouped(count(counter.OPERATIONS))} operations, ${free}`,
    `   TLB ${percent(hits, hits + misses)} hits, ${grouped(misses)} walks, ${grouped(count(counter.FLUSHES))} flushes; ` +
      `${grouped(count(counter.FAULTS))} faults, ${grouped(count(counter.INTERRUPTS))} timer interrupts, ` +
      `${grouped(count(counter.CONTEXT_SWITCHES))} context switches`,
  ];
};
