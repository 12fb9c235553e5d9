/** What is said of one dump: what it is, what is wrong in its memory and on its screen, what may be, and what a dump does not show. */
import type { Machine } from '../../hardware/hardware.ts';
import type { Finding, Findings } from './finding.ts';
import type { Beside, Changed, DumpKind, OpenDump } from './open-dump.ts';
import { readScreen, type ScreenMessage } from './screen.ts';

/** What is said of a dump. */
export interface Judgement {
  readonly system: DumpKind['system'];
  readonly said: readonly string[];
  readonly findings: Findings;
  /** The rows of the screen, as text. */
  readonly screen: string;
  readonly messages: readonly ScreenMessage[];
  readonly dump: OpenDump;
}

/**
 * Judges the dump in the memory of `machine`, in a series that with `before` before it, as it would be judged alone: what stayed is not looked at once more,
 * and least is where it is known which pages `changed` since. Throws an UnusableDump that begins with a verb, if it cannot be.
 */
export const judgeDump = async (
  kind: DumpKind,
  machine: Machine,
  beside: Beside,
  before: Judgement | null = null,
  changed: Changed | null = null,
): Promise<Judgement> => {
  const dump = kind.open(machine, beside, before?.dump, changed);
  const { findings } = dump;
  const { text, messages } = await readScreen(machine.memory, before, changed);
  return { system: kind.system, said: dump.said, findings, screen: text, messages, dump };
};

/** Whether anything is wrong: in memory, or by a message on the screen that tells of a mistake of the kernel. */
export const isWrong = ({ findings, messages }: Pick<Judgement, 'findings' | 'messages'>): boolean =>
  findings.violations.length > 0 || messages.some(({ blames }) => blames === 'kernel');

/** Names of all that is wrong, what says most first. */
export const wrongNames = ({ findings, messages }: Pick<Judgement, 'findings' | 'messages'>): string[] => [
  ...findings.violations.map(({ name }) => name),
  ...new Set(messages.filter(({ blames }) => blames === 'kernel').map(({ name }) => name)),
];

/** How many places a finding has in all. */
export const placesIn = (findings: readonly Finding[]): number =>
  findings.reduce((sum, { places }) => sum + places.length, 0);
