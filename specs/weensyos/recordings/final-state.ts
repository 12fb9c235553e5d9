/** The state at the end of a recording, as lines: pictures, reference counts with the viewer's symbols, processes, row 24. */
import { CONSOLE_CELLS, CONSOLE_COLUMNS, consoleCells, ppn, ppnOf } from '../../../hardware/hardware.ts';
import type { Usage, WeensyKernel, WeensyProcess } from '../../../kernel/kernel.ts';
import { isHeap } from './state-hash.ts';

const PAGES_A_ROW = 64;
const VIRTUAL_ROWS = 12;
const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** All lines of the `final` format (docs/recordings.md), without line ends, of the state that `kernel` is in. Looking changes nothing. */
export const finalLines = (kernel: WeensyKernel): string[] => {
  const { view, viewer, machine } = kernel;
  const usage = viewer.usage();
  const processes = view.processes();
  const lines = processes.flatMap((process) => pictureLines(kernel, process, usage));
  for (let page = 0; page < view.pages; page++) {
    const { cell } = viewer.symbol(ppn(page), usage);
    lines.push(`R ${hex(page, 3)} ${view.referenceCount(ppn(page))} ${character(cell)} ${hex(cell >> 8, 2)}`);
  }
  for (const process of processes) lines.push(...processLines(kernel, process));
  const cells = consoleCells(machine.memory).subarray(CONSOLE_CELLS - CONSOLE_COLUMNS);
  lines.push(`W ${[...cells].map((cell) => hex(cell, 4)).join('')}`);
  return lines;
};

const character = (cell: number): string => String.fromCharCode(cell & 0xff);

const processLines = ({ view, machine }: WeensyKernel, process: WeensyProcess): string[] => {
  const { pid } = process;
  const lines = [`P ${pid} state ${view.stateNumber(process)} L4 ${hex(process.root, 3)}`];
  for (const { level, va, page } of view.tables(process.root))
    lines.push(`T ${pid} L${level} ${hex(va, 6)} ${hex(page, 3)}`);
  for (const mapping of view.userMappings(process)) {
    const { va, pa, permissions } = mapping;
    const byte = isHeap(process, mapping) ? machine.memory.bytes[pa] : 0;
    lines.push(`M ${pid} ${hex(va, 6)} ${hex(ppnOf(pa), 3)} ${permissions} ${hex(byte, 2)}`);
  }
  return lines;
};

const pictureLines = ({ viewer }: WeensyKernel, process: WeensyProcess, usage: Usage): string[] => {
  const lines: string[] = [];
  for (let row = 0; row < VIRTUAL_ROWS; row++) {
    const cells = Array.from({ length: PAGES_A_ROW }, (_, i) =>
      viewer.virtualCell(process, row * PAGES_A_ROW + i, usage),
    );
    const characters = cells.map((cell) => (character(cell) === ' ' ? '_' : character(cell))).join('');
    lines.push(`V ${process.pid} ${row} ${characters} ${cells.map((cell) => hex(cell >> 8, 2)).join('')}`);
  }
  return lines;
};
