/** The report of a run that an invariant ended: what broke, and how to see it again. */
import { type InvariantBroken, violationLines } from '../../specs/specs.ts';

/** The command that ran: its words after `run`, and those of them that `why` and `walk` take too. */
export interface RunCommand {
  readonly words: readonly string[];
  readonly boot: readonly string[];
}

/** The report of a run. */
export const brokenLines = (broken: InvariantBroken, { words, boot }: RunCommand): string[] => [
  ...violationLines(broken).map((line) => `   ${line}`.trimEnd()),
  '',
  `   To see it again: ringfence run ${[...words, '--check', 'every-trap', '--until', String(broken.event)].join(' ')}`,
  ...subjectsOf(broken).map((subject) => {
    return `   To learn more:   ringfence why ${[...boot, subject, '--at', String(broken.event)].join(' ')}`;
  }),
];

const subjectsOf = ({ violation: { page, process } }: InvariantBroken): string[] => [
  ...(page === undefined ? [] : [`page 0x${(page * 4096).toString(16)}`]),
  ...(process === undefined ? [] : [`pid ${process}`]),
];
