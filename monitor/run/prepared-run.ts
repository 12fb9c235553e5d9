/** A run that is about to begin: the kernel that was asked for, and who listens to it. */

import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import { checkerFor, type Kind, type Opened, type System } from '../../presentation/presentation.ts';
import { type Checker, type CheckTime, type Denial, type Playing, watchDenials } from '../../specs/specs.ts';
import { dumpsOf, type FinishDumps } from '../dumps/dumps.ts';
import { canPlay } from '../live/screen.ts';
import type { RunCommand } from '../report/violation.ts';
import { ConsoleText } from './console-text.ts';
import type { End } from './end-of-run.ts';
import { parseEventTypes } from './event-fields.ts';
import { EventLog } from './event-log.ts';
import { allocationsOf, type FinishRecording } from './record-allocations.ts';

/** A run: what was asked for, the kernel, and who listens to it. */
export interface Run {
  readonly kind: Kind;
  readonly system: System;
  readonly values: Values;
  readonly opened: Opened;
  readonly playing: Playing;
  readonly command: RunCommand;
  readonly end: End;
  readonly patience: number;
  readonly checker: Checker | null;
  /** The event log, if one is asked for, and else what is written as text. */
  readonly log: EventLog | null;
  readonly text: ConsoleText | null;
  readonly finishRecording: FinishRecording | null;
  readonly finishDumps: FinishDumps | null;
  /** Allocations that an oracle made fail. */
  readonly denials: readonly Denial[];
  readonly played: boolean;
}

/** Those who listen. The log comes before the checker: what that throws keeps an event from later listeners. */
export const prepare = (
  kind: Kind,
  system: System,
  values: Values,
): Omit<Run, 'opened' | 'playing' | 'kind' | 'values' | 'command' | 'end' | 'patience'> => {
  const { kernel } = system;
  const check = checkAsked(kind, values);
  const [seed, types] = [wholeOf(values, 'seed', 0, 2 ** 32 - 1), parseEventTypes(textOf(values, 'events'))];
  const log =
    values.json === true ? new EventLog(kernel, system.header({ types, seed, check, kernelName: kind.ownName })) : null;
  const text = log === null && system.speaks ? new ConsoleText(kernel.machine) : null;
  const finishRecording = allocationsOf(system.allocations, values);
  const finishDumps = dumpsOf(kernel, values);
  // What is played goes back, too, and a series does not.
  const isOnce = values.moment !== undefined || values.dumps !== undefined;
  const played = log === null && !isOnce && canPlay(values.plain === true);
  const denials: Denial[] = [];
  if (kernel.machine.choices.isOpen('allocation')) watchDenials(kernel, denials);
  return { system, log, text, finishRecording, finishDumps, denials, checker: checkerFor(system, check), played };
};

/** When to check: a kernel of somebody's own always, unless they say otherwise. Throws a UsageError for what is no time. */
export const checkAsked = ({ ownName }: Kind, values: Values): CheckTime | 'off' => {
  const time = textOf(values, 'check') ?? (ownName === undefined ? 'off' : 'every-trap');
  if (time === 'every-trap' || time === 'every-tick' || time === 'end' || time === 'off') return time;
  throw new UsageError(`--check ${time}: expected every-trap, every-tick, end or off`);
};
