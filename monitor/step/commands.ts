/** All commands of a session. */
import { Commands } from '../prompt/commands.ts';
import { BRANCHES } from './branches.ts';
import { BREAKPOINTS } from './breakpoints.ts';
import type { Command } from './command.ts';
import { LOOKS } from './look-commands.ts';
import { MOVES } from './move-commands.ts';
import type { Session } from './session.ts';
import { TELLS } from './tell-commands.ts';

const help: Command = {
  ...{ name: 'help', parameters: '[COMMAND]', does: 'this list, or a line of it', words: [0, 1] },
  run: (_session, [name]) => STEP_COMMANDS.help(name),
};

const LEAVING: readonly string[] = ['quit', 'exit'];

export const STEP_COMMANDS = new Commands<Session, readonly string[] | Promise<readonly string[]>>(
  [help, ...MOVES, ...BREAKPOINTS, ...LOOKS, ...BRANCHES, ...TELLS],
  LEAVING,
);
