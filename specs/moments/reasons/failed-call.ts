/** Why a system call failed: what its kernel says of such a result, what was missing in it, and how that came about. */
import { counter, type MachineEvent } from '../../../hardware/hardware.ts';
import { mayReturn } from '../../../kernel/kernel.ts';
import { type Reason, reasonOf, type StepTaken, type Story } from './story.ts';
import type { Explained } from './translations.ts';

type Return = Extract<MachineEvent, { type: 'return' }>;

/** The last call that failed until now, of process `pid` or of any, and why it did; null if none did. */
export const explainFailedCall = (story: Story, pid: number | null): Explained | null => {
  const calls = (): number => story.machine.counters[counter.SYSTEM_CALLS];
  const failed = story.last(calls, (taken) => failureIn(story, taken, pid) !== null);
  if (failed === null) return null;
  const { result } = failureIn(story, failed, pid) as Return;
  const before = story.at(failed.step - 1, () => supplyOf(story));
  return {
    now: `${failed.deed} returned ${result}${meaning(story, failed, result)}`,
    reasons: [reasonOf(failed, whyText(failed, before)), ...whereMemoryWent(story, failed, before.pages)],
  };
};

/** The return of the call that was made in that step, if it failed. */
const failureIn = ({ view }: Story, { told }: StepTaken, pid: number | null): Return | null => {
  const call = told.find((event) => event.type === 'system call');
  const back = told.findLast((event): event is Return => event.type === 'return');
  if (call?.type !== 'system call' || back === undefined || back.slot !== call.slot || back.result >= 0) return null;
  return pid === null || view.pidOf(call.slot) === pid ? back : null;
};

const meaning = ({ view }: Story, { told }: StepTaken, result: number): string => {
  const call = told.find((event) => event.type === 'system call');
  const description = view.calls?.find(({ number }) => call?.type === 'system call' && number === call.number);
  const meant = description?.results.filter(({ value }) => mayReturn({ results: [{ value }] }, result)) ?? [];
  return meant.length === 0 ? '' : `, which means: ${meant.map(({ when }) => when).join('; or ')}`;
};

/** What calls may want, and how much of it there is: free pages; and free slots, where a kernel has slots. */
interface Supply {
  readonly pages: number;
  readonly slots: number;
}

const supplyOf = ({ view }: Story): Supply => ({
  pages: view.freeList().length,
  slots: view.slots?.().filter(({ isFree }) => isFree).length ?? Number.POSITIVE_INFINITY,
});

const whyText = ({ told, chosen }: StepTaken, { pages: free, slots }: Supply): string => {
  const isShort = told.some(({ type }) => type === 'out of memory');
  if (chosen.length > 0) return 'that is where it failed';
  if (isShort || free === 0) return `no page was free for it: ${free} ${free === 1 ? 'was' : 'were'} when it began`;
  const others = `${free} pages were free when it began`;
  return slots === 0 ? `${others}, but no slot of the process table` : `${others}: it was refused for another reason`;
};

/** Who took the last pages, if none was left. */
const whereMemoryWent = (story: Story, failed: StepTaken, free: number): Reason[] => {
  if (free > FEW || failed.chosen.length > 0) return [];
  return story.at(failed.step - 1, () => {
    const look = (): number => story.view.freeList().length;
    return story
      .changes(look, look, MOST_TAKEN)
      .map((change) => reasonOf(change, `${change.deed} left ${change.after} pages free, of ${change.before}`));
  });
};

/** Fewer pages than any call may need at once. */
const FEW = 8;
const MOST_TAKEN = 4;
