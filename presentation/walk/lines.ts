/** A translation in lines. */
import { addressText, register } from '../../hardware/hardware.ts';
import { titleOf } from '../drawing/owner.ts';
import type { Kernel, System } from '../kernels/kind.ts';
import type { Translation, TranslationStep } from './translation.ts';

const PAGE = 4096;
const hex = (value: number, digits = 0): string => `0x${(value >>> 0).toString(16).padStart(digits, '0')}`;

/** `translation`, made at the moment `when`, in lines. */
export const translationLines = ({ kernel }: System, translation: Translation, when: string): string[] => {
  const { address, pid, root, steps, read, write } = translation;
  const whose = titleOf(kernel.view, pid);
  return [
    `   ${addressText(address)} of ${whose}, ${when}: root at ${hex(root, 6)}`,
    '',
    ...steps.map(stepLine),
    '',
    `   ${resultText(translation)}`,
    `   a program's read: ${accessText(read, 'read')}`,
    `   a program's write: ${accessText(write, 'write')}`,
    `   ${cachedText(kernel, translation)}`,
  ];
};

const stepLine = ({ level, index, entryAddress, entry, flags, target }: TranslationStep): string => {
  const to = target === null ? '' : ` to ${hex(target, 6)}`;
  const entryAt = `entry at ${hex(entryAddress, 6)}: ${hex(entry, 8)}${to}`;
  return `   L${level}  index ${String(index).padStart(3)}  ${entryAt}, ${flags.join(' ') || 'absent'}`;
};

/** What came of it, in words. */
export const resultText = ({ steps, result }: Translation): string => {
  if (steps.length === 0) return 'not a canonical address: a general-protection fault, whatever the tables say';
  if (result === null) return endText(steps[steps.length - 1]);
  const { address, writable, user, kind, count } = result;
  const rights = [writable ? 'writable' : 'read-only', user ? 'for programs' : 'for the kernel alone'].join(', ');
  const what = kind === 'allocatable' ? `count ${count}` : kind;
  return `at every level together: ${rights}; physical address ${hex(address, 6)}, page ${hex(Math.floor(address / PAGE))} (${what})`;
};

/** Where a walk ends that finds no page. */
const endText = ({ level, target }: TranslationStep): string =>
  target === null
    ? `the L${level} entry is not present: the walk ends in a page fault`
    : `the L${level} entry leads out of memory, or has a bit set that must be 0: the walk ends there`;

/** What a program's access would come to. */
export const accessText = (errorCode: number | null, access: string): string => {
  if (errorCode === null) return 'goes through';
  return `page fault, error code ${hex(errorCode)} (${access} ${errorCode & 1 ? 'protection problem' : 'missing page'})`;
};

/** What the TLB has of it, in words. */
export const cachedText = ({ view, machine }: Kernel, { pid, address, result, tlb }: Translation): string => {
  if (tlb === 'unknown') return 'what the TLB holds of it no word of memory tells';
  if (tlb === 'miss') return 'TLB: a miss';
  if (tlb === 'other space') {
    const isRunning = machine.cpu.runState === register.RUNNING;
    const who = isRunning ? `${view.nameOf(view.pidOf(machine.cpu.slot))} runs` : 'no program runs';
    return `the TLB holds nothing of it: ${who}, and switching to ${view.nameOf(pid)} flushes`;
  }
  return `TLB: a hit, physical page at ${hex(machine.mmu.cachedAt(address)?.pa ?? result?.address ?? 0, 6)}`;
};
