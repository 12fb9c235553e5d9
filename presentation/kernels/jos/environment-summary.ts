/** The end of a run of JOS in figures: what the environments did, and what the machine did. */
import { counter } from '../../../hardware/hardware.ts';
import type { JosLab4, SlotView } from '../../../kernel/kernel.ts';
import { labelOf } from '../../drawing/owner.ts';
import { grouped, type Table } from '../../summary/table.ts';
import { freePagesOf } from '../kind.ts';
import type { JosTally } from './environment-tally.ts';

const HEAD = ['env', 'program', 'state', 'lives', 'runs', 'system calls', 'user cycles', 'kernel cycles'];
const TEXT_COLUMNS: readonly number[] = [0, 1, 2];
const MOST_ROWS = 16;
/** Where the number of lives at a place stands in an id: above the place. */
const GENERATION_SHIFT = 12;

type Place = SlotView & { readonly slot: number };

/**
 * A row for each place in the table of environments: id and state are those of the last environment there, and the counts those of all that
 * were there, as many as it had lives. No rows if the boot never came as far as that.
 */
export const environmentTable = (kernel: JosLab4, tally: JosTally): Table => {
  const shown = (tally.hasBooted ? placesOf(kernel) : []).slice(0, MOST_ROWS);
  return { rows: [HEAD, ...shown.map((place) => rowOf(kernel, tally, place))], textColumns: TEXT_COLUMNS };
};

/** Places where an environment is, or was. */
const placesOf = ({ view }: JosLab4): Place[] =>
  view
    .slots()
    .map((place, slot) => ({ ...place, slot }))
    .filter(({ pid }) => pid !== 0);

const livesOf = ({ pid }: Place): number => pid >>> GENERATION_SHIFT;

const rowOf = (kernel: JosLab4, tally: JosTally, place: Place): string[] => {
  const { slot, pid, state } = place;
  const name = kernel.machine.threadOf(slot)?.image.name ?? '';
  const [user, inKernel, calls] = [counter.USER_CYCLES, counter.KERNEL_CYCLES, counter.SLOT_SYSTEM_CALLS].map(
    (field) => kernel.machine.counters[counter.slotCounter(slot, field)],
  );
  // The machine credits the boot to the first that runs.
  const own = slot === 0 ? inKernel - tally.bootCycles : inKernel;
  const counts = [livesOf(place), tally.runs[slot], calls, user, own];
  return [labelOf(kernel.view, pid), name, state, ...counts.map(grouped)];
};

/** The lines below the table. */
export const environmentFigures = (kernel: JosLab4, tally: JosTally): string[] => {
  const count = (field: number): string => grouped(kernel.machine.counters[field]);
  if (!tally.hasBooted) return [`   ${count(counter.CYCLES)} cycles`];
  const places = placesOf(kernel);
  const more = places.length - MOST_ROWS;
  const pages = `pages free: ${grouped(tally.freeBefore)} before the programs, ${grouped(freePagesOf(kernel.view))} after`;
  return [
    ...(more > 0 ? [`   and ${grouped(more)} environments more`] : []),
    `   ${grouped(sum(places.map(livesOf)))} environments, ${grouped(sum([...tally.runs]))} runs, ${count(counter.SYSTEM_CALLS)} system calls, ` +
      `${count(counter.FAULTS)} faults, ${count(counter.INTERRUPTS)} timer interrupts`,
    `   ${count(counter.CYCLES)} cycles, ${grouped(tally.bootCycles)} of them to boot; ${pages}`,
  ];
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
