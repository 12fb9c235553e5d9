/** `bad`: where the run first goes wrong. Every moment from the beginning is looked at, on a machine of its own. */

import { asError } from '../../hardware/hardware.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { type FirstBad, FramesPlaying, firstBad, firstBadOfRun, wrongNames } from '../../specs/specs.ts';
import { inThousands } from '../../specs/thousands.ts';
import { limitTo } from '../moments/limit.ts';
import type { Command } from './command.ts';
import type { Session } from './session.ts';
import { arrived } from './where.ts';

/** Events of a run without end that are looked at, and operations where none comes. */
const MOST_EVENTS = 5000;
const MOST_OPERATIONS = 50_000;
/** Counting everything at each operation takes a thousand times as long as running it. */
const PATIENCE_SECONDS = 120;

export const bad: Command['run'] = (session) => {
  const { playing } = session.opened.make();
  if (playing instanceof FramesPlaying) return firstBadOf(session, playing);
  const found = firstBadIn(session);
  if (found === null) return [`nothing goes wrong in this run${reach(session)}`];
  session.goTo({ event: 0, step: found.operations });
  const [what] = asError(found.error).message.split('\n');
  return [`the first bad moment${found.during === null ? '' : `, in ${found.during}`}: ${what}`, ...arrived(session)];
};

/** Of dumps each is judged, as `judge` does it. */
const firstBadOf = async (session: Session, playing: FramesPlaying): Promise<readonly string[]> => {
  const found = await playing.firstWrong();
  if (found === null) return ['nothing is wrong in any of these dumps'];
  session.goTo({ event: 0, step: found.index });
  const during = found.index === 0 ? '' : `, in ${playing.stepText(found.index - 1)}`;
  const [name] = wrongNames(found.judgement);
  const { sentence } = found.judgement.findings.violations.find((finding) => finding.name === name) ?? {};
  return [
    `the first bad moment${during}: ${name}${sentence === undefined ? '' : `: ${sentence}`}`,
    ...arrived(session),
  ];
};

const reach = ({ opened: { run } }: Session): string =>
  run.what === 'scenario' ? '' : `, as far as ${inThousands(MOST_EVENTS)} events go`;

const firstBadIn = (session: Session): FirstBad | null => {
  const { system, opened } = session;
  if (system === null) throw new UsageError('an allocator ends where it breaks a rule: go to the end');
  let found: FirstBad | null = null;
  limitTo(
    system,
    PATIENCE_SECONDS,
  )(() => {
    found =
      opened.trial === null || opened.run.what !== 'scenario'
        ? firstBadOfRun({
            ...planOf(session),
            judging: system.judging,
            events: MOST_EVENTS,
            operations: MOST_OPERATIONS,
          })
        : firstBad(opened.trial, opened.trial.decode(opened.run.scenario));
  });
  return found;
};

/** The same run on another machine. Keys that were typed are left out: nobody judges a boot in the midst of a run. */
const planOf = ({ opened }: Session) => ({
  make: () => {
    const { system } = opened.make();
    if (system === null) throw new Error('a run without a kernel has no first bad moment');
    return system.kernel;
  },
});
