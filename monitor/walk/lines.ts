/** A translation in lines. */
import type { SpaceView } from '../../kernel/kernel.ts';
import type { Reached } from '../moments/reached.ts';
import type { StepTold, WalkTold } from './json.ts';

const PAGE = 4096;
const hex = (value: number, digits = 0): string => `0x${(value >>> 0).toString(16).padStart(digits, '0')}`;

export const walkLines = (moment: Reached, { pid, name }: SpaceView, told: WalkTold): string[] => {
  const { address, root, steps, when, read, write } = told;
  const whose = `${moment.kernel.view.nameOf(pid)}${name === '' || pid === 0 ? '' : ` (${name})`}`;
  return [
    `   ${address < 0 ? '-' : ''}${hex(Math.abs(address))} of ${whose}, ${when}: root at ${hex(root, 6)}`,
    '',
    ...steps.map(stepLine),
    '',
    `   ${resultOf(told)}`,
    `   a program's read: ${accessText(read, 'read')}`,
    `   a program's write: ${accessText(write, 'write')}`,
    `   ${cachedText(moment, told)}`,
  ];
};

const stepLine = ({ level, index, entryAddress, entry, flags, target }: StepTold): string => {
  const to = target === null ? '' : ` to ${hex(target, 6)}`;
  const entryAt = `entry at ${hex(entryAddress, 6)}: ${hex(entry, 8)}${to}`;
  return `   L${level}  index ${String(index).padStart(3)}  ${entryAt}, ${flags.join(' ') || 'absent'}`;
};

const resultOf = ({ steps, result }: WalkTold): string => {
  if (steps.length === 0) return 'not a canonical address: a general-protection fault, whatever the tables say';
  if (result === null)
    return `the L${steps[steps.length - 1].level} entry is not present: the walk ends in a page fault`;
  const { address, writable, user, kind, count } = result;
  const rights = [writable ? 'writable' : 'read-only', user ? 'for programs' : 'for the kernel alone'].join(', ');
  const what = kind === 'allocatable' ? `count ${count}` : kind;
  return `at every level together: ${rights}; physical address ${hex(address, 6)}, page ${hex(Math.floor(address / PAGE))} (${what})`;
};

/** What a program's access would come to. */
const accessText = (errorCode: number | null, access: string): string => {
  if (errorCode === null) return 'goes through';
  return `page fault, error code ${hex(errorCode)} (${access} ${errorCode & 1 ? 'protection problem' : 'missing page'})`;
};

const cachedText = ({ kernel }: Reached, { pid, address, result, tlb }: WalkTold): string => {
  const { view, machine } = kernel;
  if (tlb === 'miss') return 'TLB: a miss';
  if (tlb === 'other space')
    return `the TLB holds nothing of it: ${view.nameOf(view.pidOf(machine.cpu.slot))} runs, and switching to ${view.nameOf(pid)} flushes`;
  const start = address - (((address % PAGE) + PAGE) % PAGE);
  const entry = machine.mmu.tlb.cached().find((cached) => cached.va === start);
  return `TLB: a hit, physical page at ${hex(entry?.pa ?? result?.address ?? 0, 6)}`;
};
