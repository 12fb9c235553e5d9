/** `ringfence why`: the life of a physical page or of a process, and why a reference count is what it is, at a moment. */
import { PAGE_SIZE, type Ppn, PTE_W, ppn, ppnOf } from '../hardware/hardware.ts';
import type { KernelView, ProcessView } from '../kernel/kernel.ts';
import { blame, causesOf, describeCaused, describePageEvent, Observation, type PageEvent } from '../specs/specs.ts';
import { parseWords } from './command-line/options.ts';
import { parseWhole, UsageError } from './command-line/usage-error.ts';
import { MOMENT_OPTIONS, type Moment, parseAddress, reach } from './moment.ts';
import { NOTHING_ELSE, verdict } from './report/verdict.ts';

const MOST_EVENTS = 20;
const SUBJECTS: readonly string[] = ['page', 'refcount', 'pid'];
const hex = (address: number): string => `0x${address.toString(16)}`;

export const why = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('why', words, MOMENT_OPTIONS);
  const at = positionals.findLastIndex((word) => SUBJECTS.includes(word));
  const [subject, object, ...rest] = positionals.slice(Math.max(0, at));
  if (at < 0 || object === undefined || rest.length > 0) {
    throw new UsageError(
      'why: expected a program or recording, then page or refcount and a physical address, or pid and a number, as in ' +
        'why fork page 0x5000 --at 20',
    );
  }
  const number = subject === 'pid' ? parseWhole('pid', object, 1) : parseAddress('a physical address', object);
  const moment = await reach(positionals.slice(0, at), values);
  const lines =
    subject === 'pid' ? processLines(moment, number) : pageLines(moment, pageAt(moment, number, object), subject);
  process.stdout.write(`${lines.join('\n')}\n`);
  return verdict(moment.kernel.machine, NOTHING_ELSE);
};

const pageAt = ({ kernel }: Moment, pa: number, given: string): Ppn => {
  const { pages } = kernel.view;
  if (pa >= 0 && pa < pages * PAGE_SIZE) return ppn(Math.floor(pa / PAGE_SIZE));
  throw new UsageError(`why: memory ends at ${hex(pages * PAGE_SIZE)}, and ${given} is not in it`);
};

const pageLines = (moment: Moment, page: Ppn, subject: string): string[] => {
  const { kernel, pages, event } = moment;
  const { view } = kernel;
  const kind = view.kindOf(page);
  const head = `   page ${hex(page * PAGE_SIZE)}, after event ${event}:`;
  if (kind !== 'allocatable') return [`${head} ${kind}; it is never handed out, and its count stays 0`];
  const life = pages
    .of(page, MOST_EVENTS)
    .map((change) => `     ${describePageEvent(moment.kernel.view, change)}${tablesOf(moment, change)}`);
  const told = subject === 'page' || view.referenceCount(page) === 0 ? life : [];
  return [
    `${head} refcount ${view.referenceCount(page)}`,
    ...referenceLines(moment, page),
    ...(life.length === 0 ? ['   it was never taken'] : []),
    ...(told.length > 0 ? ['   its life:', ...told] : []),
  ];
};

/** Who refers to the page and since when; and what is at fault if the count says otherwise. */
const referenceLines = ({ kernel, pages }: Moment, page: Ppn): string[] => {
  const { view } = kernel;
  const observation = new Observation(kernel);
  const causes = causesOf(observation, pages, page);
  const kept = page === view.keptPage ? ['     the memory viewer, which keeps it'] : [];
  const holders = [...causes.map((caused) => `     ${describeCaused(observation, caused)}`), ...kept];
  const faults = blame(observation, pages, page);
  return [
    ...(holders.length > 0 ? ['   referred to by', ...holders] : ['   referred to by nobody']),
    ...(faults.length > 0 ? ['   the count is wrong:', ...faults.map((fault) => `     ${fault}`)] : []),
  ];
};

/** Whose tables an event is about, if the process still has them. */
const tablesOf = ({ kernel }: Moment, { root }: PageEvent): string => {
  if (root === undefined) return '';
  const owner = kernel.view.processes().find((process) => process.root === root);
  return owner === undefined ? ', in tables that are gone' : `, for process ${owner.pid}`;
};

const processLines = ({ kernel, processes, event }: Moment, pid: number): string[] => {
  const { view } = kernel;
  const life = processes.of(pid, MOST_EVENTS).map((line) => `     ${line}`);
  const found = view.processes().find((process) => process.pid === pid);
  if (found === undefined && life.length === 0) {
    const pids = view.processes().map((process) => process.pid);
    throw new UsageError(`why: there never was a process ${pid}; there are ${pids.join(', ') || 'none'}`);
  }
  const head = `   process ${pid}, after event ${event}:`;
  const now =
    found === undefined
      ? [`${head} its slot is free`]
      : [`${head} ${found.name}, ${found.state}`, ...memoryLines(view, found)];
  return [...now, '   its life:', ...life];
};

const memoryLines = (view: KernelView, { root }: ProcessView): string[] => {
  const mappings = view.mappings(root);
  const shared = mappings.filter(({ pa }) => view.referenceCount(ppnOf(pa)) > 1);
  const writable = mappings.filter(({ permissions }) => permissions & PTE_W);
  return [
    `   root at ${hex(root * PAGE_SIZE)}, ${view.tables(root).length} tables below it`,
    `   ${mappings.length} pages mapped: ${writable.length} writable, ${shared.length} shared with others`,
  ];
};
