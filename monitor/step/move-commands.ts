/** Commands that go somewhere: steps, changes, places, breakpoints. */

import { UsageError } from '../../presentation/boot/usage-error.ts';
import { parsePlace, type Step, stepOnce } from '../../presentation/presentation.ts';
import { thereAre } from '../../specs/did-you-mean.ts';
import { changesBetween, type Direction, MOST_SEARCHED } from '../../specs/specs.ts';
import { inThousands } from '../../specs/thousands.ts';
import type { Command } from './command.ts';
import { bad } from './first-bad.ts';
import type { Session } from './session.ts';
import { arrived } from './where.ts';

/** Units that one may go by, in words. */
const UNITS: Readonly<Record<string, Step>> = {
  operation: 'operation',
  call: 'system call',
  tick: 'tick',
  event: 'event',
};
/** Events that `end` goes through, at most: many runs have no end. */
const MOST_EVENTS = 100_000;
const EVENTS_A_TURN = 1000;
const OPERATIONS_A_TURN = 100_000;

/** Goes `count` units on or back, or as far as there are some. */
export const stepBy = (session: Session, step: Step, direction: Direction, count = 1): readonly string[] => {
  const { at } = session;
  session.move(() => {
    for (let i = 0; i < count; i++) stepOnce(session.timeline, session.system, step, direction);
  });
  if (session.at === at)
    return [direction === 'next' ? 'this is the end' : 'this is the beginning', ...arrived(session, 0)];
  return arrived(session);
};

/** `next`, `back` and what follows: a unit, `until` and a condition, or something to watch. */
const go =
  (direction: Direction): Command['run'] =>
  (session, words, rest) => {
    const [first = 'operation', second] = words;
    const count = /^\d+$/.test(first) ? Number(first) : 1;
    const unit = count === 1 && first !== '1' ? first : (second ?? 'operation');
    if (Object.hasOwn(UNITS, singular(unit)) && words.length <= 2)
      return stepBy(session, UNITS[singular(unit)], direction, count);
    if (first === 'until') return goUntil(session, rest.slice('until'.length), direction);
    return goToChange(session, rest, direction);
  };

const singular = (unit: string): string => unit.replace(/s$/, '');

const goUntil = (session: Session, text: string, direction: Direction): readonly string[] => {
  if (text.trim() === '') throw new UsageError('until what? A condition, as until refcount(0x5000) > 1');
  const question = session.condition(text);
  const isFound = session.move(() => session.search.toHold(question, direction));
  if (isFound) return arrived(session);
  return [nowhere(session, direction, `does ${question.text} come to hold`)];
};

/** What is told where nothing was found. */
export const nowhere = ({ timeline }: Session, direction: Direction, what: string): string => {
  const side = direction === 'next' ? 'after this' : 'before this';
  const far = direction === 'next' && timeline.goesOn ? `, as far as ${inThousands(MOST_SEARCHED)} operations go` : '';
  return `nowhere ${side} ${what}${far}`;
};

const goToChange = (session: Session, text: string, direction: Direction): readonly string[] => {
  const watched = session.watchable(text);
  const change = session.move(() => session.search.toChange(watched, direction));
  if (change === null) return [nowhere(session, direction, `does ${watched.name} change`)];
  return [...changesBetween(change.before, change.after).map((line) => `   ${line}`), ...arrived(session)];
};

const goto: Command['run'] = (session, words) => {
  const [what, number] = words.length === 2 ? words : ['event', words[0]];
  if (what !== 'event' && what !== 'operation')
    throw new UsageError(`goto ${what}: ${thereAre(what, ['event', 'operation'])}`);
  const form = what === 'operation' ? /^\d{1,12}$/ : /^(?:@\d{1,12}|\d{1,12}(?:\+\d{1,12})?)$/;
  if (!form.test(number)) throw new UsageError(`goto ${words.join(' ')}: expected a number, as goto ${what} 40`);
  session.goTo(what === 'operation' ? { event: 0, step: Number(number) } : parsePlace(number));
  return arrived(session);
};

const end: Command['run'] = (session) => {
  const { timeline } = session;
  const isOver = session.move(() => {
    const last = session.event + MOST_EVENTS;
    let operations = session.at;
    while (timeline.goesOn && session.event < last) {
      const { event } = session;
      timeline.goToEvent(event + EVENTS_A_TURN);
      if (session.event === event && session.at - operations > OPERATIONS_A_TURN) break;
      operations = session.at;
    }
    return !timeline.goesOn;
  });
  const far = `it goes on after ${inThousands(MOST_EVENTS)} events more`;
  return [...(isOver ? [] : [far]), ...arrived(session)];
};

const letter = (name: string, unit: string, direction: Direction): Command => ({
  ...{ name, parameters: '', words: [0, 0], run: (session) => stepBy(session, UNITS[unit], direction) },
  does: `${direction === 'next' ? 'next' : 'back'} ${unit}`,
});

const ANY = Number.POSITIVE_INFINITY;

export const MOVES: readonly Command[] = [
  {
    ...{ name: 'next', parameters: '[N] [UNIT | THING]', words: [0, ANY], run: go('next') },
    does: 'go on by an operation, call, tick or event; or to the next change of a THING: page 0x5000, word 0x5004, count 0x5000, process 2, invariant NAME, or a question',
  },
  {
    ...{ name: 'back', parameters: '[N] [UNIT | THING]', words: [0, ANY], run: go('previous') },
    does: 'the same, back: to right before the last operation, call, …, or change',
  },
  {
    ...{ name: 'until', parameters: 'CONDITION', words: [1, ANY] },
    does: 'go on to where it comes to hold; back until CONDITION goes back to where it last did',
    run: (session, _words, rest) => goUntil(session, rest, 'next'),
  },
  {
    ...{ name: 'goto', parameters: '[event | operation] N', words: [1, 2], run: goto },
    does: 'go to where so many events have passed (20+3: and three operations more), or operations',
  },
  {
    ...{ name: 'begin', parameters: '', words: [0, 0], does: 'go to the beginning, right after the boot' },
    run: (session) => {
      session.goTo({ event: 0, step: 0 });
      return arrived(session);
    },
  },
  { ...{ name: 'end', parameters: '', words: [0, 0], run: end }, does: 'go to the end, or 100,000 events on' },
  {
    ...{ name: 'bad', parameters: '', words: [0, 0], run: bad },
    does: 'go to the first bad moment: after which an invariant, or the model, did not hold',
  },
  letter('o', 'operation', 'next'),
  letter('O', 'operation', 'previous'),
  letter('s', 'call', 'next'),
  letter('S', 'call', 'previous'),
  letter('t', 'tick', 'next'),
  letter('T', 'tick', 'previous'),
  letter('e', 'event', 'next'),
  letter('E', 'event', 'previous'),
];
