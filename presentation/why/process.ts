/** The life of a process, and what it has, at a moment. */

import { PAGE_SIZE } from '../../hardware/hardware.ts';
import type { ProcessView } from '../../kernel/kernel.ts';
import { describeProcessEvent } from '../../specs/specs.ts';
import { UsageError } from '../boot/usage-error.ts';
import { type Holdings, holdingsOf } from '../drawing/holdings.ts';
import { pidNamed, processLabels, programOf } from '../drawing/owner.ts';
import type { Watched } from '../moments/reached-moment.ts';

/** What there is to say of a process. */
export interface ProcessTold {
  readonly pid: number;
  /** How the kernel names it. */
  readonly name: string;
  /** What it has; null if its slot is free. */
  readonly memory:
    | ({
        readonly program: string;
        readonly state: string;
        /** The physical address of its root table. */
        readonly root: number;
      } & Holdings)
    | null;
  /** What happened to it. */
  readonly life: readonly string[];
}

const MOST_EVENTS = 20;

/** Throws a UsageError if there never was a process that `given` names. */
export const processTold = (moment: Watched, given: string): ProcessTold => {
  const { view } = moment.kernel;
  const pid = pidNamed(view, given) ?? 0;
  const life = moment.processes.of(pid, MOST_EVENTS).map((event) => describeProcessEvent(view, event));
  const found = view.processes?.().find((process) => process.pid === pid);
  if (found === undefined && life.length === 0 && view.isSaved !== true)
    throw new UsageError(`why: there never was a process ${given}; there are ${processLabels(view)}`);
  return { pid, name: view.nameOf(pid), memory: found === undefined ? null : memoryOf(moment, found), life };
};

const memoryOf = ({ kernel }: Watched, process: ProcessView): ProcessTold['memory'] => {
  const { tables, mapped, writable, shared } = holdingsOf(kernel.view, process.root);
  return {
    program: programOf(kernel, process),
    state: process.state,
    root: process.root * PAGE_SIZE,
    ...{ tables, mapped, writable, shared },
  };
};

/** The same in lines. */
export const processLines = ({ when }: Watched, { name, memory, life }: ProcessTold): string[] => {
  const now = memory === null ? ['its slot is free'] : memoryLines(memory);
  const lived = life.length === 0 ? [] : ['   its life:', ...life.map((line) => `     ${line}`)];
  return [`   ${name}, ${when}: ${now[0]}`, ...now.slice(1), ...lived];
};

const memoryLines = ({
  program,
  state,
  root,
  tables,
  mapped,
  writable,
  shared,
}: NonNullable<ProcessTold['memory']>) => [
  `${program}, ${state}`,
  `   root at 0x${root.toString(16)}, ${tables} tables below it`,
  `   ${mapped} pages mapped: ${writable} writable, ${shared} shared with others`,
];
