/** What the real kernel ran when it was recorded, by the name of the recording, as parameters of the model. */
import type { PageOrder, WeensyParameters } from '../../../../kernel/kernel.ts';
import { allocators, exitProgram, forkProgram, fuzzProgram } from '../../../../userland/userland.ts';

const growing = allocators();
const forks = [forkProgram()];
const exits = [exitProgram()];
const order: PageOrder = { kind: 'cursor', stride: 3 };

/** In a name: A, F, E, X the program; v the memory viewer's page; k the cursor's stride; t the timer's period in events. */
export const CONFIGURATIONS = {
  A7: { programs: growing },
  A7v: { programs: growing, viewer: true },
  A7k3: { programs: growing, order },
  F7: { programs: forks },
  F7k3: { programs: forks, order },
  E7: { programs: exits },
  E7t5k3: { programs: exits, order, timer: { mode: 'every', period: 5 } },
  X7: { programs: [fuzzProgram()] },
} as const satisfies Readonly<Record<string, Partial<WeensyParameters>>>;

export type RecordingName = keyof typeof CONFIGURATIONS;
export const RECORDING_NAMES = Object.keys(CONFIGURATIONS) as readonly RecordingName[];
