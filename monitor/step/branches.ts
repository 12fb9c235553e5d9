/** Commands that go another way: keys that are typed, and questions that are answered otherwise. */
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { type Asked, answersOf, nextQuestion, otherWays } from './answers.ts';
import type { Command } from './command.ts';
import type { Session } from './session.ts';
import { whereLines } from './where.ts';

const NO_QUESTION = 'nothing is asked in this run from here on: it has no other way to go';

const question = ({ question: what, alternatives, choice, at }: Asked): string =>
  `${what} is asked in operation ${at}: it goes way ${choice} of 0 to ${alternatives - 1}`;

const questions: Command['run'] = (session) => {
  const next = nextQuestion(session);
  return [next === null ? NO_QUESTION : question(next)];
};

/** Answers the next question otherwise, and begins anew on that way. */
const choose: Command['run'] = async (session, [word]) => {
  const next = nextQuestion(session);
  if (next === null) throw new UsageError(NO_QUESTION);
  const choice = /^\d+$/.test(word) ? Number(word) : Number.NaN;
  if (!(choice < next.alternatives))
    throw new UsageError(`choose ${word}: expected a number from 0 to ${next.alternatives - 1}: ${question(next)}`);
  await goOtherWay(session, choice);
  return [`another way: ${question({ ...next, choice })}`, ...whereLines(session)];
};

/** The same run, in which the next question is answered with `choice`. Throws a UsageError if it cannot be had, and leaves the session as it was. */
const goOtherWay = async (session: Session, choice: number): Promise<void> => {
  const { run } = session;
  for (const other of otherWays(run, answersOf(session), choice)) {
    await session.become(other);
    if (nextQuestion(session)?.choice === choice) return;
  }
  if (session.run !== run) await session.become(run);
  throw new UsageError('the answers of this run are not written down with it: it cannot go another way');
};

const type: Command['run'] = (session, [key]) => {
  if (key.length !== 1) throw new UsageError(`type ${key}: expected one key`);
  session.type(key);
  return [`typed ${key}`, ...whereLines(session, 0)];
};

export const BRANCHES: readonly Command[] = [
  {
    ...{ name: 'questions', parameters: '', words: [0, 0], run: questions },
    does: 'what is left open and asked next, and which way it goes',
  },
  {
    ...{ name: 'choose', parameters: 'N', words: [1, 1], run: choose },
    does: 'another way: the next question is answered with N',
  },
  {
    ...{ name: 'type', parameters: 'KEY', words: [1, 1], run: type },
    does: "another way: a key of WeensyOS's is typed here",
  },
];
