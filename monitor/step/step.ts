/** `ringfence step`: goes through a run forward and back, and asks what it is like there: on a terminal on the screen, else by lines that it reads. */

import { textOf, textsOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import { type Opened, parsePlace } from '../../presentation/presentation.ts';
import { parseWords } from '../command-line/options.ts';
import { printLines } from '../command-line/width.ts';
import { reportReady } from '../limits/supervisor.ts';
import { canPlay, playOnScreen } from '../live/screen.ts';
import { momentLine, tellDifferences } from '../moments/given-moments.ts';
import { MOMENT_OPTIONS, open } from '../moments/opened-run.ts';
import { obeyAll, pipedLines, prompt, type Talker } from '../prompt/prompt.ts';
import { wantsColour } from '../run/printed.ts';
import { STEP_COMMANDS } from './commands.ts';
import { PlayedSession } from './played-session.ts';
import { Session } from './session.ts';
import { whereLines } from './where.ts';

export const STEP_OPTIONS = {
  ...MOMENT_OPTIONS,
  command: { type: 'string', short: 'c', multiple: true },
  plain: { type: 'boolean' },
  patience: { type: 'string' },
} as const;

/** A piece of a search, in which each state is looked at, has that long. */
const DEFAULT_PATIENCE_SECONDS = 10;

export const step = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('step', words, STEP_OPTIONS);
  const patience = wholeOf(values, 'patience', 1, 3600) ?? DEFAULT_PATIENCE_SECONDS;
  const opened = await open(positionals, values, true);
  const isOnScreen = opened.kind !== null && textsOf(values, 'command').length === 0 && canPlay(values.plain === true);
  reportReady(isOnScreen);
  const session = new Session(opened, patience);
  begin(session, opened, values);
  if (isOnScreen) return onScreen(session);
  printLines(whereLines(session));
  const talker: Talker = {
    ...{ prompt: '> ', names: STEP_COMMANDS.names },
    obey: async (line) => STEP_COMMANDS.obey(session, line),
  };
  const commands = textsOf(values, 'command');
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  if (isTerminal && commands.length === 0) {
    await prompt(talker);
    return 0;
  }
  const lines = commands.length > 0 ? commands : pipedLines();
  const answers = await obeyAll(talker, lines, (text) => void process.stdout.write(text));
  return answers.every(({ problem }) => problem === null) ? 0 : 2;
};

/** On the screen until the user leaves; where that was stays behind, and how to come back. */
const onScreen = async (session: Session): Promise<number> => {
  await playOnScreen(new PlayedSession(session), { colour: wantsColour() });
  printLines([...whereLines(session), momentLine(session.moment)]);
  return 0;
};

/** Goes to where the session is to begin: at `--at`, at the moment that was given, at the end of a failure, else at the beginning. */
const begin = (session: Session, opened: Opened, values: Values): void => {
  const at = textOf(values, 'at');
  if (at !== undefined) session.goTo(parsePlace(at));
  else if (opened.moment !== null) session.goTo({ event: 0, step: opened.moment.step });
  else if (opened.run.what === 'scenario' || opened.run.what === 'allocator') session.timeline.goToEnd();
  session.moved = 1;
  tellDifferences(opened, session.timeline.playing);
};
