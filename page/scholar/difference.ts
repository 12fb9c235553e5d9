/** What the last event before a moment changed in memory, word by word. */
import { PAGE_SIZE, type Pa } from '../../hardware/hardware.ts';
import type { KernelView } from '../../kernel/kernel.ts';
import { stepOnce } from '../../presentation/presentation.ts';
import { Timeline } from '../../specs/specs.ts';
import type { At, Difference } from '../answers.ts';
import { openRun } from '../dumps.ts';

/** Words that are named, at most. */
const MOST_NAMED = 60;

/** The difference between the moment `at` and where the event before it had not come yet. */
export const differenceAt = async ({ run, step }: At): Promise<Difference> => {
  const { playing, system } = (await openRun(run)).make();
  if (system === null) return { words: [], others: 0, pages: [] };
  const { memory } = system.kernel.machine;
  const timeline = new Timeline(playing);
  timeline.goTo(step);
  const after = memory.words.slice(0, memory.ramPages * (PAGE_SIZE / 4));
  stepOnce(timeline, system, 'event', 'previous');
  const before = memory.words.slice(0, after.length);
  timeline.goTo(step);
  return differenceOf(system.kernel.view, before, after);
};

const differenceOf = (view: KernelView, before: Int32Array, after: Int32Array): Difference => {
  const pages = new Set<number>();
  const words: Difference['words'][number][] = [];
  let others = 0;
  for (let i = 0; i < after.length; i++) {
    if (before[i] === after[i]) continue;
    pages.add(Math.floor((i * 4) / PAGE_SIZE));
    const name = words.length < MOST_NAMED ? (view.nameOfWord?.((i * 4) as Pa) ?? null) : null;
    if (name === null) others += 1;
    else words.push({ name, address: i * 4, before: before[i] >>> 0, after: after[i] >>> 0 });
  }
  return { words, others, pages: [...pages] };
};
