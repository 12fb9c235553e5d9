/** The report of a run that the judge ended: what broke, and how to see it again. */
import type { KernelView } from '../../kernel/kernel.ts';
import { errorLines, InvariantBroken, type ModelBroken } from '../../specs/specs.ts';
import { labelOf } from '../drawing/owner.ts';

/** The command that ran: its words after `run`, and those of them that `why` and `walk` take too. */
export interface RunCommand {
  readonly words: readonly string[];
  readonly boot: readonly string[];
  /** Whether there are events to name a moment by. */
  readonly hasEvents: boolean;
}

/** The report of a run in which `broken` was found after `event`. */
export const brokenLines = (
  broken: InvariantBroken | ModelBroken,
  { words, boot, hasEvents }: RunCommand,
  { view, event }: { readonly view: KernelView; readonly event: number },
): string[] => {
  const until = event > 0 ? ['--until', String(event)] : [];
  const at = hasEvents ? ['--at', String(event)] : [];
  return [
    ...errorLines(broken).map((line) => `   ${line}`.trimEnd()),
    '',
    `   To see it again: ringfence run ${[...words, '--check', 'every-trap', ...until].join(' ')}`,
    ...subjectsOf(broken, view).map(
      (subject) => `   To learn more:   ringfence why ${[...boot, subject, ...at].join(' ')}`,
    ),
  ];
};

const subjectsOf = (broken: InvariantBroken | ModelBroken, view: KernelView): string[] => {
  if (!(broken instanceof InvariantBroken)) return [];
  const { page, process } = broken.violation;
  return [
    ...(page === undefined ? [] : [`page 0x${(page * 4096).toString(16)}`]),
    ...(process === undefined ? [] : [`pid ${labelOf(view, process)}`]),
  ];
};
