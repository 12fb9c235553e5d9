/** `ringfence why`: the life of a physical page or of a process, and why a reference count is what it is, at a moment. */
import { PAGE_SIZE, type Ppn, PTE_W, ppn, ppnOf } from '../hardware/hardware.ts';
import type { KernelView, ProcessView } from '../kernel/kernel.ts';
import { blame, causesOf, describeCaused, describePageEvent, Observation, type PageEvent } from '../specs/specs.ts';
import { parseWords } from './command-line/options.ts';
import { UsageError } from './command-line/usage-error.ts';
import { pidNamed, processLabels, programOf } from './drawing/owner.ts';
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
  if (subject === 'pid') checkNumber(object);
  const pa = subject === 'pid' ? 0 : parseAddress('a physical address', object);
  const moment = await reach(positionals.slice(0, at), values);
  const lines =
    subject === 'pid' ? processLines(moment, object) : pageLines(moment, pageAt(moment, pa, object), subject);
  const origin = moment.origin.map((line) => `   ${line}`.trimEnd());
  process.stdout.write(`${[...lines, ...origin].join('\n')}\n`);
  return verdict(moment.system, NOTHING_ELSE);
};

/** Refuses what no kernel numbers its processes by, before anything is run. */
const checkNumber = (text: string): void => {
  if (!/^(?:0x)?[0-9a-f]+$/i.test(text)) throw new UsageError(`why pid ${text}: expected the number of a process`);
};

const pageAt = ({ kernel }: Moment, pa: number, given: string): Ppn => {
  const { pages } = kernel.view;
  if (pa >= 0 && pa < pages * PAGE_SIZE) return ppn(Math.floor(pa / PAGE_SIZE));
  throw new UsageError(`why: memory ends at ${hex(pages * PAGE_SIZE)}, and ${given} is not in it`);
};

const pageLines = (moment: Moment, page: Ppn, subject: string): string[] => {
  const { kernel, pages, when } = moment;
  const { view } = kernel;
  const kind = view.kindOf(page);
  const head = `   page ${hex(page * PAGE_SIZE)}, ${when}:`;
  const counted = view.countsReserved === true ? '' : ', and its count stays 0';
  if (kind !== 'allocatable') return [`${head} ${kind}; it is never handed out${counted}`];
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
  const { view } = kernel;
  const owner = view.spaces().find((space) => space.root === root);
  return owner === undefined ? ', in tables that are gone' : `, for ${view.nameOf(owner.pid)}`;
};

const processLines = ({ kernel, processes, when }: Moment, text: string): string[] => {
  const { view } = kernel;
  const pid = pidNamed(view, text) ?? 0;
  const life = processes.of(pid, MOST_EVENTS).map((line) => `     ${line}`);
  const found = view.processes?.().find((process) => process.pid === pid);
  if (found === undefined && life.length === 0)
    throw new UsageError(`why: there never was a process ${text}; there are ${processLabels(view)}`);
  const head = `   ${view.nameOf(pid)}, ${when}:`;
  const now =
    found === undefined
      ? [`${head} its slot is free`]
      : [`${head} ${programOf(kernel, found)}, ${found.state}`, ...memoryLines(view, found)];
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
