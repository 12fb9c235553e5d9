/** Owners of address spaces as people name them: processes, environments, the kernel. */
import type { KernelView, ProcessView } from '../../kernel/kernel.ts';

/** The number of an owner as people write it. */
export const labelOf = (view: KernelView, pid: number): string => view.labelOf?.(pid) ?? String(pid);

/** The process that `text` names, by its number with or without what people write before it: `2`, `00001001`, `0x1001`. */
export const processNamed = (view: KernelView, text: string): ProcessView | undefined => {
  const plain = (number: string): string => number.toLowerCase().replace(/^(?:0x)?0*(?=.)/, '');
  return view.processes?.().find(({ pid }) => plain(labelOf(view, pid)) === plain(text));
};

/** The numbers of the processes that there are, or `none`. */
export const processLabels = (view: KernelView): string =>
  (view.processes?.() ?? []).map(({ pid }) => labelOf(view, pid)).join(', ') || 'none';
