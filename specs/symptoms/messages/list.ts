/** All messages that are known, those that say more before those that say less. */
import { JOS_ASSERTION } from './jos/assertions.ts';
import { JOS_KERNEL } from './jos/kernel.ts';
import { JOS_PROGRAMS } from './jos/programs.ts';
import type { Message } from './message.ts';
import { PROCESSOR } from './processor.ts';
import { WEENSY_ASSERTIONS } from './weensyos/assertions.ts';
import { WEENSY_FAULTS } from './weensyos/faults.ts';
import { WEENSY_TABLES } from './weensyos/tables.ts';

export const MESSAGES: readonly Message[] = [
  ...WEENSY_TABLES,
  ...WEENSY_FAULTS,
  ...WEENSY_ASSERTIONS,
  JOS_ASSERTION,
  ...JOS_KERNEL,
  ...JOS_PROGRAMS,
  ...PROCESSOR,
];
