/** A part of the screen that lists processes, or what a kernel calls so: the one that is shown and the one that runs are always among them. */
import type { ProcessView, Watched } from '../../kernel/kernel.ts';
import { inThousands } from '../../specs/thousands.ts';
import { fittingAll, textRow } from './canvas.ts';
import { holdingsOf } from './holdings.ts';
import { labelOf, programOf } from './owner.ts';
import type { Part } from './parts.ts';

export interface ProcessListing {
  readonly kernel: Watched;
  /** What one of them is called, and several. */
  readonly nouns: readonly [string, string];
  readonly shown: ProcessView | null;
  /** The slot of the one that runs. */
  readonly running: number;
  /** The letter that its pages have. */
  readonly letterOf: (process: ProcessView) => string;
}

/** Shown beside the letter. */
const SHOWN = '>';
const NOBODY = ['   nothing can run', 'none'];

export const processList = (listing: ProcessListing): Part => {
  const processes = listing.kernel.view.processes?.() ?? [];
  return {
    wanted: () => Math.max(1, Math.min(processes.length, 6)),
    draw: (columns, rows) => {
      const chosen = chosenOf(processes, rows, listing);
      const noun = listing.nouns[processes.length === 1 ? 0 : 1].toUpperCase();
      const count = `${inThousands(processes.length)} ${noun}`;
      const titles = chosen.length === processes.length ? [count] : [`${count}, ${chosen.length} OF THEM HERE`, count];
      const lines = processes.length === 0 ? [NOBODY] : chosen.map((one) => linesOf(one, listing));
      return { titles, rows: fittingAll(columns, lines).map((line) => textRow(line)) };
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

/** What is told of a process, longest first. */
const linesOf = (process: ProcessView, { kernel, shown, letterOf }: ProcessListing): string[] => {
  const { view } = kernel;
  const { pid, state, root, slot } = process;
  const name = programOf(kernel, process);
  const label = labelOf(view, pid);
  const { mapped, shared, tables } = holdingsOf(view, root);
  const mark = slot === shown?.slot ? SHOWN : ' ';
  const head = `${mark}${letterOf(process)} ${label} ${state.padEnd(12)}`;
  const pages = `${mapped} pages, ${shared} shared`;
  const withRoot = root === 0 ? 0 : tables + 1;
  const all = `  ${head} ${name.padEnd(16)} ${pages}, ${withRoot} tables`;
  return [all, `${head} ${name.padEnd(8)} ${pages}`, `${head} ${name}`, head, `${mark}${label}`];
};
