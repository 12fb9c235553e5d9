/** A command of a session. It may have to open another run, which takes its time. */
import type { Command as PromptCommand } from '../prompt/commands.ts';
import type { Session } from './session.ts';

export type Command = PromptCommand<Session, readonly string[] | Promise<readonly string[]>>;
