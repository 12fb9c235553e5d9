/** Commands about breakpoints: questions at which a run that goes on, or back, is to stop. */

import { UsageError } from '../../presentation/boot/usage-error.ts';
import type { Direction } from '../../specs/specs.ts';
import type { Command } from './command.ts';
import { nowhere } from './move-commands.ts';
import { arrived } from './where.ts';

const runOn =
  (direction: Direction): Command['run'] =>
  (session) => {
    if (session.breakpoints.length === 0)
      throw new UsageError(
        'there is no breakpoint to go to: set one, as break process 2 exits; or go to the end, by end',
      );
    const breakpoint = session.toBreakpoint(direction);
    if (breakpoint === null) return [nowhere(session, direction, 'is a breakpoint')];
    return [`breakpoint ${breakpoint.number}: ${breakpoint.text}`, ...arrived(session)];
  };

const setBreakpoint: Command['run'] = (session, words, rest) => {
  if (words.length === 0) {
    const lines = session.breakpoints.map(({ number, text }) => `   ${number}  ${text}`);
    return lines.length > 0 ? lines : ['there are no breakpoints'];
  }
  const { number, text } = session.addBreakpoint(rest);
  return [`breakpoint ${number}: ${text}`];
};

const unset: Command['run'] = (session, [number]) => {
  const left = session.breakpoints.filter((breakpoint) => number !== undefined && String(breakpoint.number) !== number);
  if (number !== undefined && left.length === session.breakpoints.length)
    throw new UsageError(`there is no breakpoint ${number}`);
  session.breakpoints = left;
  return [];
};

export const BREAKPOINTS: readonly Command[] = [
  {
    ...{ name: 'break', parameters: '[CONDITION]', words: [0, Number.POSITIVE_INFINITY], run: setBreakpoint },
    does: 'set a breakpoint; list them',
  },
  { ...{ name: 'delete', parameters: '[N]', words: [0, 1], run: unset }, does: 'take breakpoint N away, or all' },
  { ...{ name: 'run', parameters: '', words: [0, 0], run: runOn('next') }, does: 'go on to the next breakpoint' },
  {
    ...{ name: 'reverse', parameters: '', words: [0, 0], run: runOn('previous') },
    does: 'go back to the last breakpoint',
  },
];
