/** All commands of the kernel's monitor, and obeying a line that names one. */
import { Commands } from '../../prompt/commands.ts';
import { load, store } from './access.ts';
import { alloc, free, insert, remove } from './allocation.ts';
import type { Command } from './command.ts';
import { dumpphys, dumpvm } from './dump.ts';
import { backtrace, checks, grade, kerninfo, reboot } from './kernel.ts';
import { map } from './map.ts';
import { page, why } from './page.ts';
import type { Session } from './session.ts';
import { setperm } from './setperm.ts';
import { showmappings } from './showmappings.ts';
import { invlpg, tlb } from './tlb.ts';
import { walk } from './walk.ts';

const help: Command = {
  name: 'help',
  parameters: '[COMMAND]',
  does: 'this list, or a line of it',
  words: [0, 1],
  run: (_session, [name]) => JOS_COMMANDS.help(name),
};

/** What looks, then what makes the kernel do something. */
const COMMANDS: readonly Command[] = [
  help,
  kerninfo,
  backtrace,
  map,
  showmappings,
  walk,
  tlb,
  dumpvm,
  dumpphys,
  page,
  why,
  free,
  alloc,
  insert,
  remove,
  setperm,
  invlpg,
  load,
  store,
  checks,
  grade,
  reboot,
];
/** What ends the prompt: the real one goes on with whatever the kernel was called for, and here that is nothing. */
const LEAVING: readonly string[] = ['continue', 'exit', 'quit'];

export const JOS_COMMANDS = new Commands<Session>(COMMANDS, LEAVING);
