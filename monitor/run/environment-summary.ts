/** The table at the end of a run of JOS: what the environments did, and what the machine did. */
import { counter } from '../../hardware/hardware.ts';
import { type JosLab4, josAbi } from '../../kernel/kernel.ts';
import { freePagesOf } from '../command-line/kernel-asked.ts';
import { environmentAt, idText, livesOf, statusName } from './environment.ts';
import type { JosTally } from './environment-tally.ts';
import { align, grouped } from './summary.ts';

const HEAD = ['env', 'program', 'state', 'lives', 'runs', 'system calls', 'user cycles', 'kernel cycles'];
/** Columns of text stand to the left, numbers to the right. */
const TEXT_COLUMNS: readonly number[] = [0, 1, 2];
const MOST_ROWS = 16;

/**
 * All lines of the summary. A row is a place in the table of environments: id and state are those of the last environment there, and the
 * counts those of all that were there, as many as it had lives.
 */
export const josSummaryLines = (kernel: JosLab4, tally: JosTally): string[] =>
  tally.hasBooted ? tableLines(kernel, tally) : [`   ${grouped(kernel.machine.counters[counter.CYCLES])} cycles`];

const tableLines = (kernel: JosLab4, tally: JosTally): string[] => {
  const places = placesOf(kernel);
  const shown = places.length > MOST_ROWS ? places.slice(0, MOST_ROWS) : places;
  const more = places.length - shown.length;
  return [
    ...align([HEAD, ...shown.map((place) => rowOf(kernel, tally, place))], TEXT_COLUMNS),
    ...(more > 0 ? [`   and ${grouped(more)} more`] : []),
    '',
    ...machineLines(kernel, tally, places),
  ];
};

/** Places where an environment is, or was. */
const placesOf = (kernel: JosLab4): number[] =>
  Array.from({ length: josAbi.NENV }, (_, place) => place).filter((place) => environmentAt(kernel, place).id !== 0);

const rowOf = (kernel: JosLab4, tally: JosTally, place: number): string[] => {
  const env = environmentAt(kernel, place);
  const name = kernel.machine.threadOf(place)?.image.name ?? '';
  const [user, inKernel, calls] = [counter.USER_CYCLES, counter.KERNEL_CYCLES, counter.SLOT_SYSTEM_CALLS].map(
    (field) => kernel.machine.counters[counter.slotCounter(place, field)],
  );
  // The machine credits the boot to the first that runs.
  const own = place === 0 ? inKernel - tally.bootCycles : inKernel;
  const counts = [livesOf(env), tally.runs[place], calls, user, own];
  return [idText(env), name, statusName(env), ...counts.map(grouped)];
};

const machineLines = (kernel: JosLab4, tally: JosTally, places: readonly number[]): string[] => {
  const count = (field: number): string => grouped(kernel.machine.counters[field]);
  const environments = sum(places.map((place) => livesOf(environmentAt(kernel, place))));
  const pages = `pages free: ${grouped(tally.freeBefore)} before the programs, ${grouped(freePagesOf(kernel))} after`;
  return [
    `   ${grouped(environments)} environments, ${grouped(sum([...tally.runs]))} runs, ${count(counter.SYSTEM_CALLS)} system calls, ` +
      `${count(counter.FAULTS)} faults, ${count(counter.INTERRUPTS)} timer interrupts`,
    `   ${count(counter.CYCLES)} cycles, ${grouped(tally.bootCycles)} of them to boot; ${pages}`,
  ];
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
