/** The report of a run that the judge ended: what broke, and how to see it again. */
import type { KernelView } from '../../kernel/kernel.ts';
import { labelOf } from '../../presentation/presentation.ts';
import { type Denial, denialText, errorLines, InvariantBroken, type ModelBroken } from '../../specs/specs.ts';
import { quoted } from '../command-line/shell.ts';

/** The command that ran: its words after `run`, and those of them that `why` and `walk` take too. */
export interface RunCommand {
  readonly words: readonly string[];
  readonly boot: readonly string[];
  /** Whether there are events to name a moment by. */
  readonly hasEvents: boolean;
}

/** When something was found, and which allocations were made to fail until then. */
interface Found {
  readonly view: KernelView;
  readonly event: number;
  readonly denials?: readonly Denial[];
}

/** The report of a run in which `broken` was found. */
export const brokenLines = (
  broken: InvariantBroken | ModelBroken,
  { words, boot, hasEvents }: RunCommand,
  { view, event, denials = [] }: Found,
): string[] => {
  const until = event > 0 ? ['--until', String(event)] : [];
  const at = hasEvents ? ['--at', String(event)] : [];
  return [
    ...[...errorLines(broken), ...denials.map(denialText)].map((line) => `   ${line}`.trimEnd()),
    '',
    `   To see it again: ringfence run ${[...without(words, ['--check', '--until']), '--check', 'every-trap', ...until].map(quoted).join(' ')}`,
    ...subjectsOf(broken, view).map(
      (subject) => `   To learn more:   ringfence why ${[...boot.map(quoted), subject, ...at].join(' ')}`,
    ),
  ];
};

/** `words` without those options, each of which has a value. */
const without = (words: readonly string[], options: readonly string[]): string[] =>
  words.filter((word, i) => !options.includes(word.replace(/=.*/, '')) && !options.includes(words[i - 1] ?? ''));

const subjectsOf = (broken: InvariantBroken | ModelBroken, view: KernelView): string[] => {
  if (!(broken instanceof InvariantBroken)) return [];
  const { page, process } = broken.violation;
  return [
    ...(page === undefined ? [] : [`page 0x${(page * 4096).toString(16)}`]),
    ...(process === undefined ? [] : [`pid ${labelOf(view, process)}`]),
  ];
};
