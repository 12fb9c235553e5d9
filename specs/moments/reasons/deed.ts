/** What a step did, and for whom, in a few words: `fork of process 1`. */
import type { MachineEvent } from '../../../hardware/hardware.ts';
import type { KernelView } from '../../../kernel/kernel.ts';
import { callName, exceptionText } from '../entry.ts';

type Entry = Extract<MachineEvent, { type: 'system call' | 'exception' | 'timer' | 'setup' }>;

/** Who was running before a step: by its number, and by its name. */
export interface Runner {
  readonly pid: number;
  readonly name: string;
}

/** What the step did that `events` tell of, in which `runner` ran. */
export const deedOf = (view: KernelView, events: readonly MachineEvent[], runner: Runner): string => {
  const entry = events.find((event): event is Entry =>
    ['system call', 'exception', 'timer', 'setup'].includes(event.type),
  );
  return entry === undefined ? `an operation of ${runner.name}` : `${entryName(view, entry)} of ${runner.name}`;
};

const entryName = (view: KernelView, entry: Entry): string => {
  if (entry.type === 'system call') return callName(view, entry.number);
  if (entry.type === 'timer') return 'a tick in the turn';
  return entry.type === 'setup' ? 'the setup' : exceptionText(entry.vector, entry.address);
};

type Choice = Extract<MachineEvent, { type: 'choice' }>;

/** What was chosen in the step that `events` tell of, and is not what always happens: in clauses. */
export const choicesOf = (events: readonly MachineEvent[]): string[] =>
  events
    .filter((event): event is Choice => event.type === 'choice' && event.choice > 0)
    .map(
      ({ question, choice, alternatives }) => CHOSEN[question]?.(choice) ?? `${question}: ${choice} of ${alternatives}`,
    );

const CHOSEN: Readonly<Record<string, (choice: number) => string>> = {
  allocation: () => 'an allocation in it was chosen to fail',
  tick: () => 'a tick was chosen to come there',
  page: (choice) => `the free page number ${choice + 1} of the kernel's order was chosen`,
  'next process': (choice) => `the runnable process ${choice + 1} places on was chosen to go on`,
  eviction: () => 'an entry of the TLB was chosen to be evicted',
  speculation: () => 'a neighbouring page was chosen to be cached, too',
  program: (choice) => `the program chose ${choice}`,
};
