/** Pictures of a run: what is to be seen at the state in which it stands. */
import { counter, PAGE_SIZE, ppn, ppnOf, register } from '../../hardware/hardware.ts';
import { JosKernel, type KernelView, type ProcessView, type SpaceView } from '../../kernel/kernel.ts';
import {
  consoleRows,
  freePagesOf,
  labelOf,
  letterOf,
  pageSymbols,
  programOf,
  type System,
  spaceCell,
  trailOf,
} from '../../presentation/presentation.ts';
import type { AllocatorPlaying, Timeline } from '../../specs/specs.ts';
import type { Look, Picture, ProcessRow } from '../picture.ts';
import { virtualMemoryOf } from './virtual-memory.ts';

const CONSOLE_LINES = 200;
const MOST_LISTED = 512;
/** Steps whose happenings are told, and lines that are told of them. */
const TOLD = { steps: 64, rows: 12 };

const CONDITIONS: Readonly<Record<number, string>> = {
  [register.IDLE]: 'nothing can run',
  [register.PANICKED]: 'the kernel panicked',
  [register.POWERED_OFF]: 'the machine is off',
  [register.TRIPLE_FAULTED]: 'triple fault: the machine was reset',
};

/** What is to be seen of a run on `system`, where `timeline` stands. */
export const pictureOf = (timeline: Timeline, system: System, { pid, isTold }: Look): Picture => {
  const { machine, view } = system.kernel;
  const indexOf = (space: SpaceView): number => (space as ProcessView).slot - system.screen.firstSlot;
  const cellOf = pageSymbols(view, indexOf);
  const space = spaceShown(system, pid);
  const { runState } = machine.cpu;
  const pages = Array.from({ length: view.pages }, (_, page) => ppn(page));
  return {
    ...{ step: timeline.at, event: timeline.playing.event, goesOn: timeline.goesOn },
    cycle: Math.floor(machine.counters[counter.CYCLES]),
    condition: conditionOf(timeline, system),
    isStopped: [register.PANICKED, register.TRIPLE_FAULTED].includes(runState) || isThrown(timeline),
    cells: Uint16Array.from(pages, cellOf),
    counts: Int32Array.from(pages, (page) => view.referenceCount(page)),
    free: freePagesOf(view),
    freeList: view.freeList().slice(0, MOST_LISTED),
    processes: (view.processes?.() ?? []).map((process) => rowOf(system, process, indexOf(process))),
    virtual: space === null ? null : virtualMemoryOf(view, space, cellOf),
    console: consoleOf(timeline, system),
    // Last, for the run goes back and forth for it.
    happenings: isTold ? trailOf(timeline, system, TOLD) : [],
    film: null,
  };
};

/** What is to be seen of an allocator at work. */
export const filmOf = (timeline: Timeline): Picture => {
  const { playing } = timeline;
  const { broken, frame } = playing as AllocatorPlaying;
  return {
    ...{ step: timeline.at, event: timeline.at, cycle: 0, goesOn: timeline.goesOn },
    condition: broken?.message ?? (timeline.goesOn ? frame.statement : 'all operations are done'),
    isStopped: broken !== null || isThrown(timeline),
    ...{ cells: new Uint16Array(), counts: new Int32Array(), freeList: [], processes: [], virtual: null },
    free: frame.cells.filter((cell) => cell === '.').length,
    ...{ console: [], happenings: frame.statement === '' ? [] : [frame.statement], film: frame },
  };
};

const isThrown = ({ thrown, at }: Timeline): boolean => thrown !== null && at >= thrown.at;

const conditionOf = (timeline: Timeline, { kernel: { machine, view }, standing }: System): string => {
  const { halt } = machine.execution;
  if (isThrown(timeline))
    return `${timeline.thrown?.error instanceof Error ? timeline.thrown.error.message : 'stopped'}`;
  if (halt !== null) return halt.message;
  if (standing !== undefined) return `${timeline.playing.title}: ${standing()}`;
  const stopped = CONDITIONS[machine.cpu.runState];
  if (stopped !== undefined) return stopped;
  return view.processes === undefined ? 'the kernel runs' : `${view.nameOf(view.pidOf(machine.cpu.slot))} runs`;
};

/** The space of process `pid`, or of the one that is due; the kernel's where there are no processes. */
const spaceShown = ({ kernel: { view, machine }, screen }: System, pid: number | null): SpaceView | null => {
  const processes = view.processes?.();
  if (processes === undefined) return { pid: 0, name: 'kernel', root: view.kernelRoot };
  const asked = processes.find((process) => process.pid === pid);
  const running = processes.find(({ slot }) => slot === machine.cpu.slot);
  return asked ?? running ?? screen.due() ?? processes[0] ?? null;
};

const rowOf = ({ kernel }: System, process: ProcessView, index: number): ProcessRow => {
  const { view, machine } = kernel;
  const mappings = process.root === 0 ? [] : view.mappings(process.root);
  return {
    ...{ pid: process.pid, label: labelOf(view, process.pid), name: view.nameOf(process.pid), state: process.state },
    program: programOf(kernel, process),
    letter: letterOf(index),
    cell: spaceCell(index),
    isRunning: process.slot === machine.cpu.slot && machine.cpu.runState === register.RUNNING,
    mapped: mappings.length,
    shared: mappings.filter(({ pa }) => view.referenceCount(ppnOf(pa)) > 1).length,
    tables: process.root === 0 ? 0 : view.tables(process.root).length + 1,
    root: process.root * PAGE_SIZE,
    message: messageOf(view, process),
  };
};

/** Environments of JOS wait for messages, and keep the last one. */
const messageOf = (view: KernelView, process: ProcessView): string | null => {
  if (!('recving' in process)) return null;
  const { recving, message } = process as ProcessView & {
    readonly recving: boolean;
    readonly message: { readonly value: number; readonly from: number; readonly perm: number };
  };
  if (recving) return 'waits for a message';
  if (message.from === 0) return null;
  return `was sent ${message.value} by ${labelOf(view, message.from)}${message.perm === 0 ? '' : ', with a page'}`;
};

/** What was written: what the kernel prints, or the console, where that is in memory. */
const consoleOf = (timeline: Timeline, { kernel }: System): string[] => {
  if (kernel instanceof JosKernel) return timeline.playing.text.split('\n').slice(-CONSOLE_LINES);
  const text = timeline.playing.text.split('\n');
  return [...text, ...consoleRows(kernel.machine.memory)].filter((line) => line !== '').slice(-CONSOLE_LINES);
};
