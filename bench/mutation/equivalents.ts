/** The explained mutants of all rooms. */
import type { Equivalent } from './equivalent.ts';
import { HARDWARE } from './equivalents/hardware.ts';
import { JUDGES } from './equivalents/judges.ts';
import { KERNEL } from './equivalents/kernel.ts';
import { MONITOR } from './equivalents/monitor.ts';
import { USERLAND } from './equivalents/userland.ts';

export const EQUIVALENTS: readonly Equivalent[] = [...HARDWARE, ...KERNEL, ...USERLAND, ...JUDGES, ...MONITOR];
