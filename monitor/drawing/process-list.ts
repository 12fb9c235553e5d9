/** A part of the screen that lists processes, or what a kernel calls so: the one that is shown and the one that runs are always among them. */
import { ppnOf } from '../../hardware/hardware.ts';
import type { ProcessView, Watched } from '../../kernel/kernel.ts';
import { fitting, type Row, textRow } from './canvas.ts';
import { labelOf, programOf } from './owner.ts';
import type { Part } from './parts.ts';

export interface ProcessListing {
  readonly kernel: Watched;
  /** What several of them are called. */
  readonly noun: string;
  readonly shown: ProcessView | null;
  /** The slot of the one that runs. */
  readonly running: number;
  /** The letter that its pages have. */
  readonly letterOf: (process: ProcessView) => string;
}

/** Shown beside the letter. */
const SHOWN = '>';

export const processList = (listing: ProcessListing): Part => {
  const processes = listing.kernel.view.processes?.() ?? [];
  return {
    wanted: () => Math.max(1, Math.min(processes.length, 6)),
    draw: (columns, rows) => {
      const chosen = chosenOf(processes, rows, listing);
      const count = `${processes.length.toLocaleString('en-US')} ${listing.noun.toUpperCase()}`;
      const titles = chosen.length === processes.length ? [count] : [`${count}, ${chosen.length} OF THEM HERE`, count];
      const none = textRow(fitting(columns, ['   nothing can run', 'none']));
      return { titles, rows: processes.length === 0 ? [none] : chosen.map((one) => rowOf(one, columns, listing)) };
    },
  };
};

/** As many as there are rows for, by slot. */
const chosenOf = (
  processes: readonly ProcessView[],
  rows: number,
  { shown, running }: ProcessListing,
): ProcessView[] => {
  const isWanted = ({ slot }: ProcessView): boolean => slot === shown?.slot || slot === running;
  const first = [...processes.filter(isWanted), ...processes.filter((process) => !isWanted(process))].slice(0, rows);
  return first.toSorted((one, other) => one.slot - other.slot);
};

const rowOf = (process: ProcessView, columns: number, { kernel, shown, letterOf }: ProcessListing): Row => {
  const { view } = kernel;
  const { pid, state, root, slot } = process;
  const name = programOf(kernel, process);
  const mark = slot === shown?.slot ? SHOWN : ' ';
  const label = labelOf(view, pid);
  const mappings = root === 0 ? [] : view.mappings(root);
  const shared = mappings.filter(({ pa }) => view.referenceCount(ppnOf(pa)) > 1).length;
  const head = `${mark}${letterOf(process)} ${label} ${state.padEnd(12)}`;
  const pages = `${mappings.length} pages, ${shared} shared`;
  return textRow(
    fitting(columns, [
      `  ${head} ${name.padEnd(16)} ${pages}, ${root === 0 ? 0 : view.tables(root).length + 1} tables`,
      `${head} ${name.padEnd(8)} ${pages}`,
      `${head} ${name}`,
      head,
      `${mark}${label}`,
    ]),
  );
};
