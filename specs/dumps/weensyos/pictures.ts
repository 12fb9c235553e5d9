/** The memory viewer's pictures of a dump, drawn anew: the screen's own is of an event before. */
import { CONSOLE_CELLS, CONSOLE_COLUMNS } from '../../../hardware/hardware.ts';
import { MemoryViewer } from '../../../kernel/weensyos/memviewer.ts';
import type { DumpedWeensyView } from './view.ts';

/** Below this row stands an error, which is told in other words. */
const ROWS = 22;
/** More are not drawn: each shows the same physical memory. */
const MOST = 4;

/** A picture for each of a few processes, as lines for a terminal of sixteen colours: those in `atFault` first, by their pids. */
export const picturesOf = (view: DumpedWeensyView, atFault: ReadonlySet<number>): string => {
  const viewer = new MemoryViewer(view);
  const usage = viewer.usage();
  const processes = view.processes().toSorted((a, b) => Number(atFault.has(b.pid)) - Number(atFault.has(a.pid)));
  const shown = processes.length === 0 ? [null] : processes.slice(0, MOST);
  return shown
    .map((process) => {
      const cells = new Uint16Array(CONSOLE_CELLS).fill(0x0720);
      viewer.drawMaps(cells, process, usage);
      return linesOf(cells);
    })
    .join('\n');
};

const linesOf = (cells: Uint16Array): string =>
  Array.from({ length: ROWS }, (_, row) =>
    coloured(cells.subarray(row * CONSOLE_COLUMNS, (row + 1) * CONSOLE_COLUMNS)),
  ).join('\n');

/** Says a colour where it changes. */
const coloured = (line: Uint16Array): string => {
  let text = '';
  let colour = -1;
  for (const cell of line) {
    if (cell >> 8 !== colour) {
      colour = cell >> 8;
      text += `\x1b[38;5;${ansi(colour & 0xf)};48;5;${ansi(colour >> 4)}m`;
    }
    text += String.fromCharCode(cell & 0xff || 0x20);
  }
  return `${text}\x1b[0m`;
};

/** The console has blue in bit 0 and red in bit 2, terminals the other way round. */
const ansi = (colour: number): number => (colour & 0b1010) | ((colour & 1) << 2) | ((colour >> 2) & 1);
