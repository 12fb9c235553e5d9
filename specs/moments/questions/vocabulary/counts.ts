/** What is counted: pages, processes, and what the machine has done. */
import { counter } from '../../../../hardware/hardware.ts';
import { type Name, needsProcesses } from './name.ts';

const counted = (name: string, field: number, meaning: string): Name => ({
  ...{ name, takes: [], gives: 'number', meaning },
  of: (state) => state.count(field),
});

export const COUNTS: readonly Name[] = [
  {
    ...{ name: 'free', takes: [], gives: 'number', meaning: 'pages that the kernel may give away' },
    of: (state) => state.free.size,
  },
  {
    ...{ name: 'pages', takes: [], gives: 'number', meaning: 'pages of memory' },
    of: (state) => state.view.pages,
  },
  {
    ...{ name: 'processes', takes: [], gives: 'number', meaning: 'processes that exist' },
    lacking: needsProcesses,
    of: (state) => state.processes.length,
  },
  {
    ...{ name: 'event', takes: [], gives: 'number', meaning: 'events so far: system calls and ticks' },
    of: (state) => state.played?.event ?? state.count(counter.EVENTS),
  },
  {
    ...{ name: 'operation', takes: [], gives: 'number', meaning: 'operations so far' },
    of: (state) => state.played?.at ?? state.count(counter.OPERATIONS),
  },
  counted('calls', counter.SYSTEM_CALLS, 'system calls so far'),
  counted('ticks', counter.INTERRUPTS, 'ticks of the timer so far'),
  counted('faults', counter.FAULTS, 'faults and other exceptions so far'),
  counted('switches', counter.CONTEXT_SWITCHES, 'context switches so far'),
  counted('flushes', counter.FLUSHES, 'loads of cr3 so far'),
  counted('cycles', counter.CYCLES, 'cycles so far'),
];
