/** What `why` answers about words, entries, the TLB, accesses and calls: what is so, and how it came about. */
import { addressText, va } from '../../hardware/hardware.ts';
import {
  type Explained,
  explainAccess,
  explainEntry,
  explainFailedCall,
  reasonsOfTlb,
  reasonsOfWord,
  type Story,
} from '../../specs/specs.ts';
import { UsageError } from '../boot/usage-error.ts';
import type { Values } from '../boot/values.ts';
import { pidNamed, processLabels } from '../drawing/owner.ts';
import { parseAddress } from '../moments/address.ts';
import { type Reached, spaceOf } from '../moments/reached-moment.ts';

const hex = (value: number): string => `0x${(value >>> 0).toString(16)}`;

type Answer = (reached: Reached, story: Story, object: string | undefined, values: Values) => Explained;

const virtual = (text: string | undefined) => va(parseAddress('a virtual address', text));

/** Each subject, and who answers for it. */
export const EXPLAINED: Readonly<Record<string, Answer>> = {
  word: (_reached, story, object) => {
    const { words, ramPages } = story.machine.memory;
    const address = parseAddress('a physical address', object);
    if (address < 0 || address >= ramPages * 4096)
      throw new UsageError(`why word: memory ends at ${hex(ramPages * 4096)}, and ${object} is not in it`);
    const name = story.view.nameOfWord?.(address as Parameters<NonNullable<typeof story.view.nameOfWord>>[0]);
    const called = name === undefined || name === null ? '' : `, ${name},`;
    const reasons = reasonsOfWord(story, address);
    const never = reasons.length === 0 ? ', as it did after the boot' : '';
    return { now: `the word at ${hex(address & ~3)}${called} holds ${hex(words[address >> 2])}${never}`, reasons };
  },
  entry: (reached, story, object, values) => explainEntry(story, virtual(object), spaceOf(reached, values)),
  read: (reached, story, object, values) => explainAccess(story, virtual(object), spaceOf(reached, values), 'read'),
  write: (reached, story, object, values) => explainAccess(story, virtual(object), spaceOf(reached, values), 'write'),
  tlb: (_reached, story, object) => {
    const address = virtual(object);
    const cached = story.machine.mmu.cachedAt(address);
    const isStale = story.machine.mmu.staleEntries().some((entry) => entry.va === cached?.va);
    const stale = isStale ? ', which the tables no longer give' : '';
    const now = cached === null ? 'holds nothing' : `holds physical page ${hex(cached.pa)}${stale}`;
    return { now: `the TLB ${now} for ${addressText(address)}`, reasons: reasonsOfTlb(story, address) };
  },
  call: ({ kernel: { view } }, story, object) => {
    const pid = object === undefined ? null : pidNamed(view, object);
    if (object !== undefined && pid === null)
      throw new UsageError(`why call ${object}: there is no such process; there are ${processLabels(view)}`);
    const whose = pid === null ? '' : ` of ${view.nameOf(pid)}`;
    return explainFailedCall(story, pid) ?? { now: `no system call${whose} has failed until now`, reasons: [] };
  },
};
