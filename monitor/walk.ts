/** `ringfence walk`: the translation of one address, step by step, as the MMU would do it for a process. */
import {
  PTE_A,
  PTE_D,
  PTE_FLAGS,
  PTE_P,
  PTE_PS,
  PTE_U,
  PTE_W,
  ppnOf,
  type Va,
  va,
  type WalkStep,
} from '../hardware/hardware.ts';
import type { ProcessView } from '../kernel/kernel.ts';
import { parseWords } from './command-line/options.ts';
import { MOMENT_OPTIONS, type Moment, parseAddress, processOf, reach } from './moment.ts';
import { NOTHING_ELSE, verdict } from './report/verdict.ts';

const FLAGS: readonly (readonly [number, string])[] = [
  [PTE_P, 'P'],
  [PTE_W, 'W'],
  [PTE_U, 'U'],
  [PTE_A, 'A'],
  [PTE_D, 'D'],
  [PTE_PS, 'PS'],
];
const hex = (value: number, digits = 0): string => `0x${(value >>> 0).toString(16).padStart(digits, '0')}`;
const flagsOf = (entry: number): string =>
  FLAGS.filter(([bit]) => entry & bit)
    .map(([, name]) => name)
    .join(' ') || 'absent';

export const walk = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('walk', words, { ...MOMENT_OPTIONS, pid: { type: 'string' } });
  const target = va(parseAddress('a virtual address', positionals.at(-1)));
  const moment = await reach(positionals.slice(0, -1), values);
  const process_ = processOf(moment, values);
  process.stdout.write(`${walkLines(moment, process_, target).join('\n')}\n`);
  return verdict(moment.kernel.machine, NOTHING_ELSE);
};

const walkLines = (moment: Moment, process_: ProcessView, address: Va): string[] => {
  const { machine } = moment.kernel;
  const root = process_.root * 4096;
  const steps = machine.mmu.steps(address, root);
  return [
    `   ${address < 0 ? '-' : ''}${hex(Math.abs(address))} of process ${process_.pid} (${process_.name}), after event ${moment.event}: root at ${hex(root, 6)}`,
    '',
    ...steps.map(stepLine),
    '',
    `   ${resultOf(moment, process_, address, steps)}`,
    ...accessLines(moment, process_, address),
    `   ${cachedLine(moment, process_, address)}`,
  ];
};

const stepLine = ({ level, index, entryPa, low }: WalkStep): string => {
  const target = low & PTE_P ? ` to ${hex(low & ~PTE_FLAGS, 6)}` : '';
  return `   L${level}  index ${String(index).padStart(3)}  entry at ${hex(entryPa, 6)}: ${hex(low, 8)}${target}, ${flagsOf(low)}`;
};

const resultOf = ({ kernel }: Moment, { root }: ProcessView, address: Va, steps: readonly WalkStep[]): string => {
  if (steps.length === 0) return 'not a canonical address: a general-protection fault, whatever the tables say';
  const probe = kernel.machine.mmu.probe(address, root * 4096);
  if (probe === null)
    return `the L${steps[steps.length - 1].level} entry is not present: the walk ends in a page fault`;
  const page = ppnOf(probe.pa);
  const rights = [probe.writable ? 'writable' : 'read-only', probe.user ? 'for programs' : 'for the kernel alone'].join(
    ', ',
  );
  const count =
    kernel.view.kindOf(page) === 'allocatable' ? `count ${kernel.view.referenceCount(page)}` : kernel.view.kindOf(page);
  return `at every level together: ${rights}; physical address ${hex(probe.pa, 6)}, page ${hex(page)} (${count})`;
};

/** What a program's read and write would come to. */
const accessLines = ({ kernel }: Moment, { root }: ProcessView, address: Va): string[] => {
  const probe = kernel.machine.mmu.probe(address, root * 4096);
  const verdict = (write: boolean): string => {
    if (probe === null)
      return `page fault, error code ${hex(write ? 6 : 4)} (${write ? 'write' : 'read'} missing page)`;
    const allowed = probe.user && (probe.writable || !write);
    return allowed
      ? 'goes through'
      : `page fault, error code ${hex(write ? 7 : 5)} (${write ? 'write' : 'read'} protection problem)`;
  };
  return [`   a program's read: ${verdict(false)}`, `   a program's write: ${verdict(true)}`];
};

const cachedLine = ({ kernel }: Moment, { pid, root }: ProcessView, address: Va): string => {
  const { mmu, cpu } = kernel.machine;
  if (mmu.root !== root * 4096)
    return `the TLB holds nothing of it: process ${cpu.slot} runs, and switching to process ${pid} flushes`;
  const entry = mmu.tlb.cached().find((cached) => cached.va === address - (((address % 4096) + 4096) % 4096));
  return entry === undefined ? 'TLB: a miss' : `TLB: a hit, physical page at ${hex(entry.pa, 6)}`;
};
