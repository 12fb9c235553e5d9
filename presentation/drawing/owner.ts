/** Owners of address spaces as people name them: processes, environments, the kernel. */
import type { KernelView, ProcessView, Watched } from '../../kernel/kernel.ts';

/** The number of an owner as people write it. */
export const labelOf = (view: KernelView, pid: number): string => view.labelOf?.(pid) ?? String(pid);

/** The number that `text` means, with or without what people write before it: `2`, `00001001`, `0x1001`. Null if it means none. */
export const pidNamed = (view: KernelView, text: string): number | null => {
  const plain = (number: string): string => number.toLowerCase().replace(/^(?:0x)?0*(?=.)/, '');
  const numbers = [10, 16].map((base) => Number.parseInt(plain(text), base));
  return numbers.find((number) => plain(labelOf(view, number)) === plain(text)) ?? null;
};

/** The process that `text` names, among those that are there. */
export const processNamed = (view: KernelView, text: string): ProcessView | undefined => {
  const named = pidNamed(view, text);
  return view.processes?.().find(({ pid }) => pid === named);
};

/** The name of the program that a process runs: what the view says, or else whose entry its thread is in. */
export const programOf = ({ machine }: Watched, { name, slot }: ProcessView): string =>
  name || (machine.threadOf(slot)?.image.name ?? '');

/** The owner of an address space with the program that it runs, as far as the view says which: `process 3 (p-fork)`. */
export const titleOf = (view: KernelView, pid: number): string => {
  const name = view.spaces().find((space) => space.pid === pid)?.name ?? '';
  return `${view.nameOf(pid)}${name === '' || name === UNKNOWN || pid === 0 ? '' : ` (${name})`}`;
};

/** What views say where nobody knows. */
const UNKNOWN = '?';

/** The numbers of the processes that there are, or `none`. */
export const processLabels = (view: KernelView): string =>
  (view.processes?.() ?? []).map(({ pid }) => labelOf(view, pid)).join(', ') || 'none';
